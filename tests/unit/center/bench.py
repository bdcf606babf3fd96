"""A writer on a scripted store in memory, on a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from ccsdk.center.batch import Request, fingerprint_of
from ccsdk.center.writer import Writer
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model import command as commands
from ccsdk.model import event as events
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.queue import members
from ccsdk.model.request import Receipt
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.faults import ScriptedLogStore, StoreFault

MEI = Principal(id="mei", role=Role.AGENT)


class Bench:
    """Hold a writer on a scripted store in memory, on a virtual clock."""

    def __init__(self, *faults: StoreFault, memory: MemoryLogStore | None = None) -> None:
        self.memory = memory or MemoryLogStore()
        self.store = ScriptedLogStore(self.memory, faults)
        self.clock = VirtualClock()
        self.published: list[Entry] = []
        self.writer = Writer(
            center="shop", store=self.store, clock=self.clock, publish=self.publish
        )

    def publish(self, entries: Sequence[Entry]) -> None:
        self.published.extend(entries)

    async def send(self, key: str, command: Command, **more: Any) -> Receipt:
        return await self.writer.submit(request(key, command, **more))

    async def log(self) -> list[Entry]:
        return await self.memory.read(after=0, limit=10_000)

    async def names(self) -> list[str]:
        return [type(entry.event).__name__ for entry in await self.log()]

    def of(self, kind: type[events.Event]) -> list[Any]:
        return [entry for entry in self.published if isinstance(entry.event, kind)]


def request(key: str, command: Command, **more: Any) -> Request:
    more.setdefault("principal", SYSTEM)
    return Request(
        key=key,
        command=command,
        fingerprint=fingerprint_of(type(command).__name__, repr(command), None),
        **more,
    )


def queue(name: str = "q", **more: Any) -> commands.DefineQueue:
    return commands.DefineQueue(queue=name, name=name, **more)


def message(number: int) -> commands.ReceiveInteraction:
    return commands.ReceiveInteraction(
        interaction=f"in_{number}", account="web", thread=f"th_{number}", identity="somebody"
    )


def words(text: str, name: str | None = None) -> commands.ReceiveInteraction.Personal:
    return commands.ReceiveInteraction.Personal(text=text, name=name)


async def define_shop(bench: Bench, **account: Any) -> None:
    await bench.send("queue", queue())
    web = commands.DefineAccount(account="web", channel="chat", queues=("q",), **account)
    await bench.send("account", web)


def play(
    scenario: Callable[[Bench], Coroutine[Any, Any, None]],
    *faults: StoreFault,
    memory: MemoryLogStore | None = None,
) -> None:
    """Run a scenario on a started writer, and stop it."""

    async def run() -> None:
        bench = Bench(*faults, memory=memory)
        await bench.writer.open()
        await bench.writer.start()
        try:
            await scenario(bench)
        finally:
            bench.store.release()
            await bench.writer.stop()

    asyncio.run(run())


async def offered(bench: Bench) -> None:
    """Bring an Interaction to an Agent's Offer."""
    await bench.send("queue", queue(ack_ms=4_000, ring_ms=15_000))
    await bench.send(
        "account", commands.DefineAccount(account="web", channel="chat", queues=("q",))
    )
    await bench.send("agent", commands.DefineAgent(agent="mei", memberships=members("q")))
    await bench.send("back", commands.ReportSessionBack(session="se_1", agent="mei"))
    await bench.send("log-in", commands.LogIn(agent="mei"), principal=MEI)
    await bench.send("ready", commands.SetReady(agent="mei"), principal=MEI)
    await bench.send("first", message(1), personal=words("hello"))
    assert bench.of(events.OfferMade)
