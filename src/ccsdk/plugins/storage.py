"""A plugin's own store, in turns: one transaction of it is open at a time.

A delivery is one, see `ccsdk.plugins.observer`; the others are the plugin's own, opened with
`ctx.transaction()` in a handler, a query hook or a task. Who holds the turn too long loses it,
and what was written is undone: nothing waits for ever behind a block that hangs.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from typing import Any

import attrs
import msgspec

from ccsdk.errors import CcsdkError
from ccsdk.hooks.plugin_store import PluginStore, Progress
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.storage import Storage
from ccsdk.plugins.isolation import pause

__all__ = ["TRANSACTION_MS_MAX", "OwnStorage", "OwnStore", "Turn"]

TRANSACTION_MS_MAX = 10_000


@attrs.frozen
class OwnStorage:
    """Keep values as JSON, and run statements, see `ccsdk.hooks.storage.Storage`.

    `_store` returns the store, or raises once the transaction is over.
    """

    _store: Callable[[], PluginStore]

    async def get(self, key: str, kind: Any = Any) -> Any:
        """Return the value of a key as this type, None if there is none."""
        found = await self._store().get(key)
        return None if found is None else msgspec.json.decode(found, type=kind)

    async def put(self, key: str, value: Any) -> None:
        """Keep a value under a key."""
        await self._store().put(key, msgspec.json.encode(value))

    async def delete(self, key: str) -> None:
        """Forget a key."""
        await self._store().delete(key)

    async def keys(self, prefix: str = "") -> Iterable[str]:
        """Return the keys that begin so, sorted."""
        return await self._store().keys(prefix)

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement, and return how many rows it changed."""
        return (await self._store().execute(sql, parameters)).changed

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        return (await self._store().execute(sql, parameters)).rows


@attrs.define(eq=False)
class Turn:
    """Hold one transaction's turn; `is_over` once it has none, `is_clean` if nothing is open."""

    plugin: str
    is_delivery: bool = False
    is_over: bool = False
    is_clean: bool = False

    def require(self) -> None:
        """Let go on who still has the turn.

        Raises:
            RuntimeError: The transaction is over.
        """
        if self.is_over:
            problem = f"ended, or lasted more than {TRANSACTION_MS_MAX // 1_000} s and is undone"
            raise RuntimeError(f"a transaction of plugin {self.plugin!r} {problem}")


# The turns that the running task stands in, its makers' included.
_TURNS: ContextVar[tuple[Turn, ...]] = ContextVar("turns", default=())


class OwnStore:
    """Let deliveries and other transactions of one plugin have its store in turns.

    Args:
        plugin: Its name.
        store: What it keeps.
        clock: The center's.
    """

    def __init__(self, plugin: str, store: PluginStore, clock: Clock) -> None:
        self.plugin = plugin
        self.store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._log: tuple[str, int] | None = None
        self._turn: Turn | None = None
        self._progress: Progress | None = None

    def begin(self, *, epoch: str, head: int) -> None:
        """Say which log the store goes with, before anything is asked of it."""
        self._log = (epoch, head)

    @property
    def epoch(self) -> str:
        """Return what names the log that the store goes with; empty while it is closed."""
        return "" if self._log is None else self._log[0]

    async def open(self) -> Progress:
        """Open the store unless it is, and say how far the plugin had come then.

        Raises:
            CcsdkError: See `PluginStore.open`.
        """
        async with self._lock:
            return await self._opened()

    @asynccontextmanager
    async def turn(self, *, is_delivery: bool = False) -> AsyncIterator[Turn]:
        """Have the store to oneself; whatever is not committed when this ends is undone.

        Raises:
            RuntimeError: It is within another transaction of the plugin's.
        """
        if any(each.plugin == self.plugin and not each.is_over for each in _TURNS.get()):
            raise RuntimeError(f"plugin {self.plugin!r} opens a transaction within another")
        await self._lock.acquire()
        turn = self._turn = Turn(self.plugin, is_delivery)
        token = _TURNS.set((*_TURNS.get(), turn))
        try:
            yield turn
        finally:
            _TURNS.reset(token)
            await self._end(turn)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Storage]:
        """Give the store's values and tables to the block, and commit what it wrote.

        Raises:
            LogError: The store cannot be opened, or nothing of it is there.
            RuntimeError: It took too long, or is within another.
        """
        async with self.turn() as turn:
            await self._opened()
            at_ms = self._clock.monotonic_ms() + TRANSACTION_MS_MAX
            alarm = asyncio.ensure_future(self._expire(turn, at_ms))
            try:
                yield OwnStorage(lambda: self._of(turn))
            finally:
                alarm.cancel()
            await self.commit(turn, None)

    async def commit(self, turn: Turn, progress: Progress | None) -> None:
        """Bring what was written in a turn to disk; nothing more is written in it.

        Raises:
            LogError: Nothing of it is there, or nobody knows.
            RuntimeError: The turn is over already.
        """
        turn.require()
        turn.is_over = True
        await self.store.commit(progress)
        turn.is_clean = True

    async def expel(self) -> None:
        """Take the turn from whoever has it, and undo that, unless it is a delivery."""
        if self._turn is not None and not self._turn.is_delivery:
            await self._end(self._turn)

    async def close(self) -> None:
        """Take the turn from whoever has it, undo that, and close."""
        if self._turn is not None:
            await self._end(self._turn)
        self._log = self._progress = None
        await self.store.close()

    def _of(self, turn: Turn) -> PluginStore:
        turn.require()
        return self.store

    async def _opened(self) -> Progress:
        if self._log is None:
            raise RuntimeError(f"the store of plugin {self.plugin!r} is closed")
        if self._progress is None:
            epoch, head = self._log
            self._progress = await self.store.open(epoch=epoch, head=head)
        return self._progress

    async def _expire(self, turn: Turn, at_ms: int) -> None:
        await pause(self._clock, at_ms)
        await self._end(turn)

    async def _end(self, turn: Turn) -> None:
        """Let the next one have the store, once what this one left is undone."""
        turn.is_over = True
        if self._turn is not turn:
            return
        self._turn = None
        try:
            if self._progress is not None and not turn.is_clean:
                with suppress(CcsdkError):
                    await self.store.rollback()
        finally:
            self._lock.release()
