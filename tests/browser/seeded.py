"""A day of the example shop that is the same each time: played at a clock of its own, then served.

The center is real, in a thread of this process: its clock stands still until `pass_time`, so
that a picture of it shows the same instants whenever it is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import tomllib
from pathlib import Path
from typing import Any

import attrs
import jwt

from ccsdk import ContactCenter
from ccsdk.center.inprocess import InProcessClient
from ccsdk.errors import CommandRejectedError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AbandonInteraction,
    AcceptOffer,
    AcknowledgeOffer,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    LogIn,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
    SetNotReady,
    SetReady,
)
from ccsdk.model.event import OfferMade
from ccsdk.server.identity import Identifier
from ccsdk.testing.clock import VirtualClock
from tests.browser.living import ANSWER_S, LivingCenter

SHOP = Path(__file__).resolve().parents[2] / "examples" / "shop" / "center.toml"
# 2026-03-10T07:30:00Z, half past eight of a Tuesday in Berlin.
MORNING_MS = 1_773_127_800_000
SITE_KEY = "the key that only the shop's server and its center know"
STAFF = ("mei", "tomas", "amara", "jonas", "lucia")
SLOTS = {"mei": 5, "amara": 3, "tomas": 2, "jonas": 2}
VISITS = 150
MINUTES = 330
DONE = {"sales": ("advice", "ordered"), "delivery": ("delivery",), "care": ("return", "follow_up")}


class Store(MemoryLogStore):
    """Keep a log whose secret, and so every Customer's id, is always the same."""

    def __init__(self) -> None:
        super().__init__()
        self._secret = bytes(range(32))


def tables(origin: str) -> dict[str, Any]:
    """Return the shop's settings, with a page of its own and a key of its site."""
    read = tomllib.loads(SHOP.read_text(encoding="utf-8"))
    web = read["accounts"]["web"]
    web["origins"] = [origin]
    web["identity"] = {"site-1": {"algorithm": "HS256", "key": "${env:CCSDK_SITE_KEY}"}}
    read["plugins"]["knowledge"]["folder"] = str(SHOP.parent / "knowledge")
    read["channels"] = {"chat": {"weight": 10}}
    for agent, slots in SLOTS.items():
        read["agents"][agent]["chats"] = slots
    return read


@attrs.define
class Visit:
    """Say what one customer of the day does, and what its agent takes for it; seconds."""

    at_s: float
    customer: InProcessClient
    queue: str
    patience_s: float
    answers_after_s: float
    talks_s: float
    wraps_s: float
    disposition: str
    is_missed: bool


class LivingShop(LivingCenter):
    """Run the shop's center in a thread, at a time that only `pass_time` moves."""

    def __init__(self, origin: str, data: Path) -> None:
        numbers = itertools.count(1)
        clock = VirtualClock(now_ms=MORNING_MS)
        center = ContactCenter(
            tables(origin),
            data=data,
            clock=clock,
            store=Store(),
            ids=lambda: f"{next(numbers):04d}",
        )
        super().__init__(center, clock)
        # Signed for by the shop's site, and here for the third time.
        self.anna: InProcessClient
        self._offers: dict[str, OfferMade] = {}
        self._read = 0

    async def begin(self) -> None:
        """Play the day."""
        await self._play_day()

    # --- people -------------------------------------------------------------------------------

    async def verified(self, sub: str, name: str) -> InProcessClient:
        """Return a customer whom the shop's site has signed for."""
        now_s, aud = self.now_ms // 1_000, f"{self.center.name}/web"
        claims = {"sub": sub, "name": name, "aud": aud, "exp": now_s + 60, "jti": f"{sub}-{now_s}"}
        signed = jwt.encode(claims, SITE_KEY, algorithm="HS256", headers={"kid": "site-1"})
        issued = await Identifier(self.center).identify("web", signed)
        return attrs.evolve(self.center.visitor("web", sub), principal=issued.principal)

    async def offer_for(self, interaction: str) -> OfferMade | None:
        """Return the newest Offer of an Interaction, None if it has had none."""
        async for entry in self.center.entries(after=self._read):
            self._read = entry.position
            if isinstance(entry.event, OfferMade):
                self._offers[entry.event.interaction] = entry.event
        return self._offers.get(interaction)

    async def accept(self, interaction: str) -> InProcessClient:
        """Let whoever is offered an Interaction take it."""
        offer = await self.offer_for(interaction)
        assert offer is not None, "somebody is ready for it"
        agent = self.center.agent(offer.agent)
        await agent.ask(AcknowledgeOffer, offer=offer.offer)
        await agent.ask(AcceptOffer, offer=offer.offer)
        await agent.ask(ConfirmConnected, interaction=interaction)
        return agent

    async def ask(self, customer: InProcessClient, queue: str, text: str, *, name: str = "") -> str:
        """Let a customer come with a question; return their Interaction."""
        named = {"name": name} if name else {}
        asked = await customer.ask(ReceiveInteraction, queue=queue, text=text, **named)
        return str(asked.answer.interaction)

    def chat(self, customer: InProcessClient, queue: str, *lines: str, name: str = "") -> str:
        """Play a chat: the customer has every other line; return its Interaction."""
        interaction = self.do(self.ask(customer, queue, lines[0], name=name))
        own = {"interaction": interaction}
        self.pass_time(3)
        agent = self.do(self.accept(interaction))
        for number, line in enumerate(lines[1:]):
            self.pass_time(11)
            speaker, command = ((agent, SendMessage), (customer, ReceiveMessage))[number % 2]
            self.do(speaker.ask(command, text=line, **own))
        return interaction

    # --- the day ------------------------------------------------------------------------------

    async def _play_day(self) -> None:
        for name in STAFF:
            agent = self.center.agent(name)
            await agent.ask(LogIn)
            await agent.ask(SetReady)
            await self.center.session_back(agent.principal, f"se_{name}")
        visits = [await self._planned(random.Random(number)) for number in range(VISITS)]
        self.anna = await self.verified("anna", "Anna Berger")
        visits += [self._known(40, "sales"), self._known(170, "delivery")]
        playing = [asyncio.create_task(self._visit(visit)) for visit in visits]
        for _ in range(MINUTES):
            await self.clock.advance(60_000)
            for name in STAFF:
                # Whoever missed an Offer is back soon; most are there already.
                with contextlib.suppress(CommandRejectedError):
                    await self.center.agent(name).ask(SetReady)
        await asyncio.wait_for(asyncio.gather(*playing), ANSWER_S)
        await self.center.agent("lucia").ask(SetNotReady, reason="lunch")

    async def _planned(self, chance: random.Random) -> Visit:
        queue = chance.choices(("sales", "delivery", "care"), (5, 4, 2))[0]
        # A morning's hill: most come around eleven.
        at_s = 60 * min(max(chance.gauss(MINUTES * 0.55, MINUTES * 0.22), 2), MINUTES - 25)
        return Visit(
            at_s=at_s,
            customer=self.center.visitor("web", f"day-{chance.random()}"),
            queue=queue,
            patience_s=chance.choice((4, 12, 40, 120, 240, 300)),
            answers_after_s=chance.uniform(2, 24),
            talks_s=chance.uniform(180, 900),
            wraps_s=chance.uniform(8, 28),
            disposition=chance.choice(DONE[queue]),
            is_missed=chance.random() < 0.08,
        )

    def _known(self, minute: int, queue: str) -> Visit:
        """Return a visit of the customer whom agents will meet again."""
        return Visit(
            at_s=60 * minute,
            customer=self.anna,
            queue=queue,
            patience_s=300,
            answers_after_s=5,
            talks_s=240,
            wraps_s=20,
            disposition=DONE[queue][0],
            is_missed=False,
        )

    async def _visit(self, visit: Visit) -> None:
        await self._sleep(visit.at_s)
        asked = await visit.customer.ask(ReceiveInteraction, queue=visit.queue, text="Hello")
        own = {"interaction": str(asked.answer.interaction)}
        offer = await self._waited_for(visit, own["interaction"])
        if offer is None:
            await visit.customer.ask(AbandonInteraction, **own)
            return
        agent = self.center.agent(offer.agent)
        await agent.ask(AcceptOffer, offer=offer.offer)
        await agent.ask(ConfirmConnected, **own)
        await agent.ask(SendMessage, text="Good morning", **own)
        await self._sleep(visit.talks_s)
        await visit.customer.ask(EndInteraction, **own)
        await self._sleep(visit.wraps_s)
        await agent.ask(CompleteWrapUp, disposition=visit.disposition, **own)

    async def _waited_for(self, visit: Visit, interaction: str) -> OfferMade | None:
        """Return the Offer that is accepted; None if patience or the one agent's eyes fail."""
        seen, until_ms = set(), self.now_ms + visit.patience_s * 1_000
        while self.now_ms < until_ms:
            offer = await self.offer_for(interaction)
            if offer is None or offer.offer in seen:
                await self._sleep(1)
                continue
            seen.add(offer.offer)
            await self.center.agent(offer.agent).ask(AcknowledgeOffer, offer=offer.offer)
            if visit.is_missed and len(seen) == 1:
                continue
            await self._sleep(visit.answers_after_s if visit.answers_after_s < 18 else 15)
            return offer
        return None

    async def _sleep(self, seconds: float) -> None:
        await self.clock.sleep_until(self.clock.monotonic_ms() + int(seconds * 1_000))
