"""A plugin's life beside a center: tables, tasks, parting, and what is told of its troubles."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from structlog.testing import capture_logs

from ccsdk import ContactCenter
from ccsdk.center.files import plugin_path
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.hooks import (
    AlarmDue,
    Capabilities,
    Committed,
    ObserverContext,
    Plugin,
    PluginContext,
    hookimpl,
)
from ccsdk.log.plugin import read_progress, read_skipped
from ccsdk.log.plugin_offline import redrive
from ccsdk.model.command import ReceiveInteraction, SetCapacity
from ccsdk.model.event import CapacitySet, MessageReceived
from ccsdk.model.request import PluginsQuestion, RedrivePluginQuestion
from ccsdk.testing.clock import VirtualClock
from tests.unit.center.shop import ADA, CHAT, MEI, tables
from tests.unit.center.test_observers import head_of, until

STEPS = ("CREATE TABLE said (position INTEGER PRIMARY KEY, text TEXT NOT NULL)",)
MESSAGES = Capabilities(
    topics=("interaction.*.MessageReceived",), personal=("text",), commands=("SetCapacity",)
)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


class Scribe:
    """Write down what customers say, in a table of its own."""

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        assert isinstance(event, Committed)
        half = event.personal
        text = half.text if isinstance(half, MessageReceived.Personal) else None
        await ctx.storage.execute("INSERT INTO said VALUES (?, ?)", (event.position, text))


def plugin(implementation: type[Any], *steps: str, capabilities: Capabilities = MESSAGES) -> Plugin:
    return Plugin(
        name="scribe",
        summary="",
        implementation=implementation,
        migrations=steps or STEPS,
        capabilities=capabilities,
    )


def shop(
    *plugins: Plugin, data: Path | None = None, clock: VirtualClock | None = None
) -> ContactCenter:
    if data is None:
        return ContactCenter.in_memory(tables(), plugins=[CHAT, *plugins], clock=clock)
    return ContactCenter(tables(), plugins=[CHAT, *plugins], data=data, clock=clock)


async def say(center: ContactCenter, *texts: str) -> None:
    for text in texts:
        await center.visitor("web", f"vi_{text}").ask(ReceiveInteraction, text=text)


async def caught_up(center: ContactCenter) -> None:
    head = await head_of(center)
    await until(lambda: center.observers.progress["scribe"].cursor >= head)


async def said(center: ContactCenter) -> list[Any]:
    context = center._host.context("scribe")
    async with context.transaction() as storage:
        return await storage.fetch("SELECT text FROM said ORDER BY position")


def test_what_customers_say_is_told_to_who_may_hear_it_and_stays(tmp_path: Path) -> None:
    async def work() -> None:
        for texts in (("Hello", "Hi"), ("Again",)):
            async with shop(plugin(Scribe), data=tmp_path) as center:
                await say(center, *texts)
                await caught_up(center)
                found = await said(center)

        assert found == [("Hello",), ("Hi",), ("Again",)]

    run(work())


def test_a_migration_that_fails_degrades_its_plugin_and_stops_nobody(tmp_path: Path) -> None:
    async def work() -> None:
        broken = "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);"
        with capture_logs() as lines:
            async with shop(plugin(Scribe, *STEPS, broken), data=tmp_path) as center:
                await say(center, "Hello")
                await until(lambda: bool(center.observers.health.troubles("scribe")))
                (_, scribe) = await center.observers.standing()
                with pytest.raises(Exception, match="migration 2 failed"):
                    await said(center)
        async with shop(plugin(Scribe), data=tmp_path) as center:
            await caught_up(center)
            assert await said(center) == [("Hello",)]

        assert (scribe.state.value, scribe.part, scribe.kind) == ("degraded", "store", "unusable")
        assert str(plugin_path(tmp_path, "scribe")) in (scribe.problem or "")
        assert "migration 2 failed and is undone" in (scribe.problem or "")
        assert "observer.unusable" in [line["event"] for line in lines]

    run(work())


class Ticking(Scribe):
    """Count in a task, give a command from it, and take leave."""

    parted: int | None = None

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        ctx.tasks.start("count", self._count)

    async def _count(self, ctx: PluginContext) -> None:
        with pytest.raises(ValueError, match="names no key"):
            await ctx.command(SetCapacity(agent="mei", slots={"chat": 2}))
        for key in ("once", "once"):
            await ctx.command(SetCapacity(agent="mei", slots={"chat": 2}), key=key)
        while True:
            async with ctx.transaction() as storage:
                await storage.put("count", (await storage.get("count", int) or 0) + 1)
            await ctx.clock.sleep_until(ctx.clock.monotonic_ms() + 1_000)

    @hookimpl
    async def stop(self, ctx: PluginContext) -> None:
        async with ctx.transaction() as storage:
            Ticking.parted = await storage.get("count", int)

    @hookimpl
    async def health(self, ctx: PluginContext) -> Mapping[str, Any]:
        return {"waiting": 3}


def test_a_task_has_a_context_that_lasts_and_ends_before_the_parting() -> None:
    async def work() -> None:
        clock = VirtualClock()
        async with shop(plugin(Ticking), clock=clock) as center:
            for _ in range(3):
                await until(lambda: bool(clock._sleepers))
                await clock.advance(1_000)
            events = [entry.event async for entry in center.entries()]
            (_, scribe) = await center.observers.standing()

        assert [e.slots for e in events if isinstance(e, CapacitySet)] == [{"chat": 2}]
        assert Ticking.parted is not None
        assert Ticking.parted >= 2
        assert (scribe.state.value, scribe.details) == ("ok", {"waiting": 3})

    run(work())


class Broken(Scribe):
    """Fail until it is repaired."""

    is_repaired = False

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        await super().on_event(ctx, event)
        if not Broken.is_repaired:
            raise ValueError("of Otto's making")

    @hookimpl
    async def stop(self, ctx: PluginContext) -> None:
        raise ValueError("nor can it part")


async def parked(center: ContactCenter, clock: VirtualClock) -> None:
    async with asyncio.timeout(20):
        while center.observers.progress["scribe"].problem is None:
            await clock.advance(5_000)
            # A file has a thread of its own.
            await asyncio.sleep(0.001)


def test_a_supervisor_sees_who_is_parked_and_lets_it_go_on() -> None:
    async def work() -> None:
        Broken.is_repaired, clock = False, VirtualClock()
        with capture_logs() as lines:
            async with shop(plugin(Broken), clock=clock) as center:
                await say(center, "Hello", "Hi")
                await parked(center, clock)
                with pytest.raises(UnknownEntityError):
                    await center.ask(MEI, PluginsQuestion())
                with pytest.raises(UnknownEntityError):
                    await center.ask(MEI, RedrivePluginQuestion(plugin="scribe"))
                told = await center.ask(ADA, PluginsQuestion())
                Broken.is_repaired = True
                await center.ask(ADA, RedrivePluginQuestion(plugin="scribe", skip=True))
                await caught_up(center)
                kept = await said(center)
                with pytest.raises(InvalidRequestError, match="is not parked"):
                    await center.ask(ADA, RedrivePluginQuestion(plugin="scribe"))

        row = told["plugins"][1]
        assert (row["plugin"], row["state"], row["kind"]) == ("scribe", "parked", "parked")
        assert row["lag"]["entries"] > 0
        assert "Otto" not in str(told)
        assert kept == [("Hi",)]
        assert "plugin.not_stopped" in [line["event"] for line in lines]

    run(work())


@attrs.define
class Skipping:
    """Say what the command line does without a server."""

    skip: bool
    kept: list[tuple[str]]
    skipped: int


@pytest.mark.parametrize(
    "case", [Skipping(False, [("Hello",), ("Hi",)], 0), Skipping(True, [("Hi",)], 1)]
)
def test_who_was_parked_at_the_end_goes_on_as_its_file_says(tmp_path: Path, case: Skipping) -> None:
    async def work() -> None:
        Broken.is_repaired, clock = False, VirtualClock()
        async with shop(plugin(Broken), data=tmp_path, clock=clock) as center:
            await say(center, "Hello", "Hi")
            await parked(center, clock)
        path = plugin_path(tmp_path, "scribe")
        before = read_progress(path)
        redrive(path, plugin="scribe", skip=case.skip, at_ms=7)
        Broken.is_repaired = True
        async with shop(plugin(Broken), data=tmp_path) as center:
            await caught_up(center)
            kept = await said(center)

        assert before.failing_position is not None
        assert kept == case.kept
        skipped = read_skipped(path)
        assert [each.position for each in skipped] == [before.failing_position] * case.skipped
        assert read_progress(path).parked_at_ms is None

    run(work())
