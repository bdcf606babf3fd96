from __future__ import annotations

import asyncio

import pytest

from ccsdk.center import failstop
from ccsdk.center import writer as writer_module
from ccsdk.center.writer import WriterStatus
from ccsdk.errors import (
    CenterStoppedError,
    CorruptLogError,
    ReadOnlyError,
    UnknownOutcomeError,
)
from ccsdk.hooks.ports import StoreInfo
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model import event as events
from ccsdk.testing.faults import Edge, Mishap, StoreFault
from tests.unit.center.bench import (
    Bench,
    offered,
    play,
    queue,
)

TEN_MINUTES_MS = 600_000


def test_a_full_disk_refuses_and_recovers_by_itself() -> None:
    async def scenario(bench: Bench) -> None:
        await bench.send("first", queue("q1"))
        with pytest.raises(ReadOnlyError):
            await bench.send("second", queue("q2"))
        assert bench.writer.status is WriterStatus.READ_ONLY

        with pytest.raises(ReadOnlyError):
            await bench.send("third", queue("q3"))
        assert (await bench.send("first", queue("q1"))).is_replayed
        assert await bench.writer.read(lambda state: state.position) == 1
        await bench.clock.advance(3_000)

        assert bench.writer.status is WriterStatus.RUNNING
        assert not (await bench.send("second", queue("q2"))).is_replayed
        assert await bench.names() == ["QueueDefined", "QueueDefined"]

    full = [StoreFault(n, Edge.BEFORE, Mishap.FULL) for n in (2, 3, 4)]
    play(scenario, *full)


def test_no_deadline_fires_while_nothing_can_be_written() -> None:
    async def scenario(bench: Bench) -> None:
        await offered(bench)
        with pytest.raises(ReadOnlyError):
            await bench.send("full", queue("q2"))

        await bench.clock.advance(20_000)

        (resumed,) = bench.of(events.CenterResumed)
        withdrawn = bench.of(events.OfferWithdrawn)[0]
        assert withdrawn.event.reason.value == "restart"
        assert withdrawn.position > resumed.position

    full = [StoreFault(n, Edge.BEFORE, Mishap.FULL) for n in range(8, 18)]
    play(scenario, *full)


@pytest.mark.parametrize("edge", Edge)
def test_an_unknown_outcome_is_settled_by_its_key(edge: Edge) -> None:
    async def scenario(bench: Bench) -> None:
        with pytest.raises(UnknownOutcomeError):
            await bench.send("key", queue())

        again = await bench.send("key", queue())

        assert again.is_replayed is (edge is Edge.AFTER)
        assert bench.published == await bench.log()
        assert bench.writer.status is WriterStatus.RUNNING

    play(scenario, StoreFault(1, edge, Mishap.UNAVAILABLE))


@pytest.mark.parametrize(("apart_ms", "stays_down"), [(1_000, True), (TEN_MINUTES_MS, False)])
def test_a_second_failure_within_ten_minutes_is_final(apart_ms: int, stays_down: bool) -> None:
    async def scenario(bench: Bench) -> None:
        with pytest.raises(UnknownOutcomeError):
            await bench.send("first", queue("q1"))
        await bench.clock.advance(apart_ms)
        with pytest.raises(UnknownOutcomeError):
            await bench.send("second", queue("q2"))

        if not stays_down:
            await bench.send("third", queue("q3"))
            return
        with pytest.raises(CenterStoppedError, match="shop"):
            await bench.send("third", queue("q3"))
        with pytest.raises(CenterStoppedError):
            await bench.writer.read(lambda state: None)
        with pytest.raises(CenterStoppedError):
            await bench.writer.wait_stopped()

    # After the first failure ResumeCenter is an append of its own.
    faults = [StoreFault(n, Edge.BEFORE, Mishap.UNAVAILABLE) for n in (1, 3)]
    play(scenario, *faults)


def test_a_corrupt_log_is_final(monkeypatch: pytest.MonkeyPatch) -> None:
    async def corrupt(self: MemoryLogStore) -> StoreInfo:
        raise CorruptLogError(path="log", position=1, problem="planted")

    async def scenario(bench: Bench) -> None:
        monkeypatch.setattr(MemoryLogStore, "reopen", corrupt)
        with pytest.raises(UnknownOutcomeError):
            await bench.send("first", queue("q1"))

        with pytest.raises(CenterStoppedError, match="planted"):
            await bench.writer.wait_stopped()

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.UNAVAILABLE))


def plant_breach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "BATCHES_PER_CHECK", 1)
    monkeypatch.setattr(failstop, "breaches", lambda state, entries=None: ["R4: planted"])


def test_a_broken_invariant_is_final_and_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(bench: Bench) -> None:
        plant_breach(monkeypatch)
        with pytest.raises(UnknownOutcomeError):
            await bench.send("first", queue("q1"))

        with pytest.raises(CenterStoppedError, match="R4: planted"):
            await bench.writer.wait_stopped()
        assert await bench.log() == []

    play(scenario)


def test_a_log_that_leads_to_an_impossible_state_is_not_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant_breach(monkeypatch)

    with pytest.raises(CenterStoppedError, match="R4: planted"):
        asyncio.run(Bench().writer.open())


def test_an_event_that_breaks_the_rebuild_is_named() -> None:
    memory = MemoryLogStore()

    async def scenario(bench: Bench) -> None:
        await offered(bench)

    play(scenario, memory=memory)
    memory._entries[8:9] = [memory._entries[1]]
    bench = Bench(memory=memory)

    with pytest.raises(CorruptLogError) as found:
        asyncio.run(bench.writer.open())

    assert found.value.position == 9
