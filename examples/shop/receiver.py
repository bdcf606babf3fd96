"""Another system of the shop's: it is told what happens, and believes only what is signed.

    WEBHOOK_SECRET=whsec_... python examples/shop/receiver.py [--port 8082]

Point a target of `[plugins.webhooks]` at it, and list its origin in `[egress] private`. The demo
runs it by itself. A page at `/` shows what came; whatever system you have does more with it.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import hmac
import html
import json
import os
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

__all__ = ["Receiver", "served_receiver", "verified", "webhook_secret"]

WINDOW_S = 300
BODY_BYTES_MAX = 1_000_000
IDS_MAX, SHOWN_MAX = 10_000, 200


def verified(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Say whether a request is the center's: on the raw bytes, before anything is read of them."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    id_, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    try:
        if abs(time.time() - int(timestamp)) > WINDOW_S:
            return False
    except ValueError:
        return False
    mark = hmac.new(key, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = f"v1,{base64.b64encode(mark).decode()}".encode()
    given = headers.get("webhook-signature", "").encode("latin-1", "replace").split(b" ")
    return any(hmac.compare_digest(expected, each) for each in given)


def webhook_secret(data: Path) -> Path:
    """Return the file of the secret that center and receiver share; make it once."""
    path = data / "webhook.secret"
    if not path.exists():
        path.touch(mode=0o600)
        made = base64.b64encode(secrets.token_bytes(32)).decode()
        path.write_text(f"whsec_{made}", encoding="ascii")
    return path


class Receiver(ThreadingHTTPServer):
    """Take deliveries; `events` are the last that came, each once."""

    daemon_threads = True

    def __init__(self, port: int, secret: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.secret = secret
        self.events: deque[dict[str, Any]] = deque(maxlen=SHOWN_MAX)
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def take(self, id_: str, event: dict[str, Any]) -> None:
        """Note an event, unless it came before: a delivery may come twice."""
        with self._lock:
            if id_ in self._ids:
                return
            self._ids[id_] = None
            if len(self._ids) > IDS_MAX:
                self._ids.popitem(last=False)
            self.events.append(event)


class Handler(BaseHTTPRequestHandler):
    """Answer deliveries, and show them."""

    server: Receiver

    def do_POST(self) -> None:
        """Take a delivery: verify, then read, then say so at once; work comes later."""
        size = int(self.headers.get("content-length") or 0)
        if not 0 < size <= BODY_BYTES_MAX:
            self._answer(413)
            return
        body = self.rfile.read(size)
        if not verified(self.server.secret, self.headers, body):  # type: ignore[arg-type]
            self._answer(401)
            return
        self.server.take(self.headers["webhook-id"], json.loads(body))
        self._answer(204)

    def do_GET(self) -> None:
        """Show what came, the last first."""
        rows = "".join(f"<li>{html.escape(line(e))}</li>" for e in reversed(self.server.events))
        page = "<!doctype html><meta charset=utf-8><title>What the shop is told</title>"
        self._answer(200, f"{page}<h1>What the shop is told</h1><ol>{rows}</ol>".encode())

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing of one's own accord."""


def line(event: Mapping[str, Any]) -> str:
    """Return an event in one line."""
    data = event.get("data", {})
    said = data.get("personal", {}).get("text", "")
    kind = event["type"].split(".")[1]
    return f"{event['time']} {kind} {event.get('subject', '')} {said}".rstrip()


@contextlib.contextmanager
def served_receiver(port: int, secret: str) -> Iterator[Receiver]:
    """Take deliveries while the block runs."""
    try:
        receiver = Receiver(port, secret)
    except OSError as error:
        raise SystemExit(f"The receiver cannot use port {port}: {error.strerror}.") from error
    thread = threading.Thread(
        target=receiver.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
    )
    thread.start()
    try:
        yield receiver
    finally:
        receiver.shutdown()
        receiver.server_close()


def main() -> None:
    """Take deliveries and print them, until Ctrl+C."""
    parser = argparse.ArgumentParser(description="Take the center's webhooks.")
    parser.add_argument("--port", type=int, default=8082)
    wish = parser.parse_args()
    with served_receiver(wish.port, os.environ["WEBHOOK_SECRET"]) as receiver:
        print(f"{receiver.url}/hooks takes deliveries, {receiver.url}/ shows them.", flush=True)
        shown = 0
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(0.5)
                events = list(receiver.events)
                for event in events[shown:]:
                    print(line(event), flush=True)
                shown = len(events)


if __name__ == "__main__":
    main()
