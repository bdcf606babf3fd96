"""`why.v1`: who is told what, as of now and as of a position, within one frame."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import msgspec
import pytest

from ccsdk import ContactCenter
from ccsdk.center import why
from ccsdk.center.fitting import fitting
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.command import DeclineOffer, LogIn, ReceiveInteraction, SetNotReady, SetReady
from ccsdk.model.event import OfferMade
from ccsdk.model.explanation import Explanation, InteractionExplanation, OfferExplanation, Standing
from ccsdk.model.principal import Principal
from ccsdk.model.request import WhyQuestion
from tests.unit.center.shop import ADA, ANNA, CHAT, MEI, TOM, tables


def run(work: Callable[[ContactCenter], Awaitable[Any]]) -> Any:
    async def scene() -> Any:
        async with ContactCenter.in_memory(tables(), plugins=[CHAT]) as center:
            return await work(center)

    return asyncio.run(scene())


async def offered(center: ContactCenter) -> str:
    """Let a customer write while Mei is ready; return the Offer."""
    await center.agent("mei").ask(LogIn)
    await center.agent("mei").ask(SetReady)
    receipt = await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")
    return f"{receipt.answer.interaction}-o1"


async def ask(center: ContactCenter, by: Principal, **asked: Any) -> Explanation:
    told = await center.ask(by, WhyQuestion(**asked))
    assert len(msgspec.json.encode(told)) < 2**18
    told.pop("more", None)
    return msgspec.convert(told, Explanation)


def test_an_offer_is_explained_as_of_when_it_was_made() -> None:
    async def work(center: ContactCenter) -> Any:
        offer = await offered(center)
        await center.agent("mei").ask(SetNotReady, reason="lunch")
        made = [
            entry.event
            async for entry in center._reading.entries(after=0)
            if isinstance(entry.event, OfferMade)
        ]
        return await ask(center, ADA, offer=offer), made

    told, (made,) = run(work)

    assert isinstance(told, OfferExplanation)
    assert told.receipt == made.receipt
    assert [(each.agent, each.failed) for each in told.agents] == [
        ("tom", "presence"),
        ("mei", None),
    ]


def test_an_interaction_is_explained_now_and_as_of_before() -> None:
    async def work(center: ContactCenter) -> Any:
        offer = await offered(center)
        interaction = offer.rpartition("-")[0]
        position = await center._writer.read(lambda state: state.position)
        await center.agent("mei").ask(DeclineOffer, offer=offer)
        then = await ask(center, ADA, interaction=interaction, at=f"{position:020d}")
        return then, await ask(center, ADA, interaction=interaction)

    then, now = run(work)

    assert isinstance(then, InteractionExplanation)
    assert isinstance(now, InteractionExplanation)
    assert (then.standing, then.offered) == (Standing.OFFERED, ("mei",))
    assert (now.standing, now.failed) == (Standing.IN_LINE, {"presence": 1, "excluded": 1})


def test_an_agent_asks_why_of_their_own_offer_and_of_themselves() -> None:
    async def work(center: ContactCenter) -> Any:
        offer = await offered(center)
        return await ask(center, MEI, offer=offer), await ask(center, MEI, agent="mei")

    of_offer, of_agent = run(work)

    assert of_offer.agent == "mei"
    assert [each.queue for each in of_agent.queues] == ["sales"]


@pytest.mark.parametrize("by", [TOM, ANNA], ids=["another agent", "a visitor"])
@pytest.mark.parametrize("kind", ["offer", "interaction", "agent"])
def test_to_everybody_else_there_is_nothing_to_explain(by: Principal, kind: str) -> None:
    async def work(center: ContactCenter) -> None:
        offer = await offered(center)
        ids = {"offer": offer, "interaction": offer.rpartition("-")[0], "agent": "mei"}
        await center.ask(by, WhyQuestion(**{kind: ids[kind]}))

    with pytest.raises(UnknownEntityError) as refused:
        run(work)

    assert refused.value.kind == kind


def test_an_agent_does_not_ask_why_of_an_interaction() -> None:
    async def work(center: ContactCenter) -> None:
        offer = await offered(center)
        await center.ask(MEI, WhyQuestion(interaction=offer.rpartition("-")[0]))

    with pytest.raises(UnknownEntityError):
        run(work)


@pytest.mark.parametrize(
    "asked",
    [{"offer": "in_9-o1"}, {"offer": "nonsense"}, {"interaction": "in_9"}, {"agent": "nobody"}],
)
def test_what_is_not_there_is_unknown(asked: dict[str, str]) -> None:
    async def work(center: ContactCenter) -> None:
        await offered(center)
        await center.ask(ADA, WhyQuestion(**asked))

    with pytest.raises(UnknownEntityError):
        run(work)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ({}, "data"),
        ({"agent": "mei", "offer": "in_9-o1"}, "data"),
        ({"offer": "in_9-o1", "at": "0" * 20}, "data.at"),
        ({"agent": "mei", "at": "9" * 20}, "data.at"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_its_path(
    asked: dict[str, str], path: str
) -> None:
    async def work(center: ContactCenter) -> None:
        await center.ask(ADA, WhyQuestion(**asked))

    with pytest.raises(InvalidRequestError) as refused:
        run(work)

    assert refused.value.path == path


def test_what_lies_behind_too_many_events_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why, "REPLAYED_MAX", 3)

    async def work(center: ContactCenter) -> None:
        await center.ask(ADA, WhyQuestion(offer=await offered(center)))

    with pytest.raises(InvalidRequestError, match="more than 3 events lie before it"):
        run(work)


def test_a_long_replay_lets_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(why, "PAGE", 2)
    monkeypatch.setattr(why, "SLICE", 1)

    async def work(center: ContactCenter) -> tuple[Explanation, int]:
        turns = 0

        async def others() -> None:
            nonlocal turns
            while True:
                await asyncio.sleep(0)
                turns += 1

        offer = await offered(center)
        going_on = asyncio.create_task(others())
        told = await ask(center, ADA, offer=offer)
        going_on.cancel()
        return told, turns

    told, turns = run(work)

    assert isinstance(told, OfferExplanation)
    assert turns >= told.receipt.position


def test_of_too_many_agents_those_who_came_nearest_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(why, "fitting", partial(fitting, most=1_500))
    agents = {f"ag{n}": {"name": "A", "queues": ["delivery"]} for n in range(40)}
    settings = tables(agents={**tables()["agents"], **agents})

    async def scene() -> Any:
        async with ContactCenter.in_memory(settings, plugins=[CHAT]) as center:
            offer = await offered(center)
            return await center.ask(ADA, WhyQuestion(offer=offer))

    told = asyncio.run(scene())

    assert told["more"] is True
    assert 1 < len(told["agents"]) < 42
    assert told["agents"][-1] == {"agent": "mei", "failed": None, "facts": {}}
