"""Plugins that raise, hang, lie or block harm nobody but themselves."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from ccsdk.errors import HookFailedError
from ccsdk.hooks.query import Deadline, Query
from ccsdk.hooks.specs import QUERIES
from ccsdk.plugins.caller import FAILURES_MAX, OPEN_MS, Caller
from ccsdk.plugins.host import Context, Implementation, Shelf
from ccsdk.plugins.threads import THREADS_MAX
from ccsdk.testing.clock import VirtualClock

QUERY = Query(timeout_ms=100, answer=str)


def part(function: Callable[..., Any], *arguments: str, plugin: str = "") -> Implementation:
    name = plugin or function.__name__
    context = Context(name=name, center="shop", config=None, shelf=Shelf())
    return Implementation(
        plugin=name, hook="greet", function=function, arguments=arguments, context=context
    )


async def good(name: str) -> str:
    return f"hello {name}"


async def raises() -> str:
    raise ValueError("a bug")


async def hangs() -> str:
    await asyncio.Event().wait()
    return ""


async def stubborn() -> str:
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if forgiven.is_set():
                raise


async def leaves() -> str:
    raise SystemExit(3)


async def lies() -> int:
    return 7


async def knows_nothing() -> None:
    return None


def blocks() -> str:
    time.sleep(0.02)
    return "hello from a thread"


forgiven = asyncio.Event()
stuck = threading.Event()


def hangs_in_a_thread() -> str:
    stuck.wait(10)
    return ""


@pytest.fixture(autouse=True)
def _let_go(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(QUERIES, "greet", QUERY)
    stuck.clear()
    forgiven.clear()
    yield
    stuck.set()


GOOD = part(good, "name")


class Scene:
    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.parts: tuple[Implementation, ...] = ()
        self.caller = Caller(self.clock, self)

    def implementations(self, hook: str) -> tuple[Implementation, ...]:
        assert hook == "greet"
        return self.parts

    async def first(self, *parts: Implementation) -> Any:
        self.parts = parts
        return await self._through(asyncio.ensure_future(self.caller.first("greet", name="mei")))

    async def ask(self, each: Implementation) -> str:
        """Return the answer, or the kind of failure."""
        deadline = Deadline(self.clock, self.clock.monotonic_ms() + QUERY.timeout_ms)
        arguments = {"name": "mei"}
        asking = asyncio.ensure_future(self.caller.ask(QUERY, each, arguments, deadline))
        try:
            return str(await self._through(asking))
        except HookFailedError as failure:
            return failure.kind

    async def _through(self, asking: asyncio.Future[Any]) -> Any:
        """Let time pass only while nothing else happens."""
        for _ in range(100):
            done, _ = await asyncio.wait({asking}, timeout=0.001)
            if done:
                break
        else:
            await self.clock.advance(QUERY.timeout_ms)
        return await asking


def run(scene: Callable[[Scene], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene(Scene()))


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
