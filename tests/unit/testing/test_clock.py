from __future__ import annotations

import asyncio

from ccsdk.testing.clock import START_MS, VirtualClock


def test_time_stands_still_until_it_is_advanced() -> None:
    clock = VirtualClock()

    asyncio.run(clock.advance(1_500))

    assert (clock.now_ms(), clock.monotonic_ms()) == (START_MS + 1_500, 1_500)


def test_sleepers_wake_in_order_each_at_its_own_time() -> None:
    clock, woken = VirtualClock(), []

    async def sleeper(name: str, *times_ms: int) -> None:
        for at_ms in times_ms:
            await clock.sleep_until(at_ms)
            woken.append((name, clock.monotonic_ms()))

    async def scenario() -> None:
        tasks = [
            asyncio.create_task(sleeper("a", 100, 400)),
            asyncio.create_task(sleeper("b", 300)),
            asyncio.create_task(sleeper("late", 1_001)),
        ]
        await clock.advance(1_000)
        tasks[2].cancel()
        await asyncio.wait(tasks)

    asyncio.run(scenario())

    assert woken == [("a", 100), ("b", 300), ("a", 400)]


def test_who_was_woken_may_work_before_time_goes_on() -> None:
    clock, seen = VirtualClock(), []

    async def worker() -> None:
        await clock.sleep_until(100)
        await asyncio.to_thread(lambda: None)
        seen.append(clock.monotonic_ms())
        await clock.sleep_until(200)

    async def scenario() -> None:
        task = asyncio.create_task(worker())
        await clock.advance(1_000)
        await task

    asyncio.run(scenario())

    assert seen == [100]


def test_a_time_that_is_past_is_no_sleep() -> None:
    clock = VirtualClock()

    async def scenario() -> None:
        await clock.advance(50)
        await clock.sleep_until(50)

    asyncio.run(scenario())


def test_a_suspend_wakes_nobody_until_time_is_advanced() -> None:
    clock, woken = VirtualClock(), []

    async def sleeper() -> None:
        await clock.sleep_until(100)
        woken.append(clock.monotonic_ms())

    async def scenario() -> None:
        task = asyncio.create_task(sleeper())
        await asyncio.sleep(0)
        clock.suspend(60_000)
        await asyncio.sleep(0)
        assert woken == []
        await clock.advance(0)
        await task

    asyncio.run(scenario())

    assert woken == [60_000]


def test_a_jump_goes_to_the_next_instant_that_somebody_sleeps_until() -> None:
    clock, jumps = VirtualClock(), []

    async def scenario() -> None:
        tasks = [asyncio.create_task(clock.sleep_until(at_ms)) for at_ms in (300, 100, 200)]
        await asyncio.sleep(0)
        tasks[1].cancel()
        jumps.extend([await clock.jump() for _ in range(3)])
        await asyncio.wait(tasks)

    asyncio.run(scenario())

    assert jumps == [200, 100, 0]
    assert clock.monotonic_ms() == 300
