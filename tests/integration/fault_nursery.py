"""Children to kill: forked warm from one process, stopped until told to go on."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.meta.tree import ROOT

STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")
WAIT_S = 30.0


def wait_for(condition: Callable[[], object], *, what: str) -> None:
    """Poll until a condition holds."""
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, f"waited {WAIT_S} s for {what}"
        time.sleep(0.001)


class Child:
    """Hold one child of the nursery."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._is_over = False

    def is_alive(self) -> bool:
        # Once it is gone its number may become somebody else's.
        self._is_over = self._is_over or _status(self.pid) is None
        return not self._is_over

    def go(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def halt(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)
        wait_for(lambda: _status(self.pid) == "T", what="the child to stop")

    def threads(self) -> list[str]:
        return [entry.name for entry in Path(f"/proc/{self.pid}/task").iterdir()]

    def kill(self) -> None:
        if self.is_alive():
            os.kill(self.pid, signal.SIGKILL)
        self.join()

    def join(self) -> None:
        wait_for(lambda: not self.is_alive(), what="the child's end")


class Nursery:
    """Fork children that run one round of `tests.integration.fault_child`."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.fault_child"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def bear(
        self,
        place: Path,
        told: Path,
        *,
        number: int,
        customers: int,
        synchronous: str = "FULL",
    ) -> Child:
        """Return a stopped child that will play one round."""
        order = {
            "place": str(place),
            "told": str(told),
            "number": number,
            "customers": customers,
            "synchronous": synchronous,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        child = Child(int(self._process.stdout.readline()))
        self._children.append(child)
        wait_for(lambda: _status(child.pid) == "T", what="the child to stop itself")
        return child

    def close(self) -> None:
        for child in self._children:
            child.kill()
        self._process.communicate(timeout=WAIT_S)


@contextmanager
def traced(child: Child, output: Path, *options: str, only_present: bool = False) -> Iterator[None]:
    """Attach strace to a stopped child, and wait for both to end.

    Threads to come are followed, unless `only_present`: strace counts each thread's
    calls by itself, so that "the ninth" would strike again in every new one.
    """
    assert STRACE is not None
    threads = [word for thread in child.threads() for word in ("-p", thread)]
    follow = threads if only_present else ["-f", "-p", str(child.pid)]
    command = [STRACE, "-ttt", "-y", "-o", str(output), *options, *follow]
    # Never with --seccomp-bpf, which drops injections on some kernels.
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        try:
            assert tracer.stderr is not None
            assert "attached" in tracer.stderr.readline()
            yield
            child.join()
        finally:
            child.kill()
            tracer.communicate(timeout=WAIT_S)


def _status(pid: int) -> str | None:
    """Return a process's one-letter state, None if it is gone."""
    try:
        found = re.search(r"\) (\w)", Path(f"/proc/{pid}/stat").read_text())
    except (FileNotFoundError, ProcessLookupError):
        found = None
    if found is None and not Path("/proc/self").exists():
        ps = subprocess.run(["ps", "-o", "state=", "-p", str(pid)], capture_output=True, text=True)
        found = re.match(r"\s*(\w)", ps.stdout)
    # A zombie's other threads may still hold its files; the nursery lets it vanish by itself.
    return None if found is None else found[1]
