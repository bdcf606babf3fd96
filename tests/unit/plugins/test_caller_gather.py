"""All are asked at once, and a flood of questions is held off."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from structlog.testing import capture_logs

from ccsdk.plugins.caller import FAILURES_MAX, IN_HAND_MAX
from tests.unit.plugins.asking import (
    GOOD,
    QUERY,
    Scene,
    blocks,
    hangs,
    knows_nothing,
    letting_go,
    lies,
    part,
    raises,
    run,
)


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    with letting_go():
        yield


def test_all_are_asked_at_once_and_told_in_plugin_order() -> None:
    async def scene(here: Scene) -> None:
        answers = await here.gather(part(blocks), part(hangs), part(raises), GOOD, part(lies))

        assert answers == (("blocks", "hello from a thread"), ("good", "hello mei"))
        assert here.clock.monotonic_ms() - here.began_ms == QUERY.timeout_ms

    run(scene)


def test_who_has_nothing_to_say_is_not_among_the_answers() -> None:
    async def scene(here: Scene) -> None:
        assert await here.gather(part(knows_nothing), GOOD) == (("good", "hello mei"),)
        assert await here.gather() == ()

    run(scene)


def test_who_is_left_alone_costs_the_others_no_time() -> None:
    async def scene(here: Scene) -> None:
        for _ in range(FAILURES_MAX):
            await here.gather(part(hangs), part(raises), GOOD, part(blocks))
        before_ms = here.clock.monotonic_ms()
        answers = await here.gather(part(hangs), part(raises), GOOD, part(blocks))

        assert [name for name, _ in answers] == ["good", "blocks"]
        assert here.clock.monotonic_ms() == before_ms

    run(scene)


def test_a_plugin_has_so_many_questions_in_hand_and_no_more() -> None:
    async def scene(here: Scene) -> None:
        kinds = await asyncio.gather(
            *[here.ask(part(hangs)) for _ in range(IN_HAND_MAX + 10)], here.ask(GOOD)
        )

        assert kinds.count("late") == IN_HAND_MAX
        assert kinds.count("busy") == 10
        assert kinds[-1] == "hello mei"

    run(scene)


def test_being_busy_is_no_failure() -> None:
    async def scene(here: Scene) -> None:
        async def waits(name: str) -> str:
            await go.wait()
            return name

        go = asyncio.Event()
        slow = part(waits, "name")
        asking = [asyncio.ensure_future(here.ask(slow)) for _ in range(IN_HAND_MAX)]
        await asyncio.sleep(0)
        refused = [await here.ask(slow) for _ in range(FAILURES_MAX + 1)]
        go.set()
        await asyncio.gather(*asking)

        assert refused == ["busy"] * (FAILURES_MAX + 1)
        assert await here.ask(slow) == "mei"
        assert here.told == []

    run(scene)


def test_who_fails_is_named_in_log_and_health_until_it_answers_again() -> None:
    async def scene(here: Scene) -> None:
        async def moody() -> str:
            if moods.pop():
                raise ValueError("not today")
            return "well"

        moods = [False, False, True]
        with capture_logs() as logs:
            for _ in range(3):
                await here.gather(part(moody))

        assert here.told == [
            ("moody", "greet", "raised", "ValueError: not today"),
            ("moody", "greet"),
        ]
        (line,) = logs
        named = {"event": "hook.failed", "plugin": "moody", "hook": "greet", "kind": "raised"}
        assert named.items() <= line.items()

    run(scene)
