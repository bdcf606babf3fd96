"""The example shop as a person meets it: one command, what it prints, and Ctrl+C."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import attrs
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import wait_until
from tests.browser.desk_page import ROOT

START_S = 40
STOP_S = 20
ADDRESS = re.compile(r"^  (?P<what>\S.*?\S) {2,}(?P<url>http\S+)$")
LINK = re.compile(r"http\S+/auth/link#\S+")


@attrs.define
class Demo:
    """Run `examples/shop/demo.py`; all that is known of it is what it prints."""

    folder: Path
    port: int
    words: tuple[str, ...] = ()
    lines: list[str] = attrs.Factory(list)
    process: subprocess.Popen[str] | None = None

    def start(self) -> Demo:
        """Start it, and return once it has printed all that it prints."""
        shop, data = self.folder / "shop", self.folder / "data"
        command = [sys.executable, str(shop / "demo.py"), "--data", str(data)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), *self.words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self.lines.clear()
        threading.Thread(target=self._listen, args=(self.process,), daemon=True).start()
        wait_until(lambda: "Ctrl+C" in self.text or self.is_over, within_s=START_S)
        assert not self.is_over, self.text
        return self

    def stop(self) -> int:
        """Press Ctrl+C, which every process of the terminal hears; return the exit code."""
        if not self.is_over:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(STOP_S)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        with process.stdout as stream:
            for line in stream:
                self.lines.append(line.rstrip("\n"))

    @property
    def is_over(self) -> bool:
        return self.process is None or self.process.poll() is not None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def address(self, what: str) -> str:
        """Return the address that is printed beside some words."""
        found = filter(None, map(ADDRESS.match, self.lines))
        return next(each["url"] for each in found if each["what"].startswith(what))

    def link(self, name: str) -> str:
        """Return the log-in link that is printed after somebody's name."""
        return LINK.search(self.text, self.text.index(name))[0]

    def log(self, *names: str) -> list[dict[str, Any]]:
        """Return the events of some types that its data folder holds, oldest first."""
        center = self.folder / "data" / "center.toml"
        line = [sys.executable, "-m", "ccsdk.cli", "log", str(center), "--json", "--personal"]
        line += ["--data", str(self.folder / "data")]
        told = subprocess.run(line, check=True, capture_output=True, text=True).stdout
        wanted = {f"ccsdk.{name}.v1" for name in names}
        return [each for each in map(json.loads, told.splitlines()) if each["type"] in wanted]

    def texts(self, name: str) -> list[str]:
        """Return what was written, as events of a type have it."""
        return [each["personal"]["text"] for each in self.log(name)]


def demo_copy(folder: Path, *words: str) -> Demo:
    """Return a demo that runs in a copy of the example, on two free ports beside each other."""
    shutil.copytree(ROOT / "examples" / "shop", folder / "shop")
    return Demo(folder=folder, port=free_pair(), words=words)


def free_pair() -> int:
    """Return a free port whose successor is free too."""
    while True:
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port: int = one.getsockname()[1]
            try:
                other.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@attrs.define
class Chat:
    """The chat on a page, found by what a person reads on it."""

    page: Page

    @property
    def said(self) -> Locator:
        return self.page.get_by_role("log").locator(".customer .text, .agent .text")

    def open(self, name: str, topic: str) -> Chat:
        """Open the chat and answer what it asks first; who is signed in has a name already."""
        self.page.get_by_role("button", name="Open chat").click()
        if name:
            self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("What is it about?").select_option(label=topic)
        self.page.get_by_role("button", name="Start chat").click()
        return self

    def write(self, text: str) -> None:
        self.page.get_by_label("Your message").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()

    def expect_said(self, *texts: str) -> None:
        """Expect these messages after the greeting, none of them under way."""
        expect(self.said).to_have_count(1 + len(texts))
        expect(self.said).to_have_text([re.compile("."), *texts])
        expect(self.page.get_by_text("Sending", exact=True)).to_have_count(0)
