"""A plugin's context with a store in memory, and another side that answers as it is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import attrs

from ccsdk.hooks.outbox import OUTBOX_MIGRATION, Outcome, Parcel
from ccsdk.plugins.outbox import Outbox
from ccsdk.testing.clock import VirtualClock


class Rows:
    """Keep tables as `ccsdk.hooks.storage.Storage` does, in one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        await asyncio.sleep(0)
        return max(self._connection.execute(sql, tuple(parameters)).rowcount, 0)

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        await asyncio.sleep(0)
        return self._connection.execute(sql, tuple(parameters)).fetchall()


@attrs.define
class Context:
    """Give what an outbox asks of a plugin's context."""

    clock: VirtualClock = attrs.field(factory=VirtualClock)
    name: str = "poster"
    connection: sqlite3.Connection = attrs.field(init=False)
    _lock: asyncio.Lock = attrs.field(factory=asyncio.Lock)

    def __attrs_post_init__(self) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None)
        self.connection.executescript(OUTBOX_MIGRATION)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self._lock:
            self.connection.execute("BEGIN")
            try:
                yield Rows(self.connection)
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")


@attrs.define
class OtherSide:
    """Take parcels; `down` are the targets that fail, `answers` what comes next instead."""

    clock: VirtualClock
    seen: list[tuple[int, str]] = attrs.field(factory=list)
    arrived: list[str] = attrs.field(factory=list)
    down: set[str] = attrs.field(factory=set)
    answers: list[Outcome | Exception] = attrs.field(factory=list)
    at_once_max: int = 0
    _at_once: int = 0

    async def deliver(self, ctx: Any, parcel: Parcel) -> Outcome:
        self._at_once += 1
        self.at_once_max = max(self.at_once_max, self._at_once)
        await asyncio.sleep(0)
        self._at_once -= 1
        self.seen.append((self.clock.now_ms(), parcel.id))
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if parcel.target in self.down:
            return Outcome.again("it is down")
        self.arrived.append(parcel.id)
        return Outcome.done()


@asynccontextmanager
async def at_work(outbox: Outbox, ctx: Context) -> AsyncIterator[None]:
    """Run an outbox beside the block."""
    task = asyncio.create_task(outbox.run(ctx))
    try:
        yield
        await settled()
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def settled() -> None:
    """Let everything that can go on do so."""
    for _ in range(60):
        await asyncio.sleep(0)


async def let_pass(clock: VirtualClock, ms: int) -> None:
    """Let time pass by minutes, so that what is due is done when it is due."""
    while ms > 0:
        await settled()
        await clock.advance(min(ms, 60_000))
        ms -= 60_000
    await settled()


async def put(
    outbox: Outbox, ctx: Context, *ids: str, target: str = "shop", lane: str = ""
) -> None:
    """Put parcels in one transaction, each with its id as payload."""
    async with ctx.transaction() as storage:
        for id in ids:
            await outbox.put(
                ctx,
                storage,
                id=id,
                target=target,
                lane=lane,
                payload=id,
            )
