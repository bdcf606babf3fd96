"""Processes that run `ccsdk`, forked from one that has imported everything: a start costs a tenth.

What a process does from its arguments on is the program's own. A test whose plugin lies on a
path of its own needs an interpreter of its own, and gets one.

The warm process is asked over a socket: two pipes go along for the child's output, its id
comes back, and a `pidfd` that tells when it is over. The parent takes that before it reaps
anybody, so that a child which was over at once is still told of.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

import attrs

# Loaded before the first fork; everything else follows from these.
PRELOADED = (
    "ccsdk.cli.serve",
    "ccsdk.cli.token",
    "ccsdk.cli.log",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "ccsdk_chat",
    "ccsdk_desk",
)


@attrs.define
class Forked:
    """A child of the warm process, with the face of `subprocess.Popen` that the tests use."""

    pid: int
    stdout: TextIO
    stderr: TextIO
    _pidfd: int
    _is_over: bool = False

    def poll(self) -> int | None:
        """Return 0 once it is over: nobody but its parent knows its exit code."""
        return 0 if self._is_over_within(0) else None

    def wait(self, timeout: float | None = None) -> int:
        if not self._is_over_within(timeout):
            raise subprocess.TimeoutExpired("ccsdk", timeout or 0)
        return 0

    def _is_over_within(self, timeout_s: float | None) -> bool:
        if not self._is_over and select.select([self._pidfd], [], [], timeout_s)[0]:
            os.close(self._pidfd)
            self._is_over = True
        return self._is_over

    def send_signal(self, number: int) -> None:
        signal.pidfd_send_signal(self._pidfd, number)


@attrs.define
class Warm:
    """Fork `ccsdk` processes."""

    _socket: socket.socket
    _process: subprocess.Popen[bytes]
    _path: str

    @classmethod
    def start(cls) -> Warm:
        ours, theirs = socket.socketpair()
        with theirs:
            line = [sys.executable, "-m", __name__, str(theirs.fileno())]
            process = subprocess.Popen(line, pass_fds=[theirs.fileno()], start_new_session=True)
        return cls(ours, process, _path_of_plugins())

    @property
    def fits(self) -> bool:
        """Return whether a child would import what a fresh interpreter imports."""
        return _path_of_plugins() == self._path

    def run(self, arguments: Sequence[str]) -> Forked:
        """Run `ccsdk` with these arguments."""
        request, pipes = json.dumps(list(arguments)).encode(), (os.pipe(), os.pipe())
        theirs = [written for _, written in pipes]
        socket.send_fds(self._socket, [request], theirs)
        for descriptor in theirs:
            os.close(descriptor)
        pid, (pidfd,), _, _ = socket.recv_fds(self._socket, 32, 1)
        out, err = (os.fdopen(read) for read, _ in pipes)
        return Forked(int(pid), out, err, pidfd)

    def stop(self) -> None:
        """Hang up; children that still run are the tests' to end."""
        self._socket.close()
        self._process.wait(10)


@functools.cache
def warm() -> Warm | None:
    """Return what forks, where the system can; it ends when this process does."""
    if not hasattr(os, "pidfd_open"):
        return None
    started = Warm.start()
    atexit.register(started.stop)
    return started


def _path_of_plugins() -> str:
    return os.environ.get("PYTHONPATH", "")


def main(asked: socket.socket) -> None:
    """Fork a child for each request, until the tests hang up."""
    for name in PRELOADED:
        __import__(name)
    while True:
        request, given, _, _ = socket.recv_fds(asked, 65_536, 2)
        if not request:
            return
        pid = os.fork()
        if pid == 0:
            asked.close()
            _become(json.loads(request), *given)
        pidfd = os.pidfd_open(pid)
        socket.send_fds(asked, [str(pid).encode()], [pidfd])
        for descriptor in (*given, pidfd):
            os.close(descriptor)
        _reap()


def _reap() -> None:
    """Let go of the children that are over."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(arguments: Sequence[str], out: int, err: int) -> None:
    from ccsdk.cli.program import main as run_program

    os.setsid()
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.close(out)
    os.close(err)
    sys.argv = ["ccsdk", *arguments]
    code: object = 0
    try:
        run_program()
    except SystemExit as ending:
        code = ending.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
