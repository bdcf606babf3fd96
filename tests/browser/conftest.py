"""What browser tests run on: a system Chromium, a real center, and a page of another origin.

The browser lives as long as one test file: while Playwright's synchronous API is open, no
other test of the process could run an event loop of its own.
"""

from __future__ import annotations

import importlib.resources
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import attrs
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.scripted import Server, at
from tests.browser.warm import Forked, warm

ROOT = Path(__file__).resolve().parents[2]
CLIENT = ROOT / "src" / "ccsdk" / "client" / "static"
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Of several lists Chromium heeds the last one only, so that most of Playwright's stands here too.
OFF = (
    # Pages of the address bar, which take more of a processor than the page under test.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
FLAGS = (
    f"--disable-features={','.join(OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LINK = re.compile(r"^log-in (?P<staff>\S+) .*(?P<url>https?://\S+/auth/link#\S+)$")
FROZEN_S = 1_800_000_000
START_S = 30
STOP_S = 15


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


# --- browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Launch the Chromium of this machine."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("there is no Chromium on PATH")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@attrs.define
class Window:
    """Open pages, each a browser profile of its own, and remember what went wrong in them."""

    browser: Browser
    contexts: list[BrowserContext] = attrs.Factory(list)
    errors: list[str] = attrs.Factory(list)
    allowed: list[str] = attrs.Factory(list)

    def open(self, url: str | None = None, **options: Any) -> Page:
        """Open a page in a new profile; `options` are those of a Playwright context."""
        context = self.browser.new_context(
            **{"viewport": {"width": 1440, "height": 860}, **options}
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        context.on("page", lambda page: self.watch(page))
        page = context.new_page()
        if url is not None:
            page.goto(url)
        return page

    def watch(self, page: Page) -> None:
        """Note every console error and every uncaught exception of a page."""
        page.on("console", lambda message: self._note_console(message))
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))

    def allow(self, pattern: str) -> None:
        """Expect errors that match: a browser reports each connection it cannot make."""
        self.allowed.append(pattern)

    def leave(self) -> None:
        """Close every profile, so that no page sees its server go."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def close(self) -> None:
        """Close every profile and fail on what was not expected."""
        self.leave()
        unexpected = [
            error
            for error in self.errors
            if not any(re.search(pattern, error) for pattern in self.allowed)
        ]
        assert unexpected == []

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"{message.text} ({message.location.get('url', '')})")

    def _note(self, error: str) -> None:
        self.errors.append(error)


@pytest.fixture
def window(browser: Browser) -> Iterator[Window]:
    """Open any number of profiles: `window.open(url)`, `window.allow(pattern)`."""
    opened = Window(browser)
    yield opened
    opened.close()


@pytest.fixture
def page(window: Window) -> Page:
    """Open one page; an error in it fails the test."""
    return window.open()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """Return axe-core, which judges accessibility."""
    return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()


@pytest.fixture
def violations(axe_source: str) -> Callable[[Page], list[str]]:
    """Return what axe-core finds wrong in a page, rule and place; nothing is right."""

    def judge(page: Page) -> list[str]:
        # Playwright evaluates in the page without touching its policy on scripts.
        page.evaluate(f"() => {{ {axe_source}; }}")
        found = page.evaluate("async () => (await axe.run()).violations")
        return [f"{rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]

    return judge


# --- a page of another origin -------------------------------------------------------------------


@attrs.define
class Site:
    """Serve pages of an origin that is not the center's: path to (headers, body)."""

    pages: dict[str, tuple[dict[str, str], str]] = attrs.Factory(dict)
    origin: str = ""

    def put(self, path: str, body: str, **headers: str) -> str:
        """Add an HTML page; `headers` with underscores for dashes. Return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (named, body)
        return self.origin + path


@pytest.fixture
def site() -> Iterator[Site]:
    """Run a web site on another port of this machine."""
    served = Site(pages={"/favicon.ico": ({}, "")})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers, body = served.pages.get(self.path, ({}, ""))
            self.send_response(200 if self.path in served.pages else 404)
            for name, value in {"content-type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        served.origin = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield served
        server.shutdown()
        thread.join()


# --- a real center ------------------------------------------------------------------------------


@attrs.define
class CenterServer:
    """Run `ccsdk serve` as its users do, in a process of its own."""

    settings: Path
    data: Path
    port: int = 0
    url: str = ""
    process: subprocess.Popen[str] | Forked | None = None
    _said: list[str] = attrs.Factory(list)

    def start(self) -> None:
        """Start, and return once it accepts; the port stays the same over restarts."""
        where = ["--data", str(self.data), "--port", str(self.port)]
        self.process = self._run("serve", str(self.settings), *where)
        self._said.clear()
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        self.url = self._ready_line().removeprefix("ready ").strip()
        self.port = int(self.url.rsplit(":", 1)[1])

    def link(self, staff: str) -> str:
        """Return the one-time log-in link of an agent or supervisor, from the last start."""
        wait_until(lambda: staff in self._links())
        return self._links()[staff]

    def kill(self) -> None:
        """Pull the plug."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Shut down in order."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Pull the plug and start again on the same data and port."""
        self.kill()
        self.start()

    def ccsdk(self, command: str, *arguments: str) -> str:
        """Run another `ccsdk` command on this center and return what it prints."""
        asked = self._run(command, str(self.settings), "--data", str(self.data), *arguments)
        with asked.stdout as stdout, asked.stderr as stderr:
            said, complained = stdout.read(), stderr.read()
        asked.wait(STOP_S)
        return said or pytest.fail(f"ccsdk {command}: {complained}")

    def _run(self, *arguments: str) -> subprocess.Popen[str] | Forked:
        if (forking := warm()) is not None and forking.fits:
            return forking.run(arguments)
        return subprocess.Popen(
            [sys.executable, "-m", "ccsdk.cli", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def _end(self, number: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(number)
        self.process.wait(STOP_S)
        self.process.stdout.close()

    def _ready_line(self) -> str:
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            has_said = selector.select(START_S)
        line = self.process.stdout.readline() if has_said else ""
        if not line.startswith("ready "):
            self.kill()
            pytest.fail(f"ccsdk serve did not start:\n{''.join(self._said)}")
        return line

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stderr:
            self._said.append(line)
        process.stderr.close()

    def _links(self) -> dict[str, str]:
        found = filter(None, (LINK.match(line.strip()) for line in list(self._said)))
        return {link["staff"]: link["url"] for link in found}


@pytest.fixture
def center_server(tmp_path: Path, site: Site, window: Window) -> Iterator[CenterServer]:
    """Run the example shop's center; its chat account also lets in pages of `site`."""
    shop = (ROOT / "examples" / "shop" / "center.toml").read_text()
    settings = tmp_path / "center.toml"
    settings.write_text(with_origin(plain(shop), site.origin))
    server = CenterServer(settings=settings, data=tmp_path / "data")
    server.start()
    yield server
    window.leave()
    server.stop()


def plain(toml: str) -> str:
    """Return settings without files, texts and questions of the shop's own: tests bring theirs."""
    own = r"files|plugins\.(?:knowledge|coaching|chat\.[\w.-]+|desk\.replies\.[\w.-]+)"
    return re.sub(rf"(?ms)^\[(?:{own})\].*?(?=^\[|\Z)", "", toml)


def with_origin(toml: str, origin: str) -> str:
    """Return settings whose accounts also take customers from pages of `origin`."""
    return re.sub(r"(?m)^origins = \[", f'origins = ["{origin}", ', toml)


def wait_until(holds: Callable[[], Any], *, within_s: float = 10.0) -> None:
    """Return once a condition holds; fail when it does not in time."""
    end = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < end, "the condition did not hold in time"
        time.sleep(0.02)


# --- the browser's client, alone ----------------------------------------------------------------


@pytest.fixture
def client_page(page: Page) -> Page:
    """Open an empty page of an origin that has nothing but the client's modules."""

    def serve(route: Any) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name.endswith(".js"):
            route.fulfill(path=CLIENT / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>client</title>", content_type="text/html")

    page.route("https://client.test/**", serve)
    return page


@pytest.fixture
def server(client_page: Page) -> Server:
    """Return a page whose client has opened a socket, with a clock that stands still."""
    client_page.clock.install(time=FROZEN_S)
    client_page.clock.pause_at(FROZEN_S + 1)
    played = Server(client_page)
    played.boot()
    return played


@pytest.fixture
def following(server: Server) -> Server:
    """Return a server whose client follows one subscription from position 5."""
    server.run("t.subscribe({ topics: ['agent.*.>'], from: value })", at(5))
    server.welcome()
    server.follow(5)
    assert server.state == "live"
    return server
