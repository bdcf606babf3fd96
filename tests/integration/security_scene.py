"""The scene of the security tests: a real center on a real port, and somebody at each door."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import attrs

from ccsdk.client import BusClient, Subscription
from ccsdk.server.tokens import Issued
from ccsdk.wire.frames import Start
from ccsdk.wire.link import Applied
from tests.integration.serving import WITHIN_S, Served
from tests.integration.shop import TABLES, agent, open_shop, visitor

__all__ = ["TEXT", "Scene", "first", "run", "seen"]

TEXT = "My canary sings at dawn"


@attrs.frozen
class Scene:
    """A customer whom mei answered, a customer who waits, and everybody's client."""

    here: Served
    stack: AsyncExitStack
    mei: BusClient
    tom: BusClient
    lena: BusClient
    lena_is: Issued
    interaction: str

    async def enter(self, client: BusClient) -> BusClient:
        return await self.stack.enter_async_context(client)


def run(act: Callable[[Scene], Awaitable[None]], tables: dict[str, Any] = TABLES) -> None:
    async def scene() -> None:
        async with (
            open_shop(tables) as here,
            AsyncExitStack() as stack,
            asyncio.timeout(3 * WITHIN_S),
        ):
            mei = await stack.enter_async_context(await agent(here, "mei"))
            tom = await stack.enter_async_context(await agent(here, "tom"))
            client, issued = await visitor(here)
            lena = await stack.enter_async_context(client)
            await mei.command("LogIn")
            await mei.command("SetReady")
            offers = await mei.subscribe("interaction.*.>", start="now")
            said = await lena.command("ReceiveInteraction", {}, personal={"text": TEXT})
            offer = await first(offers, "ccsdk.OfferMade.v1")
            await mei.command("AcceptOffer", {"offer": offer["offer"]})
            await mei.command("ConfirmConnected", {"interaction": said.ok["interaction"]})
            await act(Scene(here, stack, mei, tom, lena, issued, said.ok["interaction"]))

    asyncio.run(scene())


async def first(changes: Subscription, type: str) -> dict[str, Any]:
    """Return the next event of a type."""
    async for change in changes:
        if isinstance(change, Applied):
            for event in change.events:
                if event["type"] == type:
                    return event
    raise AssertionError("the subscription ended")


async def seen(client: BusClient, *topics: str, until: str) -> list[dict[str, Any]]:
    """Return all events from the log's start to the first of a type."""
    assert client.welcome is not None
    start = Start(epoch=client.welcome.epoch, cursor="0" * 20)
    events: list[dict[str, Any]] = []
    async for change in await client.subscribe(*topics, start=start):
        events += change.events if isinstance(change, Applied) else ()
        if any(event["type"] == until for event in events):
            return events
    return events
