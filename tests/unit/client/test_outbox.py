from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.client.outbox import Outbox, Pending
from ccsdk.errors import DrainingError, OverloadedError, RefusedByServerError, UnsupportedError
from ccsdk.wire.frames import Cmd, Problem, Res

OVERLOADED = Problem(code="overloaded", retryable=True, retry_after_ms=250)


def command(**options: Any) -> Pending:
    answer: asyncio.Future[Res] = asyncio.get_running_loop().create_future()
    return Pending(lambda id: Cmd(id=id, key="k", type="t"), answer, key="k", **options)


def run(scene: Callable[[Outbox], Any]) -> None:
    async def inside() -> None:
        await scene(Outbox())

    asyncio.run(inside())


def test_answer_reaches_who_asked_once() -> None:
    async def scene(outbox: Outbox) -> None:
        pending = command()
        outbox.add(pending)
        frame = outbox.frame(pending)

        outbox.settle(Res(id=frame.id, ok={"interaction": "in_1"}))
        outbox.settle(Res(id=frame.id, ok={"interaction": "in_2"}))

        assert pending.answer is not None
        assert (await pending.answer).ok == {"interaction": "in_1"}
        assert outbox.unsent() == []

    run(scene)


def test_unanswered_is_sent_again_under_a_new_id_with_its_key() -> None:
    async def scene(outbox: Outbox) -> None:
        pending = command()
        outbox.add(pending)
        first = outbox.frame(pending)

        outbox.disconnected()

        assert outbox.unsent() == [pending]
        again = outbox.frame(pending)
        assert isinstance(first, Cmd)
        assert isinstance(again, Cmd)
        assert (again.key, again.id) == (first.key, 2)
        assert outbox.settle(Res(id=first.id, ok={})) is None
        assert outbox.unsent() == []

    run(scene)


def test_what_is_bound_to_a_connection_dies_with_it() -> None:
    async def scene(outbox: Outbox) -> None:
        pending = command(is_bound=True)
        outbox.add(pending)
        outbox.frame(pending)

        outbox.disconnected()

        assert outbox.unsent() == []
        assert pending.answer is not None
        assert pending.answer.cancelled()

    run(scene)


@pytest.mark.parametrize(
    ("problem", "after_s"), [(OVERLOADED, 0.25), (Problem(code="draining", retryable=True), 0.5)]
)
def test_retryable_refusal_is_to_be_sent_again(problem: Problem, after_s: float) -> None:
    async def scene(outbox: Outbox) -> None:
        pending = command()
        outbox.add(pending)

        again = outbox.settle(Res(id=outbox.frame(pending).id, err=problem))

        assert again == (pending, after_s)
        assert outbox.unsent() == [pending]

    run(scene)


@pytest.mark.parametrize(
    ("problem", "kind"),
    [
        (OVERLOADED, OverloadedError),
        (Problem(code="draining", retryable=True), DrainingError),
        (Problem(code="unsupported", retryable=False), UnsupportedError),
        (Problem(code="internal", retryable=False), RefusedByServerError),
    ],
)
def test_refusal_is_raised_to_who_does_not_wait(problem: Problem, kind: type[Exception]) -> None:
    async def scene(outbox: Outbox) -> None:
        pending = command(is_patient=False)
        outbox.add(pending)

        again = outbox.settle(Res(id=outbox.frame(pending).id, err=problem))

        assert again is None
        assert pending.answer is not None
        with pytest.raises(kind):
            await pending.answer

    run(scene)


def test_callbacks_are_told_in_the_turn_of_the_answer() -> None:
    async def scene(outbox: Outbox) -> None:
        told: list[Any] = []
        pending = Pending(
            lambda id: Cmd(id=id, key="k", type="t"),
            on_answer=told.append,
            on_refusal=told.append,
        )
        refusal = Problem(code="not_found", retryable=False)
        for outcome in ({"ok": {}}, {"err": refusal}):
            outbox.add(pending)

            outbox.settle(Res(id=outbox.frame(pending).id, **outcome))

        assert told == [Res(id=1, ok={}), refusal]

    run(scene)


def test_answer_to_nothing_is_ignored() -> None:
    async def scene(outbox: Outbox) -> None:
        assert outbox.settle(Res(id=99, ok={})) is None

    run(scene)


def test_given_up_requests_fail_and_given_up_waiting_is_forgotten() -> None:
    async def scene(outbox: Outbox) -> None:
        waiting, dropped = command(), command()
        outbox.add(waiting)
        outbox.add(dropped)
        outbox.drop(dropped)

        outbox.fail(DrainingError())

        assert waiting.answer is not None
        with pytest.raises(DrainingError):
            await waiting.answer
        assert dropped.answer is not None
        assert not dropped.answer.done()

    run(scene)
