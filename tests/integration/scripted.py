"""A scripted day in a center without chance: fixed clock, ids and secret. Prints its log."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import suppress

from ccsdk import ContactCenter
from ccsdk.cli.log import line_of
from ccsdk.errors import CommandRejectedError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AbandonInteraction,
    AcceptOffer,
    AcknowledgeOffer,
    CompleteWrapUp,
    ConfirmConnected,
    DeclineOffer,
    EndInteraction,
    LogIn,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
    SetNotReady,
    SetReady,
)
from ccsdk.model.event import OfferMade
from ccsdk.testing.clock import VirtualClock
from ccsdk_chat import plugin as chat

AGENTS = ("mei", "tom", "amara", "jonas", "lucia")
VISITORS = ("anna", "ben", "chiara", "david", "elif", "farid")
TABLES = {
    "center": {"name": "shop"},
    "queues": {
        "sales": {"skills": ["oak", "pine"], "strategy": "broadcast", "broadcast": 2},
        "care": {"ring": "9s"},
    },
    "agents": {
        name: {"queues": ["care", "sales"], "skills": ["pine", "oak", "ash"], "chats": 2}
        for name in AGENTS
    },
    "accounts": {"web": {"channel": "chat", "queues": ["sales", "care"]}},
}


class Store(MemoryLogStore):
    """Keep a log whose secret, and so every Customer's id, is always the same."""

    def __init__(self) -> None:
        super().__init__()
        self._secret = bytes(range(32))


async def day(center: ContactCenter, clock: VirtualClock) -> None:
    """Let customers come and agents answer, decline, miss and leave."""
    agents = {name: center.agent(name) for name in AGENTS}
    for name, agent in agents.items():
        await agent.ask(LogIn)
        await agent.ask(SetReady)
        await clock.advance(700)
        await center.session_back(agent.principal, f"se_{name}")
    done: set[str] = set()
    for number, name in enumerate(VISITORS):
        visitor = center.visitor("web", name)
        await center.session_back(visitor.principal, f"se_{name}")
        await visitor.ask(ReceiveInteraction, text=f"{name} asks", name=name)
        await clock.advance(1_300)
        for offer in await offers(center):
            if offer.offer not in done:
                done.add(offer.offer)
                await answer(center, offer, number)
                await clock.advance(900)
    late = center.visitor("web", "gina")
    receipt = await late.ask(ReceiveInteraction, text="Too slow", queue="care")
    await clock.advance(3_000)
    await late.ask(AbandonInteraction, interaction=receipt.answer.interaction)
    await agents["mei"].ask(SetNotReady, reason="break")
    await clock.advance(120_000)
    await center.session_gone(agents["tom"].principal, "se_tom")
    await clock.advance(900_000)


async def offers(center: ContactCenter) -> list[OfferMade]:
    return [e.event async for e in center.entries() if isinstance(e.event, OfferMade)]


async def answer(center: ContactCenter, offer: OfferMade, number: int) -> None:
    agent = center.agent(offer.agent)
    own = {"interaction": offer.interaction}
    visitor = center.visitor("web", VISITORS[number])
    with suppress(CommandRejectedError):
        await agent.ask(AcknowledgeOffer, offer=offer.offer)
        if number % 3 == 2:
            return
        if number % 3 == 1:
            await agent.ask(DeclineOffer, offer=offer.offer, reason="busy")
            return
        await agent.ask(AcceptOffer, offer=offer.offer)
        await agent.ask(ConfirmConnected, **own)
        await agent.ask(SendMessage, text="Hello", **own)
    with suppress(CommandRejectedError):
        await visitor.ask(ReceiveMessage, text="Yes", **own)
    with suppress(CommandRejectedError):
        await agent.ask(EndInteraction, **own)
        await agent.ask(CompleteWrapUp, disposition="advice", note="polite", **own)


async def main() -> None:
    """Live the day and print its log with every half, and the state it leads to."""
    clock, numbers = VirtualClock(), itertools.count(1)
    center = ContactCenter(
        TABLES, plugins=[chat], clock=clock, store=Store(), ids=lambda: f"{next(numbers):04d}"
    )
    async with center:
        await day(center, clock)
        async for entry in center.entries():
            print(line_of(entry, as_json=True, personal=True))
        print(await center.state_hash())


if __name__ == "__main__":
    asyncio.run(main())
