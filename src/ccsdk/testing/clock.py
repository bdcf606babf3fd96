"""A clock that stands still until it is told to go on."""

from __future__ import annotations

import asyncio
import heapq
import time
from itertools import count

__all__ = ["VirtualClock"]

# 2026-01-05T09:00:00Z, a Monday morning.
START_MS = 1_767_603_600_000
# How long who was woken may take, in real seconds, to sleep again or end.
SETTLE_S = 2.0


class VirtualClock:
    """Tell a time that only `advance` moves.

    Args:
        now_ms: The wall clock at the start, milliseconds since the Unix epoch.
    """

    def __init__(self, *, now_ms: int = START_MS) -> None:
        self._wall_ms = now_ms
        self._monotonic_ms = 0
        self._order = count()
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []
        self._awake: dict[asyncio.Task[object], None] = {}

    def now_ms(self) -> int:
        """Return the wall clock, milliseconds since the Unix epoch."""
        return self._wall_ms

    def monotonic_ms(self) -> int:
        """Return milliseconds since the clock was made."""
        return self._monotonic_ms

    async def sleep_until(self, monotonic_ms: int) -> None:
        """Return when `advance` has come to `monotonic_ms`."""
        task = asyncio.current_task()
        assert task is not None, "who sleeps is a task"
        self._awake.pop(task, None)
        if monotonic_ms <= self._monotonic_ms:
            await asyncio.sleep(0)
            return
        alarm: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (monotonic_ms, next(self._order), alarm))
        await alarm
        self._awake[task] = None

    async def advance(self, ms: int) -> None:
        """Go on by `ms`, waking each sleeper at its own time, in order.

        Each is given the chance to do its work, and to sleep again within the span,
        before time goes on.
        """
        end_ms = self._monotonic_ms + ms
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= end_ms:
            at_ms, _, alarm = heapq.heappop(self._sleepers)
            if alarm.done():
                continue
            self._move_to(at_ms)
            alarm.set_result(None)
            await self._settle()
        self._move_to(end_ms)

    async def jump(self) -> int:
        """Go on to the next instant that somebody sleeps until; return how far that was, in ms.

        Nobody sleeping, time stands still.
        """
        await self._settle()
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if not self._sleepers:
            return 0
        ms = max(0, self._sleepers[0][0] - self._monotonic_ms)
        await self.advance(ms)
        return ms

    def step_wall_clock(self, ms: int) -> None:
        """Set the wall clock forward or, with a negative `ms`, back; monotonic time stays."""
        self._wall_ms += ms

    def suspend(self, ms: int) -> None:
        """Let time pass while nobody runs: sleepers wake late, at the next `advance`."""
        self._move_to(self._monotonic_ms + ms)

    def _move_to(self, monotonic_ms: int) -> None:
        passed_ms = max(0, monotonic_ms - self._monotonic_ms)
        self._monotonic_ms += passed_ms
        self._wall_ms += passed_ms

    async def _settle(self) -> None:
        """Let who was woken run until they sleep again, end, or take long."""
        give_up_at = time.monotonic() + SETTLE_S
        for _ in range(3):
            await asyncio.sleep(0)
        while any(not task.done() for task in self._awake) and time.monotonic() < give_up_at:
            await asyncio.sleep(0)
        self._awake.clear()
