"""One plugin beside the center or in its own process, with the same inputs at the same instants.

Two centers are made alike to the last random number, so that their logs can be compared whole.
Time stands still but for `pass_time`, which stops at each instant at which the plugin has an
alarm: a command that comes over a socket then is given at the same instant as one from inside.
Sockets alone go by a clock that runs: they would be found dead in the first minute that is
passed over at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from itertools import count
from typing import Any

import msgspec

from ccsdk import ContactCenter
from ccsdk.bus.pump import Pump
from ccsdk.center.plugin_process import PluginProcess
from ccsdk.hooks.manifest import Plugin
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveInteraction,
)
from ccsdk.model.event import OfferMade
from ccsdk.model.topic import topic_of
from ccsdk.plugins.observer import Observer
from ccsdk.server.plugin_tokens import issue_plugin_token
from ccsdk.testing.clock import START_MS, VirtualClock
from tests.integration.serving import eventually, serving
from tests.unit.center.shop import CHAT

__all__ = ["FixedStore", "Scene", "beside", "in_own_process", "joined", "running"]


# Half an hour before a day ends, and with it what goes by days.
EVENING_MS = START_MS + 14 * 3_600_000 + 30 * 60_000


class FixedStore(MemoryLogStore):
    """Keep a log in memory that is made alike each time."""

    def __init__(self) -> None:
        super().__init__()
        self._epoch = "e" * 32
        self._secret = bytes(32)


class RunningClock:
    """Tell a time that begins where a virtual clock does, and goes on as ever."""

    def __init__(self) -> None:
        self._began_ms = self.monotonic_ms()

    def now_ms(self) -> int:
        return EVENING_MS + self.monotonic_ms() - self._began_ms

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000

    async def sleep_until(self, monotonic_ms: int) -> None:
        await asyncio.sleep(max(0, monotonic_ms - self.monotonic_ms()) / 1000)


class Scene:
    """Act in a center whose plugin is at work somewhere."""

    def __init__(self, center: ContactCenter, clock: VirtualClock, observer: Observer) -> None:
        self.center = center
        self.clock = clock
        self.observer = observer

    async def settle(self) -> None:
        """Wait until the plugin has looked at everything, and no alarm of its is due."""
        while not await self._is_quiet():
            await asyncio.sleep(0.002)

    async def _is_quiet(self) -> bool:
        for _ in range(20):
            await asyncio.sleep(0)
            if self.observer.progress.cursor < await self._last_of_interest():
                return False
        due_ms = await self.due_ms()
        return due_ms is None or due_ms > self.clock.now_ms()

    async def _last_of_interest(self) -> int:
        """Return the last position that the plugin is told; beyond it a link tells in a while."""
        topics = self.observer._topics
        return max(
            [
                entry.position
                async for entry in self.center.entries()
                if any(pattern.matches(topic_of(entry.event)) for pattern in topics)
            ],
            default=0,
        )

    async def due_ms(self) -> int | None:
        alarm = await self.observer._own.store.next_alarm()
        return None if alarm is None else alarm.due_ms

    async def pass_time(self, ms: int) -> None:
        until_ms = self.clock.now_ms() + ms
        while (now_ms := self.clock.now_ms()) < until_ms:
            await self.settle()
            due_ms = await self.due_ms() or until_ms
            await self.clock.advance(min(until_ms, due_ms) - now_ms)
        await self.settle()

    async def ask(self, staff: str, command: Any, **members: Any) -> None:
        await self.center.agent(staff).ask(command, **members)
        await self.settle()

    async def talk(self, customer: str, agent: str) -> None:
        await self.center.visitor("web", customer).ask(ReceiveInteraction, text="Hello")
        await self.settle()
        offer = (await self.offers())[-1]
        await self.ask(agent, AcceptOffer, offer=offer.offer)
        for command in (ConfirmConnected, EndInteraction, CompleteWrapUp):
            await self.ask(agent, command, interaction=offer.interaction)

    async def offers(self) -> list[OfferMade]:
        """Return the offers that were made, oldest first."""
        return [e.event async for e in self.center.entries() if isinstance(e.event, OfferMade)]

    async def log(self) -> list[bytes]:
        """Return every entry and every accepted command, whole."""
        entries = [msgspec.json.encode(entry) async for entry in self.center.entries()]
        rows = await self.center._store.read_rows(after=0, limit=10_000)
        return [*entries, *(msgspec.json.encode(row) for row in rows)]


def _center(
    tables: Mapping[str, Any], plugin: Plugin, own: Mapping[str, Any]
) -> tuple[ContactCenter, VirtualClock]:
    clock, ids = VirtualClock(now_ms=EVENING_MS), count(1)
    plugins = {**tables.get("plugins", {}), plugin.name: own}
    center = ContactCenter(
        {**tables, "plugins": plugins},
        plugins=[CHAT, plugin],
        clock=clock,
        ids=lambda: f"{next(ids):08}",
        store=FixedStore(),
    )
    running = RunningClock()
    offset_ms = running.now_ms() - running.monotonic_ms()
    center.hub._clock, center.hub._pump = running, Pump(clock=running, offset_ms=offset_ms)
    return center, clock


@asynccontextmanager
async def beside(tables: Mapping[str, Any], plugin: Plugin) -> AsyncIterator[Scene]:
    """Run a plugin in the center's process."""
    center, clock = _center(tables, plugin, {})
    async with center:
        (observer,) = center.observers._observing
        scene = Scene(center, clock, observer)
        await scene.settle()
        yield scene


@asynccontextmanager
async def in_own_process(tables: Mapping[str, Any], plugin: Plugin) -> AsyncIterator[Scene]:
    """Run a plugin over a real socket, by the code of `ccsdk plugins run`."""
    center, clock = _center(tables, plugin, {"remote": True})
    async with AsyncExitStack() as stack:
        served = await stack.enter_async_context(serving(center))
        process = await stack.enter_async_context(
            joined(center, plugin, url=served.url, clock=clock)
        )
        assert process.observer is not None
        scene = Scene(center, clock, process.observer)
        await scene.settle()
        yield scene


@asynccontextmanager
async def joined(center: Any, plugin: Plugin, **given: Any) -> AsyncIterator[PluginProcess]:
    """Run a plugin beside the block, with a token of its own."""
    issued = await issue_plugin_token(center, plugin.name)
    async with running(PluginProcess(plugin, token=issued.token, **given)) as process:
        yield process


@asynccontextmanager
async def running(process: PluginProcess) -> AsyncIterator[PluginProcess]:
    task = asyncio.create_task(process.run())
    try:
        await eventually(lambda: process.is_ready.is_set() or task.done())
        if task.done():
            task.result()
        yield process
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
