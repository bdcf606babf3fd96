from __future__ import annotations

import asyncio

import pytest

from ccsdk.center import writer as writer_module
from ccsdk.center.writer import WriterStatus
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import (
    DeadlineExceededError,
    DrainingError,
    IdempotencyMismatchError,
    OverloadedError,
    UnknownEntityError,
)
from ccsdk.model import command as commands
from ccsdk.model import event as events
from ccsdk.model.queue import members
from ccsdk.testing.faults import Edge, Mishap, StoreFault
from tests.unit.center.bench import (
    MEI,
    Bench,
    define_shop,
    message,
    play,
    queue,
    words,
)


def test_commands_that_wait_together_are_one_transaction() -> None:
    async def scenario(bench: Bench) -> None:
        receipts = await asyncio.gather(*(bench.send(f"k{n}", queue(f"q{n}")) for n in range(50)))

        assert bench.store.appends == 1
        assert [receipt.position for receipt in receipts] == list(range(1, 51))

    play(scenario)


def test_commands_gather_while_a_commit_runs() -> None:
    async def scenario(bench: Bench) -> None:
        first = asyncio.ensure_future(bench.send("first", queue("q0")))
        await bench.store.hanging.wait()
        rest = [asyncio.ensure_future(bench.send(f"k{n}", queue(f"q{n}"))) for n in range(9)]
        await asyncio.sleep(0)
        bench.store.release()
        await asyncio.gather(first, *rest)

        assert bench.store.appends == 2

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.HANG))


def test_a_key_sent_twice_at_once_has_one_effect_and_one_answer() -> None:
    async def scenario(bench: Bench) -> None:
        first, second = await asyncio.gather(bench.send("key", queue()), bench.send("key", queue()))

        assert (first.is_replayed, second.is_replayed) == (False, True)
        assert (first.answer, first.position) == (second.answer, second.position)
        assert len(await bench.log()) == 1

    play(scenario)


def test_a_key_sent_again_later_is_answered_from_the_log() -> None:
    async def scenario(bench: Bench) -> None:
        first = await bench.send("key", queue())
        await bench.send("other", queue("q2"))

        again = await bench.send("key", queue())

        assert again.is_replayed
        assert again.position == first.position

    play(scenario)


@pytest.mark.parametrize("together", [True, False])
def test_a_key_used_for_another_command_is_a_mistake(together: bool) -> None:
    async def scenario(bench: Bench) -> None:
        if together:
            results = await asyncio.gather(
                bench.send("key", queue("a")), bench.send("key", queue("b")), return_exceptions=True
            )
            assert isinstance(results[1], IdempotencyMismatchError)
        else:
            await bench.send("key", queue("a"))
            with pytest.raises(IdempotencyMismatchError):
                await bench.send("key", queue("b"))

        assert len(await bench.log()) == 1

    play(scenario)


def test_two_principals_may_use_one_key() -> None:
    async def scenario(bench: Bench) -> None:
        await bench.send("define", queue())
        await bench.send("agent", commands.DefineAgent(agent="mei", memberships=members("q")))
        await bench.send("key", queue("q2"))

        receipt = await bench.send("key", commands.LogIn(agent="mei"), principal=MEI)

        assert not receipt.is_replayed

    play(scenario)


def test_a_refusal_stores_nothing_and_leaves_its_key_free() -> None:
    async def scenario(bench: Bench) -> None:
        account = commands.DefineAccount(account="web", channel="chat", queues=("q",))
        with pytest.raises(UnknownEntityError):
            await bench.send("key", account)
        assert await bench.log() == []
        assert await bench.memory.read_rows(after=0, limit=9) == []

        await bench.send("queue", queue())
        receipt = await bench.send("key", account)

        assert not receipt.is_replayed

    play(scenario)


def test_a_late_command_is_refused_but_a_known_key_is_answered() -> None:
    async def scenario(bench: Bench) -> None:
        now_ms = bench.clock.now_ms()
        await bench.send("early", queue(), deadline_ms=now_ms)

        with pytest.raises(DeadlineExceededError):
            await bench.send("late", queue("q2"), deadline_ms=now_ms - 1)
        again = await bench.send("early", queue(), deadline_ms=now_ms - 1)

        assert again.is_replayed

    play(scenario)


def test_too_many_waiting_commands_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "WAITING_MAX", 3)

    async def scenario(bench: Bench) -> None:
        first = asyncio.ensure_future(bench.send("first", queue()))
        await bench.store.hanging.wait()
        waiting = [asyncio.ensure_future(bench.send(f"k{n}", queue(f"q{n}"))) for n in range(3)]
        await asyncio.sleep(0)

        with pytest.raises(OverloadedError) as refused:
            await bench.send("one-too-many", queue())

        assert refused.value.retry_after_ms > 0
        bench.store.release()
        await asyncio.gather(first, *waiting)

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.HANG))


def test_who_stops_waiting_does_not_stop_the_commit() -> None:
    async def scenario(bench: Bench) -> None:
        sender = asyncio.ensure_future(bench.send("key", queue()))
        await bench.store.hanging.wait()
        sender.cancel()
        await asyncio.wait([sender])
        bench.store.release()

        assert (await bench.send("key", queue())).is_replayed

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.HANG))


# --- what is seen ---------------------------------------------------------------------------


def test_personal_halves_are_moved_to_the_events_that_declare_them() -> None:
    async def scenario(bench: Bench) -> None:
        await define_shop(bench)

        await bench.send("first", message(1), personal=words("hello", "Bo"))

        (received,) = bench.of(events.InteractionReceived)
        (written,) = bench.of(events.MessageReceived)
        assert received.personal == events.InteractionReceived.Personal(name="Bo")
        assert written.personal == events.MessageReceived.Personal(text="hello")
        assert "hello" not in str(await bench.memory.read_rows(after=0, limit=9))

    play(scenario)


def test_a_customer_who_returns_after_being_forgotten_is_not_created_again() -> None:
    async def scenario(bench: Bench) -> None:
        await define_shop(bench, forget_ms=1_000)
        await bench.send("first", message(1), personal=words("hello"))
        leave = commands.AbandonInteraction(interaction="in_1")
        await bench.send("leave", leave)
        await bench.clock.advance(5_000)
        assert bench.of(events.InteractionForgotten)

        await bench.send("second", message(2), personal=words("me again"))

        assert len(bench.of(events.CustomerCreated)) == 1
        assert len(bench.of(events.InteractionReceived)) == 2

    play(scenario)


def test_reads_wait_for_the_commit_and_errors_go_to_who_asked() -> None:
    async def scenario(bench: Bench) -> None:
        sent = asyncio.ensure_future(bench.send("key", queue()))
        await bench.store.hanging.wait()
        seen = asyncio.ensure_future(bench.writer.read(lambda state: state.position))
        await asyncio.sleep(0)
        assert not seen.done()
        bench.store.release()

        assert await seen == 1
        await sent
        with pytest.raises(ZeroDivisionError):
            await bench.writer.read(lambda state: 1 // 0)

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.HANG))


def test_what_is_published_is_the_log_and_rebuilt_is_live() -> None:
    async def scenario(bench: Bench) -> None:
        await define_shop(bench)
        await bench.send("first", message(1), personal=words("hello"))

        live = await bench.writer.read(fingerprint)

        assert bench.published == await bench.log()
        assert fingerprint(replay(bench.published)) == live

    play(scenario)


def test_stopping_finishes_what_waits_and_refuses_what_comes() -> None:
    async def scenario(bench: Bench) -> None:
        sent = asyncio.ensure_future(bench.send("key", queue()))
        await bench.store.hanging.wait()
        waiting = asyncio.ensure_future(bench.send("next", queue("q2")))
        await asyncio.sleep(0)
        stopping = asyncio.ensure_future(bench.writer.stop())
        await asyncio.sleep(0)

        with pytest.raises(DrainingError):
            await bench.send("late", queue())
        bench.store.release()
        await asyncio.gather(sent, waiting, stopping)

        await bench.writer.wait_stopped()
        assert bench.writer.status is WriterStatus.STOPPED
        assert len(await bench.log()) == 2

    play(scenario, StoreFault(1, Edge.BEFORE, Mishap.HANG))
