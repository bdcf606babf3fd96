"""The file by which the command line finds a running server."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from ccsdk.cli.run_file import Running, find_running, published
from ccsdk.errors import RequestRefusedError

RUNNING = Running(url="http://127.0.0.1:9", address="https://shop.example", control_token="hush")


class Control(BaseHTTPRequestHandler):
    """Answer as the control doors do: what was asked, or a problem document."""

    def do_GET(self) -> None:
        self._answer(200, {"hash": self.headers["authorization"]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if body.get("id"):
            self._answer(200, {"token": f"for {body['id']}"})
        else:
            problem = {"path": "id", "reason": "say which"}
            self._answer(400, {"title": "Not valid", "errors": [problem]})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Running]:
    httpd = HTTPServer(("127.0.0.1", 0), Control)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    url = f"http://127.0.0.1:{httpd.server_port}"
    yield Running(url=url, address=url, control_token="hush")
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_a_published_server_is_found_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    with published(tmp_path, RUNNING):
        found = find_running(tmp_path)
        mode = stat.S_IMODE((tmp_path / "run.json").stat().st_mode)

    assert found == RUNNING
    assert mode == 0o600


def test_the_file_is_gone_when_the_server_is(tmp_path: Path) -> None:
    with published(tmp_path, RUNNING):
        pass

    assert list(tmp_path.iterdir()) == []
    assert find_running(tmp_path) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"url": 3}', '{"url": "http://x"}'])
def test_a_torn_file_speaks_of_no_server(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)

    assert find_running(tmp_path) is None


def test_the_token_stays_out_of_what_is_printed() -> None:
    assert "hush" not in repr(RUNNING)


def test_a_running_server_is_asked_with_its_control_token(server: Running) -> None:
    state = server.ask("/control/state")
    token = server.ask("/control/token", {"id": "mei"})

    assert state == {"hash": "Bearer hush"}
    assert token == {"token": "for mei"}


def test_a_refusal_is_told_in_the_servers_words(server: Running) -> None:
    with pytest.raises(RequestRefusedError, match="Not valid: id: say which"):
        server.ask("/control/token", {})


def test_nobody_there_is_an_os_error() -> None:
    with pytest.raises(OSError, match="refused"):
        RUNNING.ask("/control/state")
