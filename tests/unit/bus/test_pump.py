"""The pump: at once when idle, one frame at a time, nobody waits for a slow peer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from ccsdk.bus.pump import SEND_MS_MAX, Pump
from ccsdk.wire.effect import Close
from ccsdk.wire.refusal import CloseCode
from tests.unit.bus.fakes import ManualClock, settle


class FakeOutlet:
    """Have frames to send; `stall` holds sends back until it is resolved."""

    def __init__(self, *frames: str | Close) -> None:
        self.frames = list(frames)
        self.sent: list[str] = []
        self.closed: list[tuple[int, str]] = []
        self.asked_at: list[int] = []
        self.deadline: int | None = None
        self.stall: asyncio.Future[None] | None = None
        self.fault: Exception | None = None

    def next_frame(self, now_ms: int) -> str | Close | None:
        self.asked_at.append(now_ms)
        if self.fault and not isinstance(self.fault, OSError):
            raise self.fault
        return self.frames.pop(0) if self.frames else None

    def next_deadline(self) -> int | None:
        return self.deadline

    async def send(self, frame: str) -> None:
        if self.stall is not None:
            await self.stall
        if self.fault is not None:
            raise self.fault
        self.sent.append(frame)

    async def close(self, code: int, reason: str) -> None:
        self.closed.append((code, reason))


@asynccontextmanager
async def running(clock: ManualClock) -> AsyncIterator[Pump]:
    pump = Pump(clock=clock, offset_ms=1_000)
    task = asyncio.create_task(pump.run())
    yield pump
    await pump.stop()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_idle_connection_gets_its_frame_at_once() -> None:
    async def scenario() -> list[str]:
        async with running(ManualClock()) as pump:
            outlet = FakeOutlet()
            pump.add(outlet)
            await settle()
            outlet.frames += ["a"]
            pump.wake(outlet)
            await settle()
            return outlet.sent

    assert asyncio.run(scenario()) == ["a"]


def test_frames_of_one_connection_keep_their_order() -> None:
    async def scenario() -> list[str]:
        async with running(ManualClock()) as pump:
            outlet = FakeOutlet("a", "b", "c")
            pump.add(outlet)
            await settle()
            return outlet.sent

    assert asyncio.run(scenario()) == ["a", "b", "c"]


def test_send_in_flight_holds_back_its_own_connection_only() -> None:
    async def scenario() -> tuple[list[str], list[str], list[str]]:
        async with running(ManualClock()) as pump:
            slow, quick = FakeOutlet("a", "b"), FakeOutlet("a", "b")
            slow.stall = asyncio.get_running_loop().create_future()
            pump.add(slow)
            pump.add(quick)
            await settle()
            while_stalled = list(slow.sent)
            slow.stall.set_result(None)
            await settle()
            return while_stalled, slow.sent, quick.sent

    assert asyncio.run(scenario()) == ([], ["a", "b"], ["a", "b"])


def test_stuck_send_closes_after_its_bound() -> None:
    async def scenario() -> tuple[list[object], list[object], list[str]]:
        clock = ManualClock()
        async with running(clock) as pump:
            stuck, other = FakeOutlet("a", "b"), FakeOutlet()
            stuck.stall = asyncio.get_running_loop().create_future()
            pump.add(stuck)
            pump.add(other)
            await settle()
            await clock.advance(SEND_MS_MAX - 1)
            before = list(stuck.closed)
            await clock.advance(1)
            other.frames.append("x")
            pump.wake(other)
            await settle()
            return before, list(stuck.closed), other.sent

    before, after, others = asyncio.run(scenario())
    assert (before, after, others) == ([], [(CloseCode.LAG, "a send was stuck")], ["x"])


def test_close_comes_after_the_last_frame_and_ends_it() -> None:
    async def scenario() -> FakeOutlet:
        async with running(ManualClock()) as pump:
            outlet = FakeOutlet("a", Close(code=CloseCode.PROTOCOL, reason="bad_frame"), "b")
            pump.add(outlet)
            await settle()
            return outlet

    outlet = asyncio.run(scenario())
    assert outlet.sent == ["a"]
    assert outlet.closed == [(4500, "bad_frame")]


def test_deadline_makes_a_pass_on_the_steady_clock() -> None:
    async def scenario() -> list[int]:
        clock = ManualClock()
        async with running(clock) as pump:
            outlet = FakeOutlet()
            outlet.deadline = 1_500
            pump.add(outlet)
            await settle()
            outlet.asked_at.clear()
            await clock.advance(499)
            outlet.deadline = 9_000
            await clock.advance(1)
            return outlet.asked_at

    assert asyncio.run(scenario()) == [1_500]


def test_failed_send_closes_that_connection_only() -> None:
    async def scenario() -> tuple[FakeOutlet, FakeOutlet]:
        async with running(ManualClock()) as pump:
            broken, other = FakeOutlet("a", "b"), FakeOutlet("a")
            broken.fault = OSError("gone")
            pump.add(broken)
            pump.add(other)
            await settle()
            return broken, other

    broken, other = asyncio.run(scenario())
    assert [code for code, _ in broken.closed] == [CloseCode.INTERNAL]
    assert other.sent == ["a"]


def test_fault_in_one_connection_does_not_stop_the_pump() -> None:
    async def scenario() -> tuple[FakeOutlet, FakeOutlet]:
        async with running(ManualClock()) as pump:
            broken, other = FakeOutlet(), FakeOutlet("a")
            broken.fault = RuntimeError("bug")
            pump.add(broken)
            pump.add(other)
            await settle()
            return broken, other

    broken, other = asyncio.run(scenario())
    assert [code for code, _ in broken.closed] == [CloseCode.INTERNAL]
    assert other.sent == ["a"]


def test_removed_connection_gets_nothing_more() -> None:
    async def scenario() -> list[str]:
        async with running(ManualClock()) as pump:
            outlet = FakeOutlet("a", "b")
            outlet.stall = asyncio.get_running_loop().create_future()
            pump.add(outlet)
            await settle()
            pump.remove(outlet)
            pump.remove(outlet)
            outlet.stall.cancel()
            await settle()
            return outlet.sent

    assert asyncio.run(scenario()) == []


@pytest.mark.parametrize("fault", [None, OSError("gone")], ids=["sent", "failed"])
def test_connection_removed_while_its_send_ends_is_left_alone(fault: Exception | None) -> None:
    async def scenario() -> FakeOutlet:
        pump = Pump(clock=ManualClock(), offset_ms=0)
        outlet = FakeOutlet("a", "b")
        pump.add(outlet)
        pump.make_pass()
        outlet.fault = fault
        pump._flights.pop(outlet)
        await settle()
        pump.make_pass()
        return outlet

    outlet = asyncio.run(scenario())
    assert (outlet.frames, outlet.closed) == (["b"], [])


def test_stop_gives_up_what_is_in_flight() -> None:
    async def scenario() -> bool:
        pump = Pump(clock=ManualClock(), offset_ms=0)
        outlet = FakeOutlet("a")
        outlet.stall = asyncio.get_running_loop().create_future()
        pump.add(outlet)
        pump.make_pass()
        await settle()
        await pump.stop()
        return outlet.stall.cancelled()

    assert asyncio.run(scenario())


def test_only_who_wants_something_is_asked() -> None:
    async def scenario() -> tuple[list[str], int, list[str], int]:
        async with running(ManualClock()) as pump:
            one, other = FakeOutlet(), FakeOutlet()
            pump.add(one)
            pump.add(other)
            await settle()
            other.asked_at.clear()
            one.frames.append("a")
            pump.wake(one)
            await settle()
            asked = len(other.asked_at)
            other.frames.append("b")
            pump.wake()
            await settle()
            return one.sent, asked, other.sent, len(other.asked_at)

    sent, asked, others, asked_for_all = asyncio.run(scenario())
    assert (sent, asked, others) == (["a"], 0, ["b"])
    assert asked_for_all >= 1


def test_deadline_of_one_is_not_lost_when_another_wants_something() -> None:
    async def scenario() -> list[str]:
        clock = ManualClock()
        async with running(clock) as pump:
            waiting, busy = FakeOutlet(), FakeOutlet("a")
            waiting.deadline = 1_500
            pump.add(waiting)
            await settle()
            pump.add(busy)
            await settle()
            waiting.frames.append("due")
            await clock.advance(500)
            return waiting.sent

    assert asyncio.run(scenario()) == ["due"]


def test_overdue_connection_with_a_send_in_flight_is_not_asked_in_a_loop() -> None:
    async def scenario() -> int:
        async with running(ManualClock()) as pump:
            slow = FakeOutlet("a")
            slow.stall = asyncio.get_running_loop().create_future()
            slow.deadline = 0
            pump.add(slow)
            await settle()
            passes = 0
            make_pass = pump.make_pass

            def counted() -> int | None:
                nonlocal passes
                passes += 1
                return make_pass()

            pump.make_pass = counted  # type: ignore[method-assign]
            await settle()
            return passes

    assert asyncio.run(scenario()) == 0


def test_deadlines_of_many_are_looked_after_one_by_one() -> None:
    async def scenario() -> list[int]:
        clock = ManualClock()
        async with running(clock) as pump:
            outlets = [FakeOutlet() for _ in range(10)]
            for number, outlet in enumerate(outlets):
                outlet.deadline = 2_000 + number
                pump.add(outlet)
            await settle()
            for outlet in outlets:
                outlet.asked_at.clear()
                outlet.deadline = 9_000
            await clock.advance(1_004)
            return [len(outlet.asked_at) for outlet in outlets]

    assert asyncio.run(scenario()) == [1] * 5 + [0] * 5


def test_earlier_deadline_counts_and_a_later_one_rings_again() -> None:
    async def scenario() -> list[int]:
        clock = ManualClock()
        async with running(clock) as pump:
            outlet = FakeOutlet()
            outlet.deadline = 3_000
            pump.add(outlet)
            await settle()
            outlet.deadline = 1_200
            pump.wake(outlet)
            await settle()
            outlet.asked_at.clear()
            outlet.deadline = 3_500
            await clock.advance(1_000)
            await clock.advance(1_000)
            outlet.deadline = 9_000
            await clock.advance(1_000)
            return outlet.asked_at

    assert asyncio.run(scenario()) == [2_000, 4_000]
