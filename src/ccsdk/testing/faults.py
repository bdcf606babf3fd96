"""A store that fails or hangs by script, at both edges of a commit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from enum import Enum

import attrs

from ccsdk.errors import LogFullError, LogUnavailableError
from ccsdk.hooks.ports import LogStore, StoreInfo
from ccsdk.model.entry import Batch, CommandRow, Entry

__all__ = ["Edge", "Mishap", "ScriptedLogStore", "StoreFault"]

NAME = "the scripted log"


class Edge(Enum):
    """Name the side of a commit on which a fault strikes."""

    BEFORE = "before"
    AFTER = "after"


class Mishap(Enum):
    """Name what happens there."""

    UNAVAILABLE = "unavailable"
    FULL = "full"
    HANG = "hang"


@attrs.frozen
class StoreFault:
    """Let the Nth append, counted from 1, meet a mishap at an edge of its commit."""

    append: int
    edge: Edge
    mishap: Mishap


class ScriptedLogStore:
    """Pass everything on to another store, but for the faults of a script.

    `appends` counts what was tried, `hanging` is set while an append hangs, until
    `release`. An unavailable store stays so until `reopen`.
    """

    def __init__(self, store: LogStore, faults: Iterable[StoreFault] = ()) -> None:
        self._store = store
        self._faults = {(fault.append, fault.edge): fault.mishap for fault in faults}
        self._released = asyncio.Event()
        self._has_failed = False
        self.hanging = asyncio.Event()
        self.appends = 0

    def fail_next(self, edge: Edge, mishap: Mishap) -> None:
        """Let the next append meet a mishap, besides those of the script."""
        self._faults[self.appends + 1, edge] = mishap

    def release(self) -> None:
        """Let a hanging append go on."""
        self._released.set()

    async def open(self) -> StoreInfo:
        """Open the store behind."""
        return await self._store.open()

    async def reopen(self) -> StoreInfo:
        """Reopen the store behind; it is available again."""
        self._has_failed = False
        return await self._store.reopen()

    async def append(self, batch: Batch) -> None:
        """Append to the store behind, with the mishaps of the script on either side."""
        if self._has_failed:
            raise LogUnavailableError(path=NAME, problem="it failed before and was not reopened")
        self.appends += 1
        await self._strike(Edge.BEFORE)
        await self._store.append(batch)
        await self._strike(Edge.AFTER)

    async def lookup(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], CommandRow]:
        """Ask the store behind."""
        return await self._store.lookup(keys)

    async def read(self, *, after: int, limit: int) -> list[Entry]:
        """Read from the store behind."""
        return await self._store.read(after=after, limit=limit)

    async def read_rows(self, *, after: int, limit: int) -> list[CommandRow]:
        """Read from the store behind."""
        return await self._store.read_rows(after=after, limit=limit)

    async def read_subject(self, subject: str, *, before: int | None, limit: int) -> list[Entry]:
        """Read from the store behind."""
        return await self._store.read_subject(subject, before=before, limit=limit)

    async def read_positions(self, positions: Sequence[int]) -> list[Entry]:
        """Read from the store behind."""
        return await self._store.read_positions(positions)

    async def close(self) -> None:
        """Close the store behind."""
        await self._store.close()

    async def _strike(self, edge: Edge) -> None:
        mishap = self._faults.get((self.appends, edge))
        if mishap is Mishap.HANG:
            self.hanging.set()
            await self._released.wait()
        elif mishap is Mishap.FULL:
            raise LogFullError(path=NAME, problem="a fault of the script")
        elif mishap is Mishap.UNAVAILABLE:
            self._has_failed = True
            raise LogUnavailableError(path=NAME, problem="a fault of the script")
