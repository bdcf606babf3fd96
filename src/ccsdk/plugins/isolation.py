"""Isolation: a plugin's code within a time limit, whatever it raises or does not heed.

Time is told by the center's clock, so that a test can let it pass.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from ccsdk.hooks.ports import Clock

__all__ = ["LONG_S", "guarded", "is_done", "pause", "told", "told_if_long"]

# How long a plugin may hold up a start before it is named, in seconds of the machine.
LONG_S = 1.0

_log = structlog.get_logger("ccsdk.plugins")


async def guarded(work: Awaitable[Any]) -> Any:
    """Turn an exit into a failure: it would pass through the event loop and end the server."""
    try:
        return await work
    except SystemExit as error:
        raise RuntimeError(f"SystemExit: {error}") from error


async def is_done(running: asyncio.Future[Any], clock: Clock, at_ms: int) -> bool:
    """Wait until it is done or late; cancel without waiting for that what is not done.

    Args:
        running: What a plugin does.
        clock: The center's.
        at_ms: Monotonic milliseconds from which on it is late.
    """
    alarm = None
    try:
        # Who answers at once needs no alarm, which is most of what asking costs.
        await asyncio.sleep(0)
        if not running.done():
            alarm = asyncio.ensure_future(pause(clock, at_ms))
            await asyncio.wait({running, alarm}, return_when=asyncio.FIRST_COMPLETED)
        return running.done()
    except asyncio.CancelledError:
        # It may be done just now: nobody is left to hear of it.
        running.add_done_callback(_read)
        raise
    finally:
        if alarm is not None:
            alarm.cancel()
        if not running.done():
            running.cancel()
            # What it still raises is nobody's concern, and no line in the log either.
            running.add_done_callback(_read)


async def pause(clock: Clock, at_ms: int) -> None:
    """Return at `at_ms`, monotonic milliseconds; for a task of its own, which ends with it.

    A clock of a test goes on once whoever it woke sleeps again or has ended.
    """
    await clock.sleep_until(at_ms)


def told(error: BaseException) -> str:
    """Return kind and words of a plugin's error; even these may raise."""
    name = type(error).__name__
    try:
        return f"{name}: {error}"
    except Exception:
        return f"{name}, which has no words"


def _read(running: asyncio.Future[Any]) -> None:
    if not running.cancelled():
        running.exception()


@contextmanager
def told_if_long(plugin: str, part: str) -> Iterator[None]:
    """Name in the log, from a thread, who has not returned after a second.

    For what runs before there is an event loop to watch over.
    """
    tell = threading.Timer(
        LONG_S, _log.critical, ("plugin.does_not_return",), {"plugin": plugin, "hook": part}
    )
    tell.daemon = True
    tell.start()
    try:
        yield
    finally:
        tell.cancel()
