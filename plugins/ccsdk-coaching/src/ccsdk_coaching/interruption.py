"""Ending what does not come back: a rule deep in a regular expression hands control to nobody.

`re` looks for signals while it matches, and signals reach the main thread alone. So a program
may have rules ended, as the command line does; a library that sets signal handlers in somebody
else's program would be a bad guest, and a thread cannot be ended at all. Who lints with rules
of strangers in a server runs the plugin in a process of its own.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import FrameType
from typing import Protocol

__all__ = ["Bound", "OutOfTime", "ending", "never_ending"]


class OutOfTime(BaseException):
    """The block took longer than it may; a rule that catches every Exception does not catch it."""


class Bound(Protocol):
    """Return a block that is ended after some seconds, or is not."""

    def __call__(self, seconds: float) -> AbstractContextManager[None]:
        """Return the block."""


def never_ending(seconds: float) -> AbstractContextManager[None]:
    """Return a block that takes as long as it takes."""
    return nullcontext()


def ending(seconds: float) -> AbstractContextManager[None]:
    """Return a block that raises OutOfTime after so much processor time.

    Outside of the main thread, and on systems without such a timer, it never ends.
    """
    is_able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    return _ending(seconds) if is_able else nullcontext()


@contextmanager
def _ending(seconds: float) -> Iterator[None]:
    former = signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


def _end(number: int, frame: FrameType | None) -> None:
    raise OutOfTime
