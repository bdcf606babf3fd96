"""The ticker: wakes the writer in time for the next deadline, and at least each second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ccsdk.hooks.ports import Clock

__all__ = ["TICK_MS", "Ticker"]

TICK_MS = 1_000


class Ticker:
    """Sleep on the center's clock, then wake the writer and wait until it has served.

    Args:
        wake: Called when a tick is due; the writer then takes it by `begin`.
    """

    def __init__(self, clock: Clock, wake: Callable[[], object]) -> None:
        self._clock = clock
        self._wake = wake
        self._sleeper: asyncio.Task[None] | None = None
        self._at_ms = 0
        self._due: asyncio.Future[None] | None = None
        self._served: asyncio.Future[None] | None = None

    def begin(self) -> None:
        """Take the tick that is due, if one is."""
        self._served, self._due = self._due, None

    def end(self) -> None:
        """Say that the tick taken last has been served."""
        served, self._served = self._served, None
        if served is not None:
            self._sleeper = None
            if not served.done():
                served.set_result(None)

    def arm(self, due_ms: int | None) -> None:
        """See that a tick comes at `due_ms` of monotonic time, or within a second."""
        at_ms = self._clock.monotonic_ms() + TICK_MS
        if due_ms is not None:
            at_ms = min(at_ms, due_ms)
        if self._sleeper is not None and self._at_ms <= at_ms and not self._sleeper.done():
            return
        self.stop()
        self._at_ms = at_ms
        self._sleeper = asyncio.create_task(self._sleep(at_ms))

    def stop(self) -> None:
        """Let no further tick come."""
        if self._sleeper is not None:
            self._sleeper.cancel()
            self._sleeper = None

    async def _sleep(self, at_ms: int) -> None:
        await self._clock.sleep_until(at_ms)
        due = self._due = asyncio.get_running_loop().create_future()
        self._wake()
        await due
