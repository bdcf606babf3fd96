"""The port of a plugin's own store: values, alarms and a cursor that move together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import attrs

from ccsdk.hooks.observing import AlarmDue

__all__ = ["PluginStore", "Progress", "Rows", "Skipped"]


@attrs.frozen(kw_only=True)
class Progress:
    """Say how far an observing plugin has come: it is done with `cursor` and all before it.

    `problem` says why it is parked since `parked_at_ms`, at the event `failing_position` or the
    alarm `failing_alarm`; at neither, it is its start.
    """

    cursor: int = 0
    parked_at_ms: int | None = None
    problem: str | None = None
    failing_position: int | None = None
    failing_alarm: str | None = None


@attrs.frozen(kw_only=True)
class Rows:
    """Hold what a statement returned, and how many rows it changed."""

    rows: list[tuple[Any, ...]]
    changed: int


@attrs.frozen(kw_only=True)
class Skipped:
    """Tell a delivery that somebody passed over: an event by its position, or an alarm by name."""

    position: int | None = None
    alarm: str | None = None
    problem: str
    at_ms: int


class PluginStore(Protocol):
    """Keep what is one plugin's own: values, tables, alarms, and how far it has come in the log.

    Whatever is written is on disk with the next `commit`, and gone with a `rollback`.
    """

    async def open(self, *, epoch: str, head: int) -> Progress:
        """Open, and say how far the plugin has come in the log of this epoch and length.

        Raises:
            ConfigurationError: It belongs to another log, or is ahead of this one; or the
                plugin's own tables could not be brought to what the plugin wants.
            LogError: It cannot be opened.
        """

    async def get(self, key: str) -> bytes | None:
        """Return the value of a key, None if there is none."""

    async def put(self, key: str, value: bytes) -> None:
        """Keep a value under a key, in place of what was there."""

    async def delete(self, key: str) -> None:
        """Forget a key, whether it is there or not."""

    async def keys(self, prefix: str) -> list[str]:
        """Return the keys that begin so, sorted."""

    async def execute(self, sql: str, parameters: Sequence[Any]) -> Rows:
        """Run one of the plugin's own statements on its tables.

        Raises:
            sqlite3.Error: The statement is wrong, not the plugin's to run, or too slow.
            LogError: The store is in trouble.
        """

    async def set_alarm(self, name: str, due_ms: int) -> None:
        """Set an alarm, instead of another of this name; it gets a number of its own."""

    async def cancel_alarm(self, name: str) -> None:
        """Forget an alarm, whether it is set or not."""

    async def next_alarm(self) -> AlarmDue | None:
        """Return the alarm that is due first, None if none is set."""

    async def skip(self, skipped: Skipped) -> None:
        """Remember a delivery that was passed over."""

    async def skipped(self) -> list[Skipped]:
        """Return what was passed over, in the order in which that was done."""

    async def commit(self, progress: Progress | None) -> None:
        """Bring everything since the last commit to disk, together with how far it has come.

        None leaves how far it has come as it is.

        Raises:
            LogError: Nothing of it is there, or nobody knows; go on after a `rollback`.
        """

    async def rollback(self) -> None:
        """Undo everything since the last commit."""

    async def close(self) -> None:
        """Close it; what was not committed is gone."""
