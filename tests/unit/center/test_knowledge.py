"""`search_knowledge.v1`: all plugins are asked, one bad one spoils nothing, and by grant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest

from ccsdk import ContactCenter
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks import Article, KnowledgeQuery, Plugin, QueryHandler, hookimpl
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import KnowledgeQuestion, PluginQuestion
from ccsdk.testing.clock import VirtualClock

SHOP = {
    "queues": {"sales": {}},
    "agents": {"mei": {"queues": ["sales"]}},
    "supervisors": {"ada": {}},
    "accounts": {"web": {"channel": "chat", "queues": ["sales"]}},
    "plugins": {"chat": {}},
}

ADA = Principal(id="ada", role=Role.SUPERVISOR, center="center")

Suggest = Callable[[KnowledgeQuery, int], Sequence[Article]]


def knowing(name: str, suggest: Suggest) -> Plugin:
    class Acme:
        @hookimpl
        async def suggest_knowledge(self, query: KnowledgeQuery, limit: int) -> Sequence[Article]:
            return suggest(query, limit)

    return Plugin(name=name, summary="Knows.", implementation=Acme)


def article(id: str, score: int) -> Article:
    return Article(id=id, title=id.upper(), score=score)


def run(scene: Callable[[ContactCenter], Any], *plugins: Plugin) -> Any:
    async def play() -> Any:
        async with ContactCenter.in_memory(SHOP, plugins=plugins, clock=VirtualClock()) as center:
            return await scene(center)

    return asyncio.run(play())


def asking(
    asked: KnowledgeQuestion, who: Callable[[ContactCenter], Principal] | None = None
) -> Callable[[ContactCenter], Any]:
    async def scene(center: ContactCenter) -> Any:
        principal = who(center) if who else center.agent("mei").principal
        answer = await center.ask(principal, asked)
        return [(each["plugin"], each["id"], each["score"]) for each in answer["articles"]]

    return scene


def raise_it(query: KnowledgeQuery, limit: int) -> Sequence[Article]:
    raise RuntimeError("no luck")


def garbage(query: KnowledgeQuery, limit: int) -> Any:
    return ["an article"]


QUESTION = KnowledgeQuestion(text="how do I return it?")


def test_what_all_plugins_know_is_ordered_by_score() -> None:
    one = knowing("one", lambda query, limit: [article("a", 700), article("b", 200)])
    two = knowing("two", lambda query, limit: (article("c", 900), article("d", 200)))

    found = run(asking(QUESTION), one, two)

    assert found == [("two", "c", 900), ("one", "a", 700), ("one", "b", 200), ("two", "d", 200)]


@pytest.mark.parametrize("bad", [raise_it, garbage])
def test_a_plugin_that_fails_is_left_out(bad: Suggest) -> None:
    good = knowing("good", lambda query, limit: [article("a", 700)])

    assert run(asking(QUESTION), knowing("bad", bad), good) == [("good", "a", 700)]


def test_no_more_is_told_than_was_asked_for() -> None:
    much = knowing("much", lambda query, limit: [article(f"a{n}", 900 - n) for n in range(30)])

    found = run(asking(KnowledgeQuestion(text="x", limit=3)), much)

    assert [id for _, id, _ in found] == ["a0", "a1", "a2"]


def test_nobody_knowing_anything_is_an_answer() -> None:
    assert run(asking(QUESTION)) == []


def test_plugins_are_told_what_was_asked_and_where() -> None:
    told: list[tuple[KnowledgeQuery, int]] = []

    def note(query: KnowledgeQuery, limit: int) -> Sequence[Article]:
        told.append((query, limit))
        return ()

    async def scene(center: ContactCenter) -> None:
        received = await center.visitor("web", "otto").ask(ReceiveInteraction, text="Hi")
        interaction = msgspec.to_builtins(received.answer)["interaction"]
        asked = KnowledgeQuestion(
            text="退貨", context=("Hi",), is_typed=False, interaction=interaction, limit=7
        )
        await center.ask(ADA, asked)

    run(scene, knowing("noting", note))

    query = KnowledgeQuery(text="退貨", context=("Hi",), is_typed=False, queue="sales")
    assert told == [(query, 7)]


def test_an_interaction_that_one_may_not_read_is_not_there() -> None:
    async def scene(center: ContactCenter) -> None:
        received = await center.visitor("web", "otto").ask(ReceiveInteraction, text="Hi")
        interaction = msgspec.to_builtins(received.answer)["interaction"]
        for id in (interaction, "in_none"):
            question = KnowledgeQuestion(text="x", interaction=id)
            with pytest.raises(UnknownEntityError):
                await center.ask(center.agent("mei").principal, question)

    run(scene)


def test_a_visitor_may_not_ask() -> None:
    with pytest.raises(UnknownEntityError):
        run(asking(QUESTION, who=lambda center: center.visitor("web", "otto").principal))


def test_a_plugin_asks_what_the_others_know() -> None:
    class Asked(msgspec.Struct):
        text: str

    class Told(msgspec.Struct):
        ids: list[str]

    async def handle(ctx: Any, request: Asked) -> Told:
        answer = await ctx.ask("search_knowledge.v1", {"text": request.text})
        return Told(ids=[each["id"] for each in answer["articles"]])

    class Bot:
        @hookimpl
        def register(self) -> list[QueryHandler]:
            return [QueryHandler(name="reply.v1", request=Asked, answer=Told, handle=handle)]

    async def scene(center: ContactCenter) -> Any:
        asked = PluginQuestion(name="reply.v1", data={"text": "return"})
        return await center.ask(center.agent("mei").principal, asked)

    bot = Plugin(name="bot", summary="Replies.", implementation=Bot)
    knows = knowing("knows", lambda query, limit: [article("a", 1)])

    assert run(scene, bot, knows) == {"ids": ["a"]}
