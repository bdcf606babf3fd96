"""A process killed while it sends webhooks: none is lost, order holds, ids tell what came twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from ccsdk.center.files import log_path
from ccsdk.log.offline import OfflineLog
from ccsdk.model.event import AgentPresenceChanged
from ccsdk_webhooks.signature import new_secret
from tests.integration.webhooks_child import POINTS

pytestmark = [pytest.mark.integration, pytest.mark.faults]

ROOT = Path(__file__).resolve().parents[2]
# Of each run, so that each has something to write and to send.
LOGINS = 3
# More in a campaign, never fewer.
ROUNDS = int(os.environ.get("CCSDK_WEBHOOK_KILLS", "1"))


class Far(ThreadingHTTPServer):
    """Take webhooks, and keep each that came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taker)
        self.came: list[tuple[str, dict[str, Any]]] = []

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Taker(BaseHTTPRequestHandler):
    server: Far

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append((self.headers["webhook-id"], json.loads(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def far() -> Iterator[Far]:
    server = Far()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def child(data: Path, far: Far, logins: int, point: str = "nowhere", at: int = 0) -> int:
    """Run a center until all has arrived or its process is dead; return its exit code."""
    command = [sys.executable, "-m", "tests.integration.webhooks_child"]
    words = [str(data), far.origin, str(logins), point, str(at)]
    return subprocess.run([*command, *words], cwd=ROOT, check=False, env=os.environ).returncode


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_webhooks_killed_anywhere_arrive_all_in_order_under_their_ids(
    tmp_path: Path, far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", new_secret())
    data = tmp_path / "data"

    kills = [(point, 1 + n % 2) for n in range(ROUNDS) for point in POINTS]

    ends = [child(data, far, LOGINS * n, *kill) for n, kill in enumerate(kills, start=1)]
    last = child(data, far, LOGINS * len(kills))

    with OfflineLog(log_path(data)) as log:
        entries = log.read(after=0, limit=10_000)
    happened = [e.position for e in entries if isinstance(e.event, AgentPresenceChanged)]
    came = [int(event["sequence"]) for _, event in far.came]
    assert set(ends) == {-signal.SIGKILL}
    assert last == 0
    assert len(happened) == 2 * LOGINS * len(kills)
    assert list(dict.fromkeys(came)) == happened
    # Each kill after sending brought one a second time, under the same id and with the same words.
    assert len(came) == len(happened) + ROUNDS
    assert len({id for id, _ in far.came}) == len(happened)
    assert len({json.dumps(each) for each in far.came}) == len(happened)
