"""How the command line finds a running server: `DATA/run.json`, readable by its owner only.

It holds the server's address and the control token of this run. It is there while the
server takes requests; a server that was killed leaves it behind, so nobody trusts it
before the server has answered.
"""

from __future__ import annotations

import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import attrs
import msgspec

from ccsdk.errors import RequestRefusedError

__all__ = ["Running", "find_running", "published"]

_NAME = "run.json"
_TIMEOUT_S = 10


@attrs.frozen(kw_only=True)
class Running:
    """Ask a running server by its control token.

    `url` reaches it from this machine; `address` is the one that people use.
    """

    url: str
    address: str
    control_token: str = attrs.field(repr=False)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the server's answer; with a body it is a POST, else a GET.

        Raises:
            CcsdkError: The server refused; the message is its own.
            OSError: Nobody answers there.
        """
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "authorization": f"Bearer {self.control_token}",
                "content-type": "application/json",
            },
        )
        # Straight to this machine, whatever proxy the environment names. Its certificate is
        # for the name that customers use; here the file says whom we speak with.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
        )
        try:
            with opener.open(request, timeout=_TIMEOUT_S) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            raise _refusal(error) from error


@contextmanager
def published(data: Path, running: Running) -> Iterator[None]:
    """Let the command line find this server while the block runs."""
    path, draft = data / _NAME, data / f".{_NAME}.{os.getpid()}"
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(attrs.asdict(running), file)
    draft.replace(path)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            path.unlink()


def find_running(data: Path) -> Running | None:
    """Return the server that says it runs on this data, None if there is no word of one."""
    try:
        found = msgspec.json.decode((data / _NAME).read_bytes(), type=dict[str, str])
        return Running(**found)
    except (FileNotFoundError, msgspec.MsgspecError, TypeError):
        return None


def _refusal(error: urllib.error.HTTPError) -> RequestRefusedError:
    """Say what the server said, from its problem document if it sent one."""
    try:
        said = dict(json.load(error))
    except ValueError:
        said = {}
    problems = "; ".join(f"{each['path']}: {each['reason']}" for each in said.get("errors", ()))
    title = said.get("title", f"the server answered {error.code}")
    return RequestRefusedError(f"{title}: {problems or said.get('detail', 'no reason given')}")
