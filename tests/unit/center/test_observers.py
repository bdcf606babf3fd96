"""Observers of a whole center: what they see, what they may do, and whom they hold up: nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from ccsdk import ContactCenter
from ccsdk.errors import CommandRejectedError, InvalidTransitionError, UnknownEntityError
from ccsdk.hooks import (
    AlarmDue,
    Capabilities,
    Channel,
    Committed,
    Contribution,
    ObserverContext,
    Plugin,
    hookimpl,
)
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.plugin import read_progress
from ccsdk.model.command import (
    Command,
    LogIn,
    LogOut,
    ReceiveInteraction,
    SetCapacity,
    SetReady,
    SetSkills,
)
from ccsdk.model.event import AgentPresenceChanged, CapacitySet, InteractionReceived
from ccsdk.testing.clock import VirtualClock
from tests.unit.center.shop import CHAT, tables

Look = Callable[[ObserverContext, Committed | AlarmDue], Awaitable[None]]

# More turns of the loop than anything here needs.
TURNS = 10_000


def watching(name: str, look: Look, *, commands: tuple[str, ...] = ("SetCapacity",)) -> Plugin:
    """Return a plugin of the embedding program that looks at agents and Interactions."""

    class Watching:
        @hookimpl
        def register(self) -> Iterable[Contribution]:
            return [Channel(kind=f"{name}-post", capacity_class="chat")]

        @hookimpl
        async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            await look(ctx, event)

    capabilities = Capabilities(topics=("agent.*.>", "interaction.*.>"), commands=commands)
    return Plugin(name=name, summary="", implementation=Watching, capabilities=capabilities)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


async def until(condition: Callable[[], bool]) -> None:
    for _ in range(TURNS):
        if condition():
            return
        # A file has a thread of its own.
        await asyncio.sleep(0.0005)
    raise AssertionError("it never came about")


async def at_rest(center: ContactCenter, *names: str) -> None:
    """Wait until these observers have looked at all there is, what they did included."""
    while True:
        head = await head_of(center)
        await until(partial(_have_come, center, names, head))
        if head == await head_of(center):
            return


def _have_come(center: ContactCenter, names: tuple[str, ...], position: int) -> bool:
    return min(center.observers.progress[name].cursor for name in names) >= position


async def head_of(center: ContactCenter) -> int:
    return [entry.position async for entry in center.entries()][-1]


async def less_room(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    """Give whoever logs in one slot."""
    match event:
        case Committed(event=AgentPresenceChanged(reason="login") as happened):
            await ctx.command(SetCapacity(agent=happened.agent, slots={"chat": 1}))


def test_what_a_plugin_does_is_done_by_its_name_and_once() -> None:
    async def work() -> None:
        plugins = [CHAT, watching("ramp", less_room)]
        async with ContactCenter.in_memory(tables(), plugins=plugins) as center:
            await center.agent("mei").ask(LogIn)
            await at_rest(center, "ramp")
            events = [entry.event async for entry in center.entries()]

        set_by = [(e.agent, e.slots, e.by) for e in events if isinstance(e, CapacitySet)]
        assert set_by == [("mei", {"chat": 1}, "plugin:ramp")]

    run(work())


def test_a_supervisors_word_stands_against_a_plugins() -> None:
    async def work() -> None:
        refused: list[CommandRejectedError] = []

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            try:
                await less_room(ctx, event)
            except CommandRejectedError as refusal:
                refused.append(refusal)

        plugins = [CHAT, watching("ramp", look)]
        async with ContactCenter.in_memory(tables(), plugins=plugins) as center:
            await center.agent("ada").ask(SetCapacity, agent="mei", slots={"chat": 5})
            await center.agent("mei").ask(LogIn)
            await at_rest(center, "ramp")

        assert [type(each) for each in refused] == [InvalidTransitionError]

    run(work())


def test_no_command_goes_out_that_the_manifest_does_not_declare() -> None:
    async def work() -> None:
        refused: list[UnknownEntityError] = []
        undeclared: tuple[Command, ...] = (
            SetSkills(agent="mei", skills={}),
            SetReady(agent="mei"),
        )

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            for command in undeclared:
                try:
                    await ctx.command(command)
                except UnknownEntityError as refusal:
                    refused.append(refusal)

        plugins = [CHAT, watching("ramp", look)]
        async with ContactCenter.in_memory(tables(), plugins=plugins) as center:
            await at_rest(center, "ramp")

        assert {(each.kind, each.id) for each in refused} == {
            ("command", "SetSkills"),
            ("command", "SetReady"),
        }

    run(work())


def test_no_name_and_no_text_reaches_an_observer() -> None:
    async def work() -> None:
        seen: list[str] = []

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            seen.append(repr(event))

        async with ContactCenter.in_memory(tables(), plugins=[CHAT, watching("spy", look)]) as c:
            await c.visitor("web", "anna").ask(ReceiveInteraction, text="Secret", name="Anna")
            await at_rest(c, "spy")

        told = " ".join(seen)
        assert InteractionReceived.__name__ in told
        assert not any(word in told for word in ("Secret", "Anna", "Mei Lin"))

    run(work())


def test_beside_who_raises_and_who_hangs_decisions_and_others_go_on() -> None:
    async def work() -> None:
        seen: list[int] = []

        async def raises(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            raise ValueError("a bug")

        async def hangs(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            await asyncio.Event().wait()

        async def looks(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            assert isinstance(event, Committed)
            seen.append(event.position)

        kinds = {"raises": raises, "hangs": hangs, "looks": looks}
        plugins = [CHAT, *(watching(name, look) for name, look in kinds.items())]
        clock = VirtualClock()
        with capture_logs():
            async with ContactCenter.in_memory(tables(), plugins=plugins, clock=clock) as center:
                for _ in range(50):
                    await center.agent("mei").ask(LogIn)
                    await center.agent("mei").ask(LogOut)
                await at_rest(center, "looks")
                lag = [center.observers.progress[name].cursor for name in ("raises", "hangs")]

        assert len(seen) == 102
        # Neither got beyond the first that it was told.
        assert max(lag) < min(seen)

    run(work())


def test_a_file_remembers_how_far_it_has_come(tmp_path: Path) -> None:
    async def work() -> None:
        seen: list[int] = []

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            assert isinstance(event, Committed)
            seen.append(event.position)
            await ctx.storage.put("last", event.position)

        for _ in range(2):
            plugins = [CHAT, watching("count", look)]
            async with ContactCenter(tables(), plugins=plugins, data=tmp_path / "data") as center:
                await center.agent("mei").ask(LogIn)
                await center.agent("mei").ask(LogOut)
                await at_rest(center, "count")
                progress = center.observers.progress["count"]

        assert len(seen) == len(set(seen))
        assert seen == sorted(seen)
        assert read_progress(tmp_path / "data" / "plugins" / "count.sqlite3") == progress
        assert progress.problem is None

    run(work())


def test_a_store_that_cannot_be_opened_stops_nobody(tmp_path: Path) -> None:
    async def work() -> None:
        data = tmp_path / "data"
        (data / "plugins").mkdir(parents=True, mode=0o700)
        data.chmod(0o700)
        broken = data / "plugins" / "count.sqlite3"
        broken.write_bytes(b"no database at all, but long enough to be looked at" * 50)
        broken.chmod(0o600)
        with capture_logs() as lines:
            async with ContactCenter(
                tables(), plugins=[CHAT, watching("count", less_room)], data=data
            ) as center:
                await center.agent("mei").ask(LogIn)
                await until(lambda: any(line["event"] == "observer.failed" for line in lines))
                progress = center.observers.progress["count"]

        assert progress == Progress()

    run(work())
