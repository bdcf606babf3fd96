"""`profile.v1`: what plugins know of a customer, who is told, and what if some of them fail."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from ccsdk.errors import UnknownEntityError
from ccsdk.hooks import Identity, Plugin, ProfileField, ProfileFragment, hookimpl
from ccsdk.hooks.observing import Capabilities
from ccsdk.model.principal import Principal
from ccsdk.model.request import ProfileQuestion
from ccsdk.testing.clock import START_MS
from ccsdk.testing.harness import Stage
from ccsdk.wire.request import question_of

ORDERS = ProfileField(key="orders", label="Orders", kind="number", value=7)


def plugin(
    answer: Callable[..., Any], name: str = "books", personal: tuple[str, ...] = ()
) -> Plugin:
    """Return a plugin that answers `lookup_profile` so."""

    class Books:
        @hookimpl
        def register(self, ctx: Any) -> list[Any]:
            return []

        @hookimpl
        async def lookup_profile(self, identity: Identity) -> Any:
            return await answer(identity)

    return Plugin(
        name=name,
        summary="Books.",
        implementation=Books,
        capabilities=Capabilities(personal=personal),
    )


def saying(answer: Any) -> Callable[..., Any]:
    async def say(identity: Identity) -> Any:
        return answer

    return say


async def hang(identity: Identity) -> Any:
    await asyncio.Event().wait()


async def fail(identity: Identity) -> Any:
    raise ValueError("the books of customer-7 are closed")


def play(
    work: Callable[[Stage, str, Principal], Coroutine[Any, Any, Any]], *plugins: Plugin
) -> Any:
    """Let Mei answer an Interaction, and return what `work` makes of it."""

    async def act() -> Any:
        stage = Stage()
        async with stage.center(plugins=plugins):
            interaction = await stage.interaction()
            mei = await stage.answered(interaction)
            return await work(stage, interaction, mei.principal)

    return asyncio.run(act())


async def ask(stage: Stage, interaction: str, asker: Principal) -> dict[str, Any]:
    return await stage.current.ask(asker, ProfileQuestion(interaction=interaction))


def test_an_agent_is_told_what_the_books_say_and_as_of_when() -> None:
    fragment = ProfileFragment(name="Lena Brandt", is_vip=True, fields=(ORDERS,), age_ms=5)

    answer = play(ask, plugin(saying(fragment)))

    assert answer == {
        "name": "Lena Brandt",
        "is_vip": True,
        "fields": [
            {
                "key": "orders",
                "label": "Orders",
                "labels": {},
                "kind": "number",
                "value": 7,
                "currency": None,
                "text": None,
            }
        ],
        "sources": [{"plugin": "books", "as_of_ms": START_MS - 5, "is_stale": False}],
        "failed": [],
    }


def test_of_one_thing_the_first_plugin_in_order_is_shown() -> None:
    other = ProfileField(key="orders", label="Bestellungen", kind="number", value=9)
    since = ProfileField(key="since", label="Since", kind="date", value="2024-02-29")
    first = ProfileFragment(fields=(ORDERS,))
    second = ProfileFragment(name="Lena", is_vip=False, fields=(other, since))

    answer = play(ask, plugin(saying(second), "b-books"), plugin(saying(first), "a-books"))

    assert (answer["name"], answer["is_vip"]) == ("Lena", False)
    assert [(each["key"], each["value"]) for each in answer["fields"]] == [
        ("orders", 7),
        ("since", "2024-02-29"),
    ]
    assert [each["plugin"] for each in answer["sources"]] == ["a-books", "b-books"]


def test_without_anybody_who_knows_the_profile_is_empty() -> None:
    for plugins in ((), (plugin(saying(None)),)):
        answer = play(ask, *plugins)

        assert (answer["fields"], answer["sources"], answer["failed"]) == ([], [], [])


def test_who_fails_is_named_and_the_others_are_shown() -> None:
    async def work(stage: Stage, interaction: str, mei: Principal) -> dict[str, Any]:
        asking = asyncio.ensure_future(ask(stage, interaction, mei))
        await stage.settle()
        await stage.clock.advance(800)
        return await asking

    good = plugin(saying(ProfileFragment(fields=(ORDERS,))), "good")
    answer = play(
        work, good, plugin(hang, "hanging"), plugin(fail, "failing"), plugin(saying(3), "liar")
    )

    assert [each["plugin"] for each in answer["sources"]] == ["good"]
    assert sorted(answer["failed"]) == ["failing", "hanging", "liar"]
    assert "customer-7" not in str(answer)


def test_who_looks_away_and_back_does_not_ask_the_shop_again() -> None:
    asked: list[Identity] = []

    async def count(identity: Identity) -> ProfileFragment:
        asked.append(identity)
        return ProfileFragment()

    async def work(stage: Stage, interaction: str, mei: Principal) -> list[int]:
        counts = []
        await asyncio.gather(*(ask(stage, interaction, mei) for _ in range(5)))
        counts.append(len(asked))
        await stage.clock.advance(9_000)
        await ask(stage, interaction, mei)
        counts.append(len(asked))
        await stage.clock.advance(1_000)
        await ask(stage, interaction, mei)
        return [*counts, len(asked)]

    assert play(work, plugin(count)) == [1, 1, 2]


def test_what_lacks_an_answer_is_asked_again_at_once() -> None:
    answers: list[Any] = [ValueError("closed"), ProfileFragment(fields=(ORDERS,))]

    async def recover(identity: Identity) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def work(stage: Stage, interaction: str, mei: Principal) -> list[list[str]]:
        return [(await ask(stage, interaction, mei))["failed"] for _ in range(2)]

    assert play(work, plugin(recover)) == [["books"], []]


def test_who_leaves_while_it_is_looked_up_does_not_take_it_from_others() -> None:
    gate = asyncio.Event()

    async def wait(identity: Identity) -> ProfileFragment:
        await gate.wait()
        return ProfileFragment(fields=(ORDERS,))

    async def work(stage: Stage, interaction: str, mei: Principal) -> dict[str, Any]:
        first = asyncio.ensure_future(ask(stage, interaction, mei))
        second = asyncio.ensure_future(ask(stage, interaction, mei))
        await stage.settle()
        first.cancel()
        await stage.settle()
        gate.set()
        return await second

    assert play(work, plugin(wait))["failed"] == []


@pytest.mark.parametrize("role", ["supervisor", "visitor"])
def test_who_may_not_know_the_customer_is_told_of_no_such_interaction(role: str) -> None:
    asked: list[Identity] = []

    async def work(stage: Stage, interaction: str, mei: Principal) -> None:
        asker = stage.client(role, None).principal
        await ask(stage, interaction, asker)

    with pytest.raises(UnknownEntityError):
        play(work, plugin(saying(asked)))

    assert asked == []


def test_profile_is_the_centers_own_method() -> None:
    assert question_of("profile.v1", {"interaction": "in_1"}) == ProfileQuestion(interaction="in_1")
