"""Two agents are offered the same chat and both take it: the first in the log has it."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from ccsdk.client import BusClient, Subscription
from ccsdk.errors import OfferGoneError, UnknownEntityError
from ccsdk.model.instant import from_rfc3339
from ccsdk.wire.link import Applied
from tests.integration.shop import agent, open_shop, visitor

pytestmark = [pytest.mark.integration, pytest.mark.slow]

RACES = 500


async def offer_of(changes: Subscription) -> tuple[str, str]:
    """Return the next Offer made to this agent: its id and its Interaction's."""
    async for change in changes:
        if isinstance(change, Applied):
            for event in change.events:
                if event["type"] == "ccsdk.OfferMade.v1":
                    return event["offer"], event["interaction"]
    raise AssertionError("the subscription ended")


async def race(
    agents: list[BusClient], offers: list[str], *, first: int
) -> tuple[int, OfferGoneError]:
    """Accept both offers at once; return who won, and what the loser was told."""
    order = [first, 1 - first]
    outcomes = await asyncio.gather(
        *(agents[number].command("AcceptOffer", {"offer": offers[number]}) for number in order),
        return_exceptions=True,
    )
    told = dict(zip(order, outcomes, strict=True))
    lost = [each for each in outcomes if isinstance(each, OfferGoneError)]
    won = [number for number, each in told.items() if not isinstance(each, BaseException)]
    assert (len(won), len(lost)) == (1, 1), outcomes
    return won[0], lost[0]


@pytest.mark.timeout(120)
def test_of_two_who_accept_at_once_one_wins_and_the_other_learns_who_and_when() -> None:
    async def scene() -> None:
        async with open_shop() as here, AsyncExitStack() as stack:
            names = ["mei", "tom"]
            agents = [await stack.enter_async_context(await agent(here, name)) for name in names]
            stranger = await stack.enter_async_context(await agent(here, "eve"))
            customer, _ = await visitor(here)
            await stack.enter_async_context(customer)
            follows = [await each.subscribe("interaction.*.>", start="now") for each in agents]
            for each in agents:
                await each.command("LogIn")
                await each.command("SetReady")
            wins = {0: 0, 1: 0}

            for number in range(RACES):
                await customer.command("ReceiveInteraction", {}, personal={"text": "Hello"})
                offered = [await offer_of(changes) for changes in follows]
                offers = [offer for offer, _ in offered]
                with pytest.raises(UnknownEntityError):
                    await stranger.command("AcceptOffer", {"offer": offers[0]})
                winner, lost = await race(agents, offers, first=number % 2)
                wins[winner] += 1
                interaction = {"interaction": offered[0][1]}
                accepted = await accepted_at(agents[winner], interaction)

                assert (lost.outcome, lost.by) == ("taken", names[winner])
                assert lost.at_ms == accepted
                await agents[winner].command("ConfirmConnected", interaction)
                await agents[winner].command("EndInteraction", interaction)

            assert sum(wins.values()) == RACES
            assert min(wins.values()) > 0, "nobody raced"

    asyncio.run(scene())


async def accepted_at(winner: BusClient, interaction: dict[str, str]) -> int:
    """Return when the log says that the Offer was accepted."""
    page = await winner.request("history.v1", interaction)
    times = [each["time"] for each in page["items"] if each["type"] == "ccsdk.OfferAccepted.v1"]
    return from_rfc3339(times[-1])
