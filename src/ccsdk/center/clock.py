"""The center's clock, and the event clock that runs on it."""

from __future__ import annotations

import asyncio
import time

from ccsdk.hooks.ports import Clock

__all__ = ["EventClock", "SystemClock"]

# The clock that goes on while the machine sleeps, so that a suspend shows as a gap: on
# Linux it has its own name, on macOS it is the monotonic one.
_COUNTS_SLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SystemClock:
    """Tell the machine's time."""

    def now_ms(self) -> int:
        """Return the wall clock, milliseconds since the Unix epoch."""
        return time.time_ns() // 1_000_000

    def monotonic_ms(self) -> int:
        """Return milliseconds since the machine's start, suspended time included."""
        return time.clock_gettime_ns(_COUNTS_SLEEP) // 1_000_000

    async def sleep_until(self, monotonic_ms: int) -> None:
        """Return when `monotonic_ms` is reached, later after a suspend."""
        while (rest_ms := monotonic_ms - self.monotonic_ms()) > 0:
            await asyncio.sleep(rest_ms / 1_000)


class EventClock:
    """Tell the time of events: the wall clock as it was at a start, run on monotonic time.

    A step of the wall clock moves no deadline; it counts at the next `rebase`, after a
    restart or a gap, and never backwards.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.rebase(at_least_ms=0)

    def rebase(self, *, at_least_ms: int) -> None:
        """Take over the wall clock, but nothing before `at_least_ms`."""
        self._from_ms = self._clock.monotonic_ms()
        self._base_ms = max(self._clock.now_ms(), at_least_ms)

    def now_ms(self) -> int:
        """Return the instant for what is decided now, milliseconds since the Unix epoch."""
        return self._base_ms + self._clock.monotonic_ms() - self._from_ms

    def monotonic_at(self, at_ms: int) -> int:
        """Return the monotonic time at which this clock shows `at_ms`."""
        return self._from_ms + at_ms - self._base_ms
