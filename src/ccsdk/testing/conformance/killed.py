"""Kill an observer at a commit of its own store, before or after, and look at what it did."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from ccsdk.center import observers
from ccsdk.center.files import log_path, plugin_path
from ccsdk.errors import LogUnavailableError
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.testing.faults import Edge

__all__ = ["Killing", "effects_of", "killing"]


class Killing:
    """Say at which commit, counted from 1, and on which side of it the observer dies."""

    def __init__(self, plugin: str, commit: int, edge: Edge) -> None:
        self.plugin = plugin
        self.commits = 0
        self.died = asyncio.Event()
        self.is_over = False
        self._at = (commit, edge)

    async def strike(self, edge: Edge) -> None:
        """Die here if it is time: never return."""
        if (self.commits, edge) == self._at and not self.is_over:
            self.died.set()
            await asyncio.get_running_loop().create_future()


@contextmanager
def killing(plan: Killing) -> Iterator[None]:
    """Let the stores of centers that are made within the block follow a plan."""

    class MortalStore(SqlitePluginStore):
        """Be of no use any more once its owner is dead."""

        def __init__(self, path: Path | None, *given: Any, **named: Any) -> None:
            super().__init__(path, *given, **named)
            self._is_mortal = path is not None and path.stem == plan.plugin

        async def commit(self, *given: Any, **named: Any) -> None:
            """Commit, unless it dies before; afterwards it may die all the same."""
            if not self._is_mortal:
                await super().commit(*given, **named)
                return
            if plan.died.is_set():
                raise LogUnavailableError(path=plan.plugin, problem="its owner is dead")
            plan.commits += 1
            await plan.strike(Edge.BEFORE)
            await super().commit(*given, **named)
            await plan.strike(Edge.AFTER)

    with patch.object(observers, "SqlitePluginStore", MortalStore):
        yield


def effects_of(plugin: str, data: Path) -> dict[str, Any]:
    """Return what the log has of a plugin's commands, once each however often they were given."""
    with OfflineLog(log_path(data)) as log:
        rows = log.read_rows(after=0, limit=1_000_000)
    own = [row for row in rows if row.principal == f"plugin:{plugin}"]
    commands = [(row.type, msgspec.to_builtins(row.command)) for row in own]
    return {"commands": commands, "has_store": plugin_path(data, plugin).exists()}
