"""Simulated customers and agents: ordinary clients of the bus, with no door of their own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import urllib.request
from collections import Counter
from collections.abc import Mapping
from typing import Any

import attrs
from signing import Signer
from talk import GREETING, NAMES, TALKS, Talk, answers_to

from ccsdk.client.bus import BusClient
from ccsdk.client.subscription import Subscription
from ccsdk.errors import CcsdkError
from ccsdk.wire.link import Applied

__all__ = ["Shop", "run_people"]

LIVE = ("MADE", "SHOWN")
# So many of the customers are good ones, whom the shop's server vouches for.
GOOD = 0.25


@attrs.frozen(kw_only=True)
class Shop:
    """Say where the center and the page are, and who acts; `pace` 0.1 is ten times as fast."""

    center_url: str
    page_url: str
    tokens: Mapping[str, str] = attrs.field(repr=False)
    signer: Signer = attrs.field(repr=False)
    customers: int
    seed: int
    pace: float = 1.0

    @property
    def bus_url(self) -> str:
        """Return the address of the bus."""
        return f"ws{self.center_url.removeprefix('http')}/bus"

    async def wait(self, chance: random.Random, least_s: float, most_s: float) -> None:
        """Think, type, or look elsewhere for a while."""
        await asyncio.sleep(chance.uniform(least_s, most_s) * self.pace)


async def run_people(shop: Shop) -> None:
    """Let everybody act until cancelled."""
    async with asyncio.TaskGroup() as group:
        for agent, token in shop.tokens.items():
            group.create_task(Agent(shop, agent, token).work())
        for number in range(shop.customers):
            group.create_task(visit_often(shop, random.Random(f"{shop.seed}/{number}")))
        # Nobody at all is a shop, too.
        await asyncio.get_running_loop().create_future()


# --- agents -----------------------------------------------------------------------------------


class Agent:
    """Take what is offered, answer what is asked, wrap up."""

    def __init__(self, shop: Shop, id: str, token: str) -> None:
        self.id = id
        self._shop = shop
        self._chance = random.Random(f"{shop.seed}/{id}")
        self._bus = BusClient(shop.bus_url, token, name=f"simulated {id}")
        self._talks: dict[str, Talk] = {}
        self._said: Counter[str] = Counter()

    async def work(self) -> None:
        """Sign in and serve until cancelled."""
        async with self._bus as bus, asyncio.TaskGroup() as group:
            work = await bus.subscribe("interaction.*.>", f"agent.{self.id}.>")
            for command in ("LogIn", "SetReady"):
                # Already so, after a restart of the demo: that is fine.
                with contextlib.suppress(CcsdkError):
                    await bus.command(command)
            async for change in work:
                events = change.events if isinstance(change, Applied) else change.items
                for event in events:
                    group.create_task(self._answer_safely(event))

    async def _answer_safely(self, event: dict[str, Any]) -> None:
        # What has changed in the meantime, a customer gone for instance, is no trouble.
        with contextlib.suppress(CcsdkError):
            await self._answer(event)

    async def _answer(self, event: dict[str, Any]) -> None:
        facts = {**event, **event["data"]}
        kind, interaction = event["type"].split(".")[1], facts.get("interaction", "")
        if kind == "OfferMade" or (kind == "Offer" and facts["state"] in LIVE):
            offer = event.get("offer") or event["subject"].removeprefix("offer/")
            await self._take(offer, interaction)
        elif kind == "InteractionAnswered":
            await self._say(interaction, GREETING)
            await self._reply(interaction)
        elif kind == "MessageReceived":
            await self._reply(interaction)
        elif kind == "WrapUpStarted" and facts["agent"] == self.id:
            await self._wrap_up(interaction)
        elif kind == "Interaction" and facts.get("owner") == self.id:
            await self._go_on(event["subject"].removeprefix("interaction/"), facts["state"])

    async def _take(self, offer: str, interaction: str) -> None:
        await self._bus.command("AcknowledgeOffer", {"offer": offer})
        await self._shop.wait(self._chance, 0.5, 2.5)
        await self._bus.command("AcceptOffer", {"offer": offer})
        await self._connect(interaction)

    async def _connect(self, interaction: str) -> None:
        # Whoever is called back says so themselves.
        if await self._recall(interaction) != "callback":
            await self._bus.command("ConfirmConnected", {"interaction": interaction})

    async def _recall(self, interaction: str) -> str | None:
        """Read what was said so far; return of which kind the visit is, None for the first."""
        history = await self._bus.request("history.v1", {"interaction": interaction})
        kinds = [item["type"].split(".")[1] for item in history["items"]]
        opening = history["items"][kinds.index("MessageReceived")]["personal"]["text"]
        self._talks[interaction] = answers_to(opening)
        self._said[interaction] = max(0, kinds.count("MessageSent") - 1)
        kind: str | None = history["interaction"]["data"].get("visit_kind")
        return kind

    async def _go_on(self, interaction: str, state: str) -> None:
        """Pick up what was ours before a restart."""
        if state == "CONNECTING":
            await self._connect(interaction)
        elif state == "ENGAGED":
            await self._recall(interaction)
        elif state == "WRAP_UP":
            await self._wrap_up(interaction)

    async def _reply(self, interaction: str) -> None:
        talk = self._talks.get(interaction)
        if talk is None or self._said[interaction] >= len(talk.answers):
            return
        text = talk.answers[self._said[interaction]]
        self._said[interaction] += 1
        await self._shop.wait(self._chance, 1.5, 5)
        await self._say(interaction, text)

    async def _say(self, interaction: str, text: str) -> None:
        await self._bus.command(
            "SendMessage", {"interaction": interaction}, personal={"text": text}
        )

    async def _wrap_up(self, interaction: str) -> None:
        talk = self._talks.pop(interaction, None)
        await self._shop.wait(self._chance, 2, 6)
        disposition = talk.disposition if talk else "follow_up"
        await self._bus.command(
            "CompleteWrapUp", {"interaction": interaction, "disposition": disposition}
        )


# --- customers --------------------------------------------------------------------------------


async def visit_often(shop: Shop, chance: random.Random) -> None:
    """Be one customer after the other."""
    while True:
        await shop.wait(chance, 0.5, 6)
        with contextlib.suppress(CcsdkError, OSError):
            await visit(shop, chance)


async def visit(shop: Shop, chance: random.Random) -> None:
    """Come by the shop's page, ask, talk, and leave; or lose patience."""
    talk, name = chance.choice(TALKS), chance.choice(NAMES)
    is_good = chance.random() < GOOD
    token = await asyncio.to_thread(visitor_token, shop, name if is_good else None)
    async with BusClient(shop.bus_url, token, origin=shop.page_url, name="simulated") as bus:
        messages = await bus.subscribe("interaction.*.>", start="now")
        receipt = await bus.command(
            "ReceiveInteraction",
            {"queue": talk.queue},
            personal={"text": talk.lines[0], "name": name},
        )
        own = {"interaction": receipt.ok["interaction"]}
        try:
            async with asyncio.timeout(chance.uniform(40, 80) * shop.pace):
                await next_message(messages)
        except TimeoutError:
            with contextlib.suppress(CcsdkError):
                await bus.command("AbandonInteraction", own)
            return
        for line in talk.lines[1:]:
            await next_message(messages)
            await shop.wait(chance, 2, 6)
            await bus.command("ReceiveMessage", own, personal={"text": line})
        await next_message(messages)
        await shop.wait(chance, 1, 3)
        await bus.command("EndInteraction", own)


async def next_message(messages: Subscription) -> None:
    """Wait until an agent has written; leave if the talk is over."""
    async for change in messages:
        kinds = [e["type"] for e in change.events] if isinstance(change, Applied) else []
        if any("InteractionEnded" in kind or "InteractionClosed" in kind for kind in kinds):
            return
        if any("MessageSent" in kind for kind in kinds):
            return


def visitor_token(shop: Shop, name: str | None) -> str:
    """Ask the center for a visitor's token, as the widget on the shop's page does.

    The shop vouches for who is signed in there by `name`.
    """
    wish = {"account": "web"}
    if name is not None:
        wish["statement"] = shop.signer.statement(f"customer-{name}", name)
    request = urllib.request.Request(
        f"{shop.center_url}/visitor",
        data=json.dumps(wish).encode(),
        headers={"content-type": "application/json", "origin": shop.page_url},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["token"])
