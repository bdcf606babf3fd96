"""Who keeps the event loop is named from outside, and noted when nothing else can be done."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from ccsdk import ContactCenter
from ccsdk.center import watchdog
from ccsdk.center.hung import HungNote, HungPlugin
from ccsdk.hooks import Capabilities, Plugin, QueryHandler, Routes, hookimpl
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import InteractionReceived
from ccsdk.model.request import PluginQuestion
from tests.journal import Journal, journal_kept
from tests.unit.center.shop import CHAT, MEI, tables

BEAT_MS = 20
HUNG = HungPlugin(plugin="heavy", part="on_event", place="heavy.py:7")
CODE = """
def computes(until):
    until()

async def on_event(ctx, event):
    computes(until)
"""


@pytest.fixture
def journal() -> Iterator[Journal]:
    with journal_kept() as kept:
        yield kept


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "BEAT_MS", BEAT_MS)
    monkeypatch.setattr(watchdog, "HUNG_MS", 10 * BEAT_MS)
    monkeypatch.setattr(watchdog, "CALM_MS", 2 * BEAT_MS)


def heavy(until: Callable[[], object]) -> Plugin:
    """Return a plugin that computes until it is told to stop, in a module of its own."""
    module = ModuleType("heavy_plugin.implementation")
    module.__dict__["until"] = until
    exec(compile(CODE, "heavy.py", "exec"), module.__dict__)

    class Heavy:
        @hookimpl
        def register(self) -> list[Any]:
            answering = QueryHandler(name="h.v1", request=Order, answer=Order, handle=answers)
            return [Routes(static=Path()), answering]

        on_event = staticmethod(hookimpl(module.on_event))

    Heavy.__module__ = module.__name__
    sys.modules[module.__name__] = module
    vars(module)["Heavy"] = Heavy
    return Plugin(
        name="heavy",
        summary="Computes.",
        implementation=f"{module.__name__}:Heavy",
        capabilities=Capabilities(topics=("interaction.*.InteractionReceived",)),
    )


class Order(msgspec.Struct):
    number: int = 0


async def answers(request: Order) -> Order:
    return request


class Health:
    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.is_well = asyncio.Event()

    def failed(self, plugin: str, part: str, kind: str, problem: str) -> None:
        self.told.append((plugin, part, kind))

    def recovered(self, plugin: str, part: str) -> None:
        self.told.append((plugin, part, "recovered"))
        self.is_well.set()


def test_a_plugin_that_keeps_the_loop_is_named_with_hook_and_line(journal: Journal) -> None:
    blocked = journal.heard("plugin.blocks")

    async def scene() -> Health:
        plugins = [CHAT, heavy(partial(blocked.wait, 10))]
        async with ContactCenter.in_memory(tables(), plugins=plugins) as center:
            center.watch.watchdog.health = health = Health()
            await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")
            await asyncio.wait_for(health.is_well.wait(), 10)
            return health

    health = asyncio.run(scene())

    (line,) = journal.of("plugin.blocks")
    named = {"plugin": "heavy", "hook": "on_event", "line": "heavy.py:3"}
    assert named.items() <= line.items()
    assert health.told == [("heavy", "on_event", "blocks"), ("heavy", "on_event", "recovered")]


def test_one_that_never_returns_is_noted_and_the_process_told_to_end(
    journal: Journal, tmp_path: Path
) -> None:
    ended = threading.Event()

    async def scene() -> None:
        store = MemoryLogStore()
        plugins = [CHAT, heavy(partial(ended.wait, 10))]
        center = ContactCenter(tables(), data=tmp_path, plugins=plugins, store=store)
        center.watch.watchdog.on_hung = ended.set
        async with center:
            await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")
            async with asyncio.timeout(10):
                while not ended.is_set():
                    await asyncio.sleep(0.001)

    asyncio.run(scene())

    assert ended.is_set()
    (line,) = journal.of("plugin.hung")
    assert (line["plugin"], line["hook"], line["for_ms"]) == ("heavy", "on_event", 10 * BEAT_MS)
    note = HungNote(tmp_path).read()
    assert note == HungPlugin(plugin="heavy", part="on_event", place="heavy.py:3")


def test_the_next_start_asks_nothing_of_who_hung_and_says_so_once(
    journal: Journal, tmp_path: Path
) -> None:
    HungNote(tmp_path).write(HUNG)
    asked: list[int] = []

    async def scene() -> tuple[Any, ...]:
        plugins = [CHAT, heavy(partial(asked.append, 1))]
        store = MemoryLogStore()
        center = ContactCenter(tables(), data=tmp_path, plugins=plugins, store=store)
        async with center:
            await center.visitor("web", "vi_1").ask(ReceiveInteraction, text="Hello")
            events = [type(entry.event) async for entry in center.entries()]
            with pytest.raises(Exception, match="method 'h.v1'"):
                await center.ask(MEI, PluginQuestion(name="h.v1"))
            standing = {each.plugin: each for each in center.observers.health.standing()}
            told = (standing["heavy"].state.value, standing["heavy"].kind)
            return events, dict(center.routes), center.observers.progress, told

    events, routes, progress, told = asyncio.run(scene())

    assert InteractionReceived in events
    assert (asked, routes, progress) == ([], {}, {})
    assert told == ("off", "hung")
    (line,) = journal.of("plugin.left_out")
    assert (line["plugin"], line["hook"]) == ("heavy", "on_event")
    assert HungNote(tmp_path).read() is None


def test_what_nobody_is_to_blame_for_is_no_plugins_matter(journal: Journal) -> None:
    async def scene() -> None:
        async with ContactCenter.in_memory({}, plugins=[heavy(asyncio.Event)]):
            # The test itself keeps the loop, as the embedding program might.
            threading.Event().wait(3 * BEAT_MS / 1_000)

    asyncio.run(scene())

    assert journal.of("plugin.blocks") == []


def test_a_note_needs_a_folder(tmp_path: Path) -> None:
    nowhere = HungNote(None)
    nowhere.write(HUNG)
    nowhere.drop()

    assert nowhere.read() is None
    assert HungNote(tmp_path).read() is None
