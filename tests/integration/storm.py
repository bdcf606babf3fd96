"""A storm: clients at work on a real server that is killed and restarted under them."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import attrs

from ccsdk.client.bus import BusClient
from ccsdk.client.subscription import Subscription
from ccsdk.errors import CommandRejectedError, RefusedByServerError
from ccsdk.wire.link import Applied
from tests.integration.served import ORIGIN, Server, ccsdk, center_file, visitor_token
from tests.ports import held_port

__all__ = ["AGENTS", "VISITOR_NAMES", "Record", "Rig", "client", "storm"]

VISITOR_NAMES = tuple(f"visitor{number}" for number in range(4))
AGENTS = ("mei", "tom")
# Who was thrown out comes back after 4 s at most, and then has to be served.
SETTLE_S = 40
QUIET_S = 1.5

CENTER_TOML = """
[center]
name = "shop"

[channels.chat]
weight = 1

[queues.sales]
ack = "10 min"
ring = "10 min"
connect = "10 min"
wrap_up = "10 min"

[agents.mei]
queues = ["sales"]
chats = 64

[agents.tom]
queues = ["sales"]
chats = 64

[accounts.web]
channel = "chat"
queues = ["sales"]
origins = ["http://shop.example"]
customer_grace = "1 h"

[plugins.chat]
"""


@attrs.define
class Record:
    """Hold what clients did and saw, by their own account."""

    sent: set[str] = attrs.field(factory=set)
    acknowledged: dict[str, str] = attrs.field(factory=dict)
    seen: dict[str, list[str]] = attrs.field(factory=dict)
    resets: Counter[str] = attrs.field(factory=Counter)
    numbers: Counter[str] = attrs.field(factory=Counter)
    under_way: int = 0

    async def give(
        self, who: str, bus: BusClient, type: str, data: dict[str, Any], text: str | None = None
    ) -> dict[str, Any]:
        """Give a command under a key of its own until it is answered."""
        self.numbers[who] += 1
        key = f"{who}-{self.numbers[who]}"
        self.sent.add(key)
        personal = None if text is None else {"text": text}
        self.under_way += 1
        try:
            receipt = await bus.command(type, data, personal=personal, key=key)
        finally:
            self.under_way -= 1
        self.acknowledged[key] = receipt.cursor
        return dict(receipt.ok)

    def take(self, who: str, subscription: Subscription) -> asyncio.Task[None]:
        """Note all that a subscription brings, in order."""
        self.seen[who] = []

        async def follow() -> None:
            async for change in subscription:
                if isinstance(change, Applied):
                    ids = [f"{e['subject']}:{e['version']}" for e in change.events]
                    self.seen[who] += ids
                else:
                    self.resets[who] += 1

        return asyncio.create_task(follow())


class Rig:
    """Hold the server that dies and comes back on one port, and the clients."""

    def __init__(self, folder: Path) -> None:
        self.center = center_file(folder, CENTER_TOML)
        self._held = contextlib.ExitStack()
        self.port = self._held.enter_context(held_port())
        self.server = self.start()
        self.record = Record()
        self.clients: list[BusClient] = []
        self.is_over = False
        self.may_leave = asyncio.Event()
        self.states: list[str] = []

    def close(self) -> None:
        """End the server, if it still runs, and let the port go."""
        if self.server.process.poll() is None:
            self.server.kill()
        self._held.close()

    def start(self) -> Server:
        """Start a server on the port."""
        server = Server(self.center, "--port", self.port)
        assert server.url
        return server

    def compare_states(self) -> None:
        """Note the live state before and after the one that the log leads to."""
        for words in (("state", "--hash"), ("check",), ("state", "--hash")):
            outcome = ccsdk(words[0], self.center, *words[1:])
            assert outcome.code == 0, outcome.err
            self.states.append(outcome.out)

    def token(self, agent: str) -> str:
        """Return an agent's token, good for the whole run."""
        outcome = ccsdk("token", self.center, "--role", "agent", "--id", agent)
        assert outcome.code == 0, outcome.err
        return outcome.out.strip()

    async def kill_often(self, chance: random.Random, times: int) -> None:
        """Kill and restart, at random points of the load, which must have set in again."""
        await self._until(lambda: self.at_work == {*AGENTS, *VISITOR_NAMES})
        for _ in range(times):
            enough = len(self.record.acknowledged) + chance.randint(1, 20)
            await self._until(lambda: len(self.record.acknowledged) >= enough)  # noqa: B023
            await asyncio.sleep(chance.uniform(0, 0.5))
            await asyncio.to_thread(self.server.kill)
            self.server = await asyncio.to_thread(self.start)

    @property
    def at_work(self) -> set[str]:
        """Return who was answered at least once."""
        return {key.rpartition("-")[0] for key in self.record.acknowledged}

    @staticmethod
    async def _until(is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(SETTLE_S):
            while not is_so():
                await asyncio.sleep(0.01)

    async def settle(self) -> None:
        """Wait until all are connected and answered, and have seen nothing new for a while.

        They leave together: what one still does, another may have to see.
        """
        seen, quiet_since_s = -1, time.monotonic()
        async with asyncio.timeout(SETTLE_S):
            while time.monotonic() - quiet_since_s < QUIET_S:
                await asyncio.sleep(0.1)
                count = sum(map(len, self.record.seen.values()))
                are_connected = all(bus.is_connected for bus in self.clients)
                if count != seen or self.record.under_way or not are_connected:
                    seen, quiet_since_s = count, time.monotonic()
        self.may_leave.set()


async def act_as_visitor(rig: Rig, name: str, token: str, chance: random.Random) -> None:
    """Open interactions, write in them, leave them."""
    async with client(rig, name, token, origin=ORIGIN) as bus:
        while not rig.is_over:
            ok = await rig.record.give(name, bus, "ReceiveInteraction", {}, "Hello")
            own = {"interaction": ok["interaction"]}
            with conceding():
                for number in range(chance.randint(1, 4)):
                    await rig.record.give(name, bus, "ReceiveMessage", own, f"Line {number}")
                    await asyncio.sleep(chance.uniform(0, 0.1))
            for way_out in ("EndInteraction", "AbandonInteraction"):
                with conceding():
                    await rig.record.give(name, bus, way_out, own)
        await rig.may_leave.wait()


async def act_as_agent(rig: Rig, name: str, token: str) -> None:
    """Take whatever is offered, answer it, wrap it up."""
    async with client(rig, name, token) as bus:
        for command in ("LogIn", "SetReady"):
            await rig.record.give(name, bus, command, {})
        work = await bus.subscribe("interaction.*.>")
        serving = asyncio.create_task(serve(rig, name, bus, work))
        await rig.may_leave.wait()
        serving.cancel()


async def serve(rig: Rig, name: str, bus: BusClient, work: Subscription) -> None:
    async with asyncio.TaskGroup() as group:
        async for change in work:
            happened = change.events if isinstance(change, Applied) else change.items
            for each in happened:
                kind = each["type"].split(".")[1]
                if kind in ("OfferMade", "Offer"):
                    offer = each.get("offer") or each["subject"].removeprefix("offer/")
                    group.create_task(handle(rig, name, bus, offer))
                elif kind == "InteractionEnded":
                    own = {"interaction": each["interaction"]}
                    group.create_task(politely(rig, name, bus, "CompleteWrapUp", own))


async def handle(rig: Rig, name: str, bus: BusClient, offer: str) -> None:
    """Accept, connect and say something, as far as the interaction still allows."""
    own = {"interaction": offer.rpartition("-")[0]}
    await politely(rig, name, bus, "AcceptOffer", {"offer": offer})
    await politely(rig, name, bus, "ConfirmConnected", own)
    await politely(rig, name, bus, "SendMessage", own, "How can I help?")


@contextlib.contextmanager
def conceding() -> Iterator[None]:
    """Go on after a command that came too late: the world has moved on. Nothing else passes."""
    try:
        yield
    except CommandRejectedError:
        pass
    except RefusedByServerError as error:
        if error.code != "conflict":
            raise


async def politely(
    rig: Rig, name: str, bus: BusClient, type: str, data: dict[str, Any], text: str | None = None
) -> None:
    with conceding():
        await rig.record.give(name, bus, type, data, text)


@contextlib.asynccontextmanager
async def client(rig: Rig, name: str, token: str, **more: Any) -> AsyncIterator[BusClient]:
    """Connect a client that notes everything it sees, from the very beginning."""
    url = f"ws://127.0.0.1:{rig.port}/bus"
    async with BusClient(url, token, session=f"se_{name}", **more) as bus:
        topics = ("interaction.*.>",) if "origin" in more else ("interaction.*.>", "agent.*.>")
        rig.clients.append(bus)
        following = rig.record.take(name, await bus.subscribe(*topics, start="now"))
        try:
            yield bus
        finally:
            following.cancel()


async def storm(rig: Rig, *, seed: int, kills: int) -> None:
    """Let the clients work through a number of kills, and settle afterwards."""
    # Before the first kill, since nobody asks for a token twice.
    tokens = {agent: await asyncio.to_thread(rig.token, agent) for agent in AGENTS}
    for name in VISITOR_NAMES:
        tokens[name] = await asyncio.to_thread(visitor_token, rig.server.url)
    async with asyncio.TaskGroup() as group:
        for agent in AGENTS:
            group.create_task(act_as_agent(rig, agent, tokens[agent]))
        for number, name in enumerate(VISITOR_NAMES):
            chance = random.Random(f"{seed}/{number}")
            group.create_task(act_as_visitor(rig, name, tokens[name], chance))
        await rig.kill_often(random.Random(seed), kills)
        rig.is_over = True
        await rig.settle()
