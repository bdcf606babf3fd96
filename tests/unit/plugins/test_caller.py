"""Plugins that raise, hang, lie or block harm nobody but themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from ccsdk.errors import HookFailedError
from ccsdk.hooks.query import Deadline
from ccsdk.plugins.caller import FAILURES_MAX, OPEN_MS
from ccsdk.plugins.context import Context
from ccsdk.plugins.threads import THREADS_MAX
from tests.unit.plugins.asking import (
    GOOD,
    Scene,
    blocks,
    forgiven,
    hangs,
    hangs_in_a_thread,
    knows_nothing,
    leaves,
    letting_go,
    lies,
    part,
    raises,
    run,
    stubborn,
)


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    with letting_go():
        yield


def test_a_hook_gets_the_arguments_it_names() -> None:
    async def scene(here: Scene) -> None:
        def describe(deadline: Deadline, ctx: Context) -> str:
            return f"{ctx.name} has {deadline.left_ms()} ms"

        answer = await here.ask(part(describe, "deadline", "ctx"))

        assert answer == "describe has 100 ms"

    run(scene)


def test_the_first_who_knows_answers() -> None:
    async def scene(here: Scene) -> None:
        answer = await here.first(part(knows_nothing), GOOD, part(raises))

        assert answer == "hello mei"

    run(scene)


def test_who_fails_is_passed_over_and_named() -> None:
    async def scene(here: Scene) -> None:
        with capture_logs() as logs:
            answer = await here.first(part(raises), part(lies), part(leaves), GOOD)

        assert answer == "hello mei"
        assert [each["problem"].partition("): ")[0] for each in logs] == [
            "plugin 'raises' failed at greet (raised",
            "plugin 'lies' failed at greet (garbage",
            "plugin 'leaves' failed at greet (raised",
        ]

    run(scene)


def test_nobody_answering_is_none_where_all_were_heard() -> None:
    async def scene(here: Scene) -> None:
        assert await here.first(part(knows_nothing), part(knows_nothing, plugin="x")) is None
        assert await here.first() is None

    run(scene)


@pytest.mark.parametrize("silent", [raises, lies, hangs, leaves])
def test_nobody_answering_is_no_answer_where_somebody_failed(silent: Callable[[], Any]) -> None:
    async def scene(here: Scene) -> None:
        for _ in range(FAILURES_MAX + 1):
            with pytest.raises(HookFailedError):
                await here.first(part(silent), part(knows_nothing))

    run(scene)


def test_who_was_never_asked_has_not_said_no() -> None:
    async def scene(here: Scene) -> None:
        async def takes_all(deadline: Deadline) -> None:
            await here.clock.sleep_until(deadline.at_ms)

        with pytest.raises(HookFailedError, match="good"):
            await here.first(part(takes_all, "deadline"), GOOD)

    run(scene)


@pytest.mark.parametrize("sleeper", [hangs, stubborn, hangs_in_a_thread])
def test_who_hangs_is_left_at_the_deadline(sleeper: Callable[[], Any]) -> None:
    async def scene(here: Scene) -> None:
        started_ms = here.clock.monotonic_ms()

        kind = await here.ask(part(sleeper))

        assert (kind, here.clock.monotonic_ms() - started_ms) == ("late", 100)
        forgiven.set()

    run(scene)


def test_who_comes_after_one_that_took_all_the_time_is_not_blamed() -> None:
    async def scene(here: Scene) -> None:
        for _ in range(FAILURES_MAX):
            with pytest.raises(HookFailedError, match="hangs"):
                await here.first(part(hangs), GOOD)

        assert await here.first(part(hangs), GOOD) == "hello mei"

    run(scene)


def test_three_failures_in_a_row_open_the_breaker_for_a_while() -> None:
    async def scene(here: Scene) -> None:
        kinds = [await here.ask(part(raises)) for _ in range(FAILURES_MAX + 1)]
        await here.clock.advance(OPEN_MS)
        on_trial = [await here.ask(part(raises)) for _ in range(2)]

        assert kinds == ["raised"] * FAILURES_MAX + ["open"]
        assert on_trial == ["raised", "open"]

    run(scene)


def test_a_success_closes_the_breaker_again() -> None:
    is_well = False

    async def recovers(name: str) -> str:
        if not is_well:
            raise ValueError(name)
        return name

    async def scene(here: Scene) -> None:
        nonlocal is_well
        for _ in range(FAILURES_MAX):
            await here.ask(part(recovers, "name"))
        await here.clock.advance(OPEN_MS)
        is_well = True

        answers = [await here.ask(part(recovers, "name")) for _ in range(3)]

        assert answers == ["mei"] * 3

    run(scene)


def test_one_call_at_a_time_is_the_trial() -> None:
    async def scene(here: Scene) -> None:
        for _ in range(FAILURES_MAX):
            await here.ask(part(hangs))
        await here.clock.advance(OPEN_MS)

        kinds = await asyncio.gather(*(here.ask(part(hangs)) for _ in range(3)))

        assert sorted(kinds) == ["late", "open", "open"]

    run(scene)


def test_a_trial_whose_asker_has_gone_leaves_room_for_the_next() -> None:
    async def scene(here: Scene) -> None:
        for _ in range(FAILURES_MAX):
            await here.ask(part(hangs))
        await here.clock.advance(OPEN_MS)
        here.parts = (part(hangs),)
        asking = asyncio.ensure_future(here.caller.first("greet"))
        await asyncio.sleep(0.005)

        asking.cancel()
        await asyncio.wait({asking})

        assert await here.ask(part(hangs)) == "late"

    run(scene)


def test_stuck_threads_are_left_alone_at_once() -> None:
    async def scene(here: Scene) -> None:
        sleeper = part(hangs_in_a_thread)
        hung = await asyncio.gather(*(here.ask(sleeper) for _ in range(THREADS_MAX)))
        full = await here.ask(part(blocks, plugin=sleeper.plugin))

        assert hung == ["late"] * THREADS_MAX
        assert full == "full"
        assert await here.ask(sleeper) == "open"

    run(scene)


def test_plain_functions_wait_for_a_free_thread() -> None:
    async def scene(here: Scene) -> None:
        answers = await asyncio.gather(*(here.ask(part(blocks)) for _ in range(6)))

        assert answers == ["hello from a thread"] * 6
        here.caller.close()

    run(scene)


class WordlessError(Exception):
    def __str__(self) -> str:
        raise ValueError("no words")


@pytest.mark.parametrize("odd", [WordlessError(), GeneratorExit(), BaseException("odd")])
def test_whatever_is_raised_counts_and_leaves_room_for_the_next_trial(odd: BaseException) -> None:
    async def raises_oddly() -> str:
        raise odd

    async def scene(here: Scene) -> None:
        kinds = [await here.ask(part(raises_oddly)) for _ in range(FAILURES_MAX + 1)]
        await here.clock.advance(OPEN_MS)
        on_trial = await here.ask(part(raises_oddly))
        await here.clock.advance(OPEN_MS)

        assert kinds == ["raised"] * FAILURES_MAX + ["open"]
        assert (on_trial, await here.ask(part(raises_oddly))) == ("raised", "raised")

    run(scene)


def test_a_plain_function_may_raise_anything() -> None:
    def stops() -> str:
        raise StopIteration

    def leaves_too() -> str:
        raise SystemExit(1)

    async def scene(here: Scene) -> None:
        assert [await here.ask(part(each)) for each in (stops, leaves_too)] == ["raised"] * 2

    run(scene)


def test_beside_one_that_raises_and_one_that_hangs_the_others_always_answer() -> None:
    async def scene(here: Scene) -> None:
        parts = [part(raises), part(hangs), GOOD, part(blocks)]

        for turn in range(5):
            started_ms = here.clock.monotonic_ms()
            answers = await asyncio.gather(*(here.ask(each) for each in parts))
            took_ms = here.clock.monotonic_ms() - started_ms

            assert answers[2:] == ["hello mei", "hello from a thread"]
            is_open = turn >= FAILURES_MAX
            assert answers[:2] == (["open", "open"] if is_open else ["raised", "late"])
            # The blocking one takes its 20 ms of real time, and none of this clock's.
            assert took_ms == (0 if is_open else 100)

    run(scene)
