from __future__ import annotations

import asyncio

from ccsdk.center.clock import EventClock, SystemClock
from ccsdk.testing.clock import VirtualClock


def test_the_system_clock_sleeps_until_a_monotonic_time() -> None:
    clock = SystemClock()

    async def scenario() -> int:
        until = clock.monotonic_ms() + 30
        await clock.sleep_until(until)
        await clock.sleep_until(until - 10_000)
        return clock.monotonic_ms() - until

    assert asyncio.run(scenario()) >= 0
    assert clock.now_ms() > 1_700_000_000_000


def test_event_time_runs_by_monotonic_time() -> None:
    clock = VirtualClock(now_ms=1_000_000)
    events = EventClock(clock)

    clock.step_wall_clock(-3_600_000)
    clock.suspend(250)

    assert events.now_ms() == 1_000_250


def test_a_rebase_takes_the_wall_clock_over_but_never_back() -> None:
    clock = VirtualClock(now_ms=1_000_000)
    events = EventClock(clock)

    clock.step_wall_clock(60_000)
    events.rebase(at_least_ms=1_000_000)
    forward = events.now_ms()
    clock.step_wall_clock(-900_000)
    events.rebase(at_least_ms=forward)
    clock.suspend(10)

    assert forward == 1_060_000
    assert events.now_ms() == forward + 10


def test_an_instant_has_its_monotonic_time() -> None:
    clock = VirtualClock(now_ms=1_000_000)
    clock.suspend(500)
    events = EventClock(clock)

    at_ms = events.monotonic_at(events.now_ms() + 4_000)

    assert at_ms == clock.monotonic_ms() + 4_000
