"""The shop's own web server: static files on an address that is not the center's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

__all__ = ["Page", "served_page"]

# As the page is written; where the center runs elsewhere, the page that is sent says so.
WRITTEN = b"http://127.0.0.1:8080"


class Page(ThreadingHTTPServer):
    """Serve a folder; its index page names the center's address."""

    daemon_threads = True

    def __init__(self, site: Path, port: int) -> None:
        super().__init__(("127.0.0.1", port), partial(PageHandler, directory=str(site)))
        self.center_url = WRITTEN.decode()

    @property
    def url(self) -> str:
        """Return the shop's address."""
        return f"http://127.0.0.1:{self.server_port}"


class PageHandler(SimpleHTTPRequestHandler):
    """Answer with files, quietly."""

    server: Page

    def do_GET(self) -> None:
        """Send a file; the index page with the center's address in it."""
        if self.path.partition("?")[0] not in ("/", "/index.html"):
            super().do_GET()
            return
        text = (Path(self.directory) / "index.html").read_bytes()
        body = text.replace(WRITTEN, self.server.center_url.encode())
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-cache")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the demo's lines are what people read."""


@contextlib.contextmanager
def served_page(site: Path, port: int) -> Iterator[Page]:
    """Serve the shop's page while the block runs."""
    try:
        page = Page(site, port)
    except OSError as error:
        problem = f"The shop's page cannot use port {port}: {error.strerror}."
        raise SystemExit(f"{problem} Choose with --port, 0 takes free ones.") from error
    thread = threading.Thread(target=page.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield page
    finally:
        page.shutdown()
        page.server_close()
        thread.join()
