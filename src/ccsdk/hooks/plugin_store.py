"""The port of a plugin's own store: values, alarms and a cursor that move together."""

from __future__ import annotations

from typing import Protocol

import attrs

from ccsdk.hooks.observing import AlarmDue

__all__ = ["PluginStore", "Progress"]


@attrs.frozen(kw_only=True)
class Progress:
    """Say how far an observing plugin has come: it is done with `cursor` and all before it.

    `problem` says why it is parked since `parked_at_ms`.
    """

    cursor: int = 0
    parked_at_ms: int | None = None
    problem: str | None = None


class PluginStore(Protocol):
    """Keep what is one plugin's own: values, alarms, and how far it has come in the log.

    Whatever is written is on disk with the next `commit`, and gone with a `rollback`.
    """

    async def open(self, *, epoch: str, head: int) -> Progress:
        """Open, and say how far the plugin has come in the log of this epoch and length.

        Raises:
            ConfigurationError: It belongs to another log, or is ahead of this one.
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

    async def set_alarm(self, name: str, due_ms: int) -> None:
        """Set an alarm, instead of another of this name; it gets a number of its own."""

    async def cancel_alarm(self, name: str) -> None:
        """Forget an alarm, whether it is set or not."""

    async def next_alarm(self) -> AlarmDue | None:
        """Return the alarm that is due first, None if none is set."""

    async def commit(self, progress: Progress) -> None:
        """Bring everything since the last commit to disk, together with how far it has come.

        Raises:
            LogError: Nothing of it is there, or nobody knows; go on after a `rollback`.
        """

    async def rollback(self) -> None:
        """Undo everything since the last commit."""

    async def close(self) -> None:
        """Close it; what was not committed is gone."""
