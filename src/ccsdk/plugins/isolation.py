"""Isolation: a plugin's code within a time limit, whatever it raises or does not heed.

Time is told by the center's clock, so that a test can let it pass.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from ccsdk.hooks.ports import Clock

__all__ = ["guarded", "is_done", "pause", "told"]


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
    alarm = asyncio.ensure_future(pause(clock, at_ms))
    try:
        await asyncio.wait({running, alarm}, return_when=asyncio.FIRST_COMPLETED)
        return running.done()
    finally:
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
