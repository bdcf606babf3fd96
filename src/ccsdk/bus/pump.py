"""The pump: one loop that gives every connection its next frame, fairly.

A pass asks each connection without a send in flight for one frame and starts its send.
Idle, a frame leaves at once; while sends run, events gather and the next pass takes them
all, up to a frame's bounds. A send in flight holds back its own connection only; one that
is stuck for too long ends it.
"""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from typing import Protocol

import attrs
import structlog

from ccsdk.bus.trace import trace_of
from ccsdk.hooks.ports import Clock
from ccsdk.wire.effect import Close
from ccsdk.wire.refusal import CloseCode

__all__ = ["SEND_MS_MAX", "Outlet", "Pump"]

SEND_MS_MAX = 30_000

_log = structlog.get_logger("ccsdk.bus")


class Outlet(Protocol):
    """Be one connection as the pump sees it."""

    def next_frame(self, now_ms: int) -> str | Close | None:
        """Return what is to be sent now, or None."""

    def next_deadline(self) -> int | None:
        """Return when to ask again at the latest."""

    async def send(self, frame: str) -> None:
        """Send a frame; return when the peer's buffer took it."""

    async def close(self, code: int, reason: str) -> None:
        """Close the transport; what is in flight is lost."""


@attrs.define(eq=False)
class _Flight:
    task: asyncio.Task[None]
    began_at_ms: int


class _Alarms:
    """Say whose deadline has come without asking everybody.

    A deadline that has moved on is not moved here: its alarm rings early, once.
    """

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Outlet]] = []
        self._set: dict[Outlet, int] = {}
        self._count = 0

    @property
    def next_ms(self) -> int | None:
        return self._heap[0][0] if self._heap else None

    def set(self, outlet: Outlet, deadline_ms: int) -> None:
        if deadline_ms < self._set.get(outlet, deadline_ms + 1):
            self._set[outlet] = deadline_ms
            self._count += 1
            heappush(self._heap, (deadline_ms, self._count, outlet))

    def ring(self, now_ms: int) -> list[Outlet]:
        rung = []
        while self._heap and self._heap[0][0] <= now_ms:
            deadline_ms, _, outlet = heappop(self._heap)
            # Of two alarms of one connection only the earlier one is still set.
            if self._set.get(outlet) == deadline_ms:
                del self._set[outlet]
                rung.append(outlet)
        return rung


class Pump:
    """Serve all connections of a center.

    Args:
        clock: Wakes the pump for deadlines.
        offset_ms: What is added to the clock's monotonic time to make `now_ms`.
    """

    def __init__(self, *, clock: Clock, offset_ms: int) -> None:
        self._clock = clock
        self._offset_ms = offset_ms
        self._flights: dict[Outlet, _Flight | None] = {}
        self._wanted = asyncio.Event()
        # Whom the next pass serves: these, or everybody.
        self._wanting: dict[Outlet, None] = {}
        self._is_for_all = True
        self._alarms = _Alarms()
        self._closings: set[asyncio.Task[None]] = set()

    def now_ms(self) -> int:
        """Return the instant: the wall clock of the start, moved by monotonic time."""
        return self._clock.monotonic_ms() + self._offset_ms

    def add(self, outlet: Outlet) -> None:
        """Serve a connection from now on."""
        self._flights[outlet] = None
        self.wake(outlet)

    def remove(self, outlet: Outlet) -> None:
        """Forget a connection whose transport has gone; a send in flight is given up."""
        if flight := self._flights.pop(outlet, None):
            flight.task.cancel()

    def wake(self, outlet: Outlet | None = None) -> None:
        """Have a pass made soon: there may be something for this connection, or for all."""
        if outlet is None:
            self._is_for_all = True
        else:
            self._wanting[outlet] = None
        self._wanted.set()

    async def run(self) -> None:
        """Make passes until cancelled."""
        while True:
            self._wanted.clear()
            await self._rest(self.make_pass())

    async def stop(self) -> None:
        """Give up what is in flight and forget every connection."""
        flights = [flight.task for flight in self._flights.values() if flight]
        tasks = [*flights, *self._closings]
        self._flights.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def make_pass(self) -> int | None:
        """Start one send per idle connection that wants one; return the next deadline of all."""
        now_ms = self.now_ms()
        self._wanting.update(dict.fromkeys(self._alarms.ring(now_ms)))
        outlets = list(self._flights if self._is_for_all else self._wanting)
        self._wanting.clear()
        self._is_for_all = False
        for outlet in outlets:
            if outlet in self._flights:
                deadline_ms = self._look_after(outlet, now_ms)
                if deadline_ms is not None:
                    self._alarms.set(outlet, deadline_ms)
        return self._alarms.next_ms

    def _look_after(self, outlet: Outlet, now_ms: int) -> int | None:
        """Send what is due, or end what is stuck; return the connection's next deadline."""
        if self._flights[outlet] is None:
            self._serve(outlet, now_ms)
        flight = self._flights.get(outlet)
        if flight is None:
            return outlet.next_deadline()
        # Nothing else can be done for it before its send has ended.
        deadline_ms = flight.began_at_ms + SEND_MS_MAX
        if now_ms < deadline_ms:
            return deadline_ms
        self.remove(outlet)
        self._close(outlet, Close(code=CloseCode.LAG, reason="a send was stuck"))
        return None

    def _serve(self, outlet: Outlet, now_ms: int) -> None:
        try:
            frame = outlet.next_frame(now_ms)
        except Exception as error:
            # One connection's fault must not stop the pump for all.
            _log.error("next_frame_failed", exception=trace_of(error))
            frame = Close(code=CloseCode.INTERNAL, reason="internal")
        if isinstance(frame, Close):
            self.remove(outlet)
            self._close(outlet, frame)
        elif frame is not None:
            task = asyncio.create_task(self._carry(outlet, frame))
            self._flights[outlet] = _Flight(task, now_ms)

    async def _carry(self, outlet: Outlet, frame: str) -> None:
        try:
            await outlet.send(frame)
        except Exception as error:
            _log.info("send_failed", error=type(error).__name__)
            if self._flights.pop(outlet, None):
                self._close(outlet, Close(code=CloseCode.INTERNAL, reason="send failed"))
            return
        if outlet in self._flights:
            self._flights[outlet] = None
            self.wake(outlet)

    def _close(self, outlet: Outlet, close: Close) -> None:
        task = asyncio.create_task(outlet.close(int(close.code), close.reason))
        self._closings.add(task)
        task.add_done_callback(self._closings.discard)

    async def _rest(self, deadline_ms: int | None) -> None:
        """Wait until something is wanted or the deadline is there."""
        if deadline_ms is None or self._wanted.is_set():
            await self._wanted.wait()
            return
        wanted = asyncio.ensure_future(self._wanted.wait())
        alarm = asyncio.ensure_future(self._clock.sleep_until(deadline_ms - self._offset_ms))
        try:
            await asyncio.wait((wanted, alarm), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (wanted, alarm):
                each.cancel()
            # Waited for, not awaited: a cancellation of our own must not pass for theirs.
            await asyncio.wait((wanted, alarm))
