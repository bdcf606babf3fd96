"""A log in memory, a clock that stands still, and observers that do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from ccsdk.errors import CcsdkError, LogFullError
from ccsdk.hooks import AlarmDue, Capabilities, Committed, ObserverContext
from ccsdk.hooks.plugin_store import PluginStore, Progress
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.model.entry import Answer, Entry
from ccsdk.model.event import Event, QueueDeleted, QueueStaffed
from ccsdk.model.request import Receipt, Submission
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.health import PluginHealth
from ccsdk.plugins.host import Implementation
from ccsdk.plugins.observer import Observer
from ccsdk.plugins.observing import Observing
from ccsdk.plugins.storage import OwnStore
from ccsdk.testing.clock import VirtualClock

__all__ = ["Desk", "Kept", "Notebook", "Watch", "deleted", "run", "staffed", "until"]

Look = Callable[[ObserverContext, Committed | AlarmDue], Awaitable[None]]


def deleted(queue: str) -> Event:
    return QueueDeleted(queue=queue)


def staffed(queue: str) -> Event:
    return QueueStaffed(queue=queue)


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds; a file has a thread of its own, which takes real time."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


class Desk:
    """Take commands as the center does: once per key."""

    def __init__(self) -> None:
        self.taken: dict[str, Submission] = {}
        self.failures: list[CcsdkError] = []

    async def submit(self, submission: Submission) -> Receipt:
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.setdefault(submission.key, submission)
        return Receipt(answer=Answer(), position=1)


class Watch:
    """Run one observer on a log that grows as told."""

    def __init__(
        self,
        look: Look,
        *,
        start: Callable[[ObserverContext], Awaitable[None]] | None = None,
        topics: tuple[str, ...] = ("queue.*.QueueDeleted",),
        store: PluginStore | None = None,
        clock: VirtualClock | None = None,
    ) -> None:
        self.entries: list[Entry] = []
        self.desk = Desk()
        self.clock = clock or VirtualClock()
        self.failing: list[CcsdkError] = []
        hooks = {"on_event": _part("on_event", look, "ctx", "event")}
        if start is not None:
            hooks["start"] = _part("start", start, "ctx")
        self.health = PluginHealth(self.clock, ("watch",))
        self.own = OwnStore("watch", store or SqlitePluginStore(None), self.clock)
        self.observer = Observer(
            Observing(context=_context(topics), hooks=hooks),
            store=self.own,
            read=self._read,
            submit=self.desk.submit,
            clock=self.clock,
            health=self.health,
        )
        self.task: asyncio.Task[None] | None = None

    async def _read(self, after: int, limit: int) -> list[Entry]:
        if self.failing:
            raise self.failing.pop(0)
        return self.entries[after : after + limit]

    def commit(self, *events: Event) -> None:
        """Append events and say so."""
        for event in events:
            position = len(self.entries) + 1
            self.entries.append(
                Entry(
                    position=position,
                    at_ms=position * 10,
                    subject=f"queue/{position}",
                    version=1,
                    event=event,
                )
            )
        self.observer.wake()

    async def __aenter__(self) -> Watch:
        self.own.begin(epoch="e", head=len(self.entries))
        self.task = asyncio.create_task(self.observer.run())
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self.task is not None
        self.task.cancel()
        await asyncio.wait([self.task])
        await self.own.close()

    @property
    def cursor(self) -> int:
        return self.observer.progress.cursor

    async def caught_up(self) -> None:
        """Wait until the observer has looked at everything."""
        await until(lambda: self.cursor == len(self.entries))

    async def pass_time(self, ms: int, *, step_ms: int = 1_000) -> None:
        """Let time pass in steps, each of which everybody may use."""
        for _ in range(0, ms, step_ms):
            for _ in range(20):
                await asyncio.sleep(0)
            await self.clock.advance(step_ms)


def _context(topics: tuple[str, ...]) -> Context:
    return Context(
        name="watch",
        center="shop",
        config=None,
        capabilities=Capabilities(topics=topics, commands=("SetCapacity", "SetSkills")),
        shelf=Shelf(),
    )


def _part(hook: str, function: Any, *arguments: str) -> Implementation:
    return Implementation(
        plugin="watch", hook=hook, function=function, arguments=arguments, context=_context(())
    )


class Kept(SqlitePluginStore):
    """Keep a memory store over several runs, and fail where a disk would."""

    def __init__(self) -> None:
        super().__init__(None)
        self.is_opened = False
        self.full = 0
        self.full_puts = 0

    async def open(self, *, epoch: str, head: int) -> Progress:
        if not self.is_opened:
            self.is_opened = True
            self.last = await super().open(epoch=epoch, head=head)
        return self.last

    async def commit(self, progress: Progress) -> None:
        if self.full:
            self.full -= 1
            raise LogFullError(path="watch", problem="no space")
        await super().commit(progress)
        self.last = progress

    async def put(self, key: str, value: bytes) -> None:
        if self.full_puts:
            self.full_puts -= 1
            raise LogFullError(path="watch", problem="no space")
        await super().put(key, value)

    async def close(self) -> None:
        if not self.is_opened:
            await super().close()


class Notebook:
    """Note what is delivered, and count it in the storage."""

    def __init__(self) -> None:
        self.seen: list[int | str] = []

    async def look(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        self.seen.append(event.position if isinstance(event, Committed) else event.name)
        await ctx.storage.put("count", (await ctx.storage.get("count", int) or 0) + 1)
