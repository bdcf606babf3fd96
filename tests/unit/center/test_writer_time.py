from __future__ import annotations

from ccsdk.log.memory import MemoryLogStore
from ccsdk.model import event as events
from tests.unit.center.bench import (
    Bench,
    offered,
    play,
    queue,
)


def test_a_deadline_fires_by_itself_just_after_its_instant() -> None:
    async def scenario(bench: Bench) -> None:
        await offered(bench)
        (made,) = bench.of(events.OfferMade)
        due_ms = made.event.ack_due_at_ms

        await bench.clock.advance(4_000)
        assert not bench.of(events.OfferWithdrawn)
        await bench.clock.advance(1)

        (withdrawn,) = bench.of(events.OfferWithdrawn)
        assert withdrawn.at_ms == due_ms
        assert withdrawn.cause is None

    play(scenario)


def test_a_step_of_the_wall_clock_moves_no_deadline() -> None:
    async def scenario(bench: Bench) -> None:
        await offered(bench)

        bench.clock.step_wall_clock(3_600_000)
        await bench.clock.advance(4_000)
        assert not bench.of(events.OfferWithdrawn)
        bench.clock.step_wall_clock(-7_200_000)
        await bench.clock.advance(1)

        assert len(bench.of(events.OfferWithdrawn)) == 1
        assert not bench.of(events.CenterResumed)

    play(scenario)


def test_after_a_suspend_the_center_resumes_before_anything_else() -> None:
    async def scenario(bench: Bench) -> None:
        await offered(bench)
        before = bench.published[-1].position

        bench.clock.suspend(60_000)
        await bench.send("key", queue("q2"))

        after = bench.published[before:]
        assert isinstance(after[0].event, events.CenterResumed)
        assert not after[0].event.is_restart
        assert after[0].at_ms >= bench.clock.now_ms()
        (withdrawn,) = bench.of(events.OfferWithdrawn)
        assert withdrawn.event.reason.value == "restart"
        assert withdrawn.event.strikes == 0

    play(scenario)


def test_ticks_keep_a_quiet_center_from_a_gap() -> None:
    async def scenario(bench: Bench) -> None:
        await bench.send("queue", queue())

        await bench.clock.advance(120_000)
        await bench.send("key", queue("q2"))

        assert not bench.of(events.CenterResumed)

    play(scenario)


def test_a_restart_resumes_first_and_a_new_log_does_not() -> None:
    memory = MemoryLogStore()

    async def first_run(bench: Bench) -> None:
        await offered(bench)
        assert not bench.of(events.CenterResumed)

    async def second_run(bench: Bench) -> None:
        assert isinstance(bench.published[0].event, events.CenterResumed)
        assert bench.published[0].event.is_restart
        assert bench.published == (await bench.log())[-len(bench.published) :]

    play(first_run, memory=memory)
    play(second_run, memory=memory)
