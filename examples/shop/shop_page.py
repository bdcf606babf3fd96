"""The shop's own web server: static files on an address that is not the center's."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from books import Books
from signing import Signer

__all__ = ["Page", "served_page"]

# As the page is written; where the center runs elsewhere, the page that is sent says so.
WRITTEN = b"http://127.0.0.1:8080"
# The one customer of whom the shop's page knows that she comes often.
LENA = ("customer-7", "Lena Brandt")


class Page(ThreadingHTTPServer):
    """Serve a folder; its index page names the center's address."""

    daemon_threads = True

    def __init__(self, site: Path, port: int, signer: Signer, books: Books | None) -> None:
        super().__init__(("127.0.0.1", port), partial(PageHandler, directory=str(site)))
        self.signer = signer
        self.books = books
        self.center_url = WRITTEN.decode()

    @property
    def url(self) -> str:
        """Return the shop's address."""
        return f"http://127.0.0.1:{self.server_port}"


class PageHandler(SimpleHTTPRequestHandler):
    """Answer with files, quietly; to the center with what the books say."""

    server: Page

    def do_GET(self) -> None:
        """Send a file; the index page with the center's address in it; or a statement."""
        path = self.path.partition("?")[0]
        if path in ("/", "/index.html"):
            text = (Path(self.directory) / "index.html").read_bytes()
            self._send("text/html", text.replace(WRITTEN, self.server.center_url.encode()))
        elif path == "/statement":
            # A real shop looks up whose session this is; here anybody may be Lena.
            self._send("text/plain", self.server.signer.statement(*LENA).encode())
        elif path.startswith("/books/") and self.server.books is not None:
            customer = unquote(path.removeprefix("/books/"))
            status, body = self.server.books.answer(customer, self.headers["authorization"])
            self._send("application/json", body, status)
        else:
            super().do_GET()

    def _send(self, kind: str, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("content-type", f"{kind}; charset=utf-8")
        self.send_header("content-length", str(len(body)))
        self.send_header("cache-control", "no-cache")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the demo's lines are what people read."""


@contextlib.contextmanager
def served_page(
    site: Path, port: int, signer: Signer, books: Books | None = None
) -> Iterator[Page]:
    """Serve the shop's page while the block runs."""
    try:
        page = Page(site, port, signer, books)
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
