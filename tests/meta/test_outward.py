"""Nothing of ours opens a connection outward but what is listed here, with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.meta.tree import imported_modules, name_of, parsed, plugin_files, source_files

CLIENTS = frozenset(
    """
    aiohttp curl_cffi ftplib grpc http.client httpcore httplib2 httpx imaplib niquests poplib
    pycurl requests smtplib socketserver telnetlib urllib.request urllib3 websockets.asyncio.client
    websockets.client websockets.sync.client xmlrpc.client
    """.split()
)
CALLS = frozenset(
    """
    create_connection create_datagram_endpoint create_unix_connection open_connection
    open_unix_connection sock_connect socket socketpair urlopen
    """.split()
)

ALLOWED = {
    "src/ccsdk/plugins/exchange.py": "the way out itself",
    "src/ccsdk/client/connection.py": "a client of our own server, at an address its user names",
    "src/ccsdk/client/keeper.py": "its own open_connection, of the module above",
    "src/ccsdk/cli/run_file.py": "asks the server of this machine, at the port it wrote down",
    "src/ccsdk/cli/place.py": "learns this machine's address; sends nothing",
    "src/ccsdk/server/run.py": "listens",
}


def ways_out(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, what) for each import of a client and each call that may connect."""
    for line, module, name in imported_modules(tree):
        full = module if name is None else f"{module}.{name}"
        if any(f"{full}.".startswith(f"{client}.") for client in CLIENTS):
            yield line, full
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else ""
            called = function.id if isinstance(function, ast.Name) else called
            if called in CALLS:
                yield node.lineno, f"{called}()"


def test_only_the_way_out_leads_out() -> None:
    found = {
        name_of(path): list(ways_out(parsed(path))) for path in [*source_files(), *plugin_files()]
    }
    leading = {name: ways for name, ways in found.items() if ways}

    assert leading.keys() - ALLOWED.keys() == set(), leading
    assert ALLOWED.keys() - leading.keys() == set(), "an exception that is not needed"


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import http.client",
        "def f():\n    import requests.sessions",
        "await asyncio.open_connection('a', 1)",
        "socket.create_connection(('a', 1))",
        "socket.socket()",
        "loop.create_connection(make, 'a', 1)",
        "from websockets.asyncio.client import connect",
    ],
)
def test_a_way_out_is_found(source: str) -> None:
    assert list(ways_out(ast.parse(source)))
