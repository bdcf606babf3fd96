"""Route one interaction in a plain script: no server, no file, no browser."""

from __future__ import annotations

import asyncio

from ccsdk import ContactCenter
from ccsdk.model.command import AcceptOffer, LogIn, ReceiveInteraction, SetReady
from ccsdk.model.event import OfferMade
from ccsdk_chat import plugin as chat

SHOP = {
    "queues": {"sales": {"skills": ["furniture"]}},
    "agents": {"mei": {"queues": ["sales"], "skills": ["furniture"]}},
    "accounts": {"web": {"channel": "chat", "queues": ["sales"]}},
}


async def main() -> None:
    async with ContactCenter.in_memory(SHOP, plugins=[chat]) as center:
        mei, anna = center.agent("mei"), center.visitor("web", "anna")
        await mei.ask(LogIn)
        await mei.ask(SetReady)
        await anna.ask(ReceiveInteraction, text="Is the oak table in stock?")
        (offer,) = [e.event async for e in center.entries() if isinstance(e.event, OfferMade)]
        await mei.ask(AcceptOffer, offer=offer.offer)
        async for entry in center.entries():
            print(entry.position, entry.subject, type(entry.event).__name__)


asyncio.run(main())
