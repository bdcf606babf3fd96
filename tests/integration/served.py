"""Run the command line as people do: real processes, real folders, free ports."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs

__all__ = [
    "CENTER",
    "ORIGIN",
    "Outcome",
    "Server",
    "ccsdk",
    "center_file",
    "eventually",
    "lines_of_log",
    "served",
    "visitor_token",
]

ORIGIN = "http://shop.example"
CENTER = f"""
[center]
name = "shop"

[serve]
port = 0

[channels.chat]
weight = 10

[queues.sales]
name = "Sales"
wrap_up = "1 min"

[agents.mei]
name = "Mei Lin"
queues = ["sales"]
chats = 8

[agents.tom]
name = "Tom"
queues = ["sales"]
chats = 8

[supervisors.ada]

[accounts.web]
channel = "chat"
queues = ["sales"]
origins = ["{ORIGIN}"]

[plugins.chat]
"""
# On two busy cores an interpreter alone needs a dozen seconds to start.
START_WITHIN_S = 40
STOP_WITHIN_S = 30


@attrs.frozen
class Outcome:
    """Hold how a command ended."""

    code: int
    out: str
    err: str


def center_file(folder: Path, text: str = CENTER) -> Path:
    """Write a center file and return its path."""
    path = folder / "center.toml"
    path.write_text(text, encoding="utf-8")
    return path


def command(words: Sequence[object]) -> list[str]:
    return [sys.executable, "-m", "ccsdk.cli", *map(str, words)]


def ccsdk(*words: object, **environ: str) -> Outcome:
    """Run a command to its end, with more in its environment."""
    done = subprocess.run(
        command(words),
        capture_output=True,
        text=True,
        timeout=START_WITHIN_S,
        check=False,
        env={**os.environ, **environ},
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


class Server:
    """Hold a running `ccsdk serve`; `out` and `err` are the lines it printed so far.

    With `begin` it is another command that runs until it is told to stop.
    """

    def __init__(self, *words: object, begin: Sequence[str] = ("serve",)) -> None:
        self.process = subprocess.Popen(
            command((*begin, *words)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out: list[str] = []
        self.err: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=each, daemon=True)
            for each in ((self.process.stdout, self.out), (self.process.stderr, self.err))
        ]
        for reader in self._readers:
            reader.start()

    @staticmethod
    def _read(stream: Any, lines: list[str]) -> None:
        with stream:
            for line in stream:
                lines.append(line.rstrip("\n"))

    def _read_lines(self) -> None:
        """Let the threads take the rest."""
        for reader in self._readers:
            reader.join(timeout=5)

    @property
    def url(self) -> str:
        """Return the address it printed, once it is ready."""
        eventually(lambda: self.out or self.process.poll() is not None, within_s=START_WITHIN_S)
        assert self.out, "\n".join(["it did not start:", *self.err])
        return self.out[0].removeprefix("ready ")

    @property
    def bus_url(self) -> str:
        """Return the address of its bus."""
        return f"ws{self.url.removeprefix('http')}/bus"

    def kill(self) -> None:
        """End it as a power cut of the process would."""
        self.process.kill()
        self.process.wait(timeout=STOP_WITHIN_S)
        self._read_lines()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end and return its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end and return its exit code."""
        code = self.process.wait(timeout=STOP_WITHIN_S)
        self._read_lines()
        return code


@contextlib.contextmanager
def served(center: Path, *more: object) -> Iterator[Server]:
    """Serve a center file while the block runs."""
    server = Server(center, *more)
    try:
        assert server.url
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def eventually(is_so: Callable[[], object], *, within_s: float = 10) -> None:
    """Wait until a condition holds."""
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, f"not so within {within_s} s"
        time.sleep(0.01)


def lines_of_log(center: Path, *more: object) -> list[dict[str, Any]]:
    """Return the events of a log, as `ccsdk log --json` prints them."""
    done = ccsdk("log", center, "--json", *more)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def visitor_token(url: str) -> str:
    """Return a token of a new visitor, as the widget gets it."""
    request = urllib.request.Request(
        f"{url}/visitor",
        data=json.dumps({"account": "web"}).encode(),
        headers={"content-type": "application/json", "origin": ORIGIN},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["token"])
