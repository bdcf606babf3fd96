"""What is a plugin's own besides its settings: its values and tables, its alarms, its tasks.

All of it is in one store of the plugin's, a file beside the log. A transaction of it is a
delivery, see `ccsdk.hooks.observing`, or what a plugin opens itself with `ctx.transaction()`;
one is open at a time, the others wait.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar, overload

__all__ = ["Alarms", "Storage", "Tasks"]

T = TypeVar("T")


class Storage(Protocol):
    """Keep a plugin's values by keys and its own tables, within one transaction.

    Values are what JSON holds, and attrs or msgspec classes of such. Tables are made by the
    manifest's `migrations`.
    """

    @overload
    async def get(self, key: str, kind: type[T]) -> T | None: ...

    @overload
    async def get(self, key: str) -> Any: ...

    async def get(self, key: str, kind: Any = Any) -> Any:
        """Return the value of a key as this type, None if there is none.

        Raises:
            msgspec.ValidationError: It is no such value.
        """

    async def put(self, key: str, value: Any) -> None:
        """Keep a value under a key, in place of what was there."""

    async def delete(self, key: str) -> None:
        """Forget a key, whether it is there or not."""

    async def keys(self, prefix: str = "") -> Iterable[str]:
        """Return the keys that begin so, sorted."""

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement on the plugin's own tables, and return how many rows it changed.

        Args:
            sql: One statement of SQLite's, with `?` for each value. Beginning and ending
                transactions, ATTACH, PRAGMA and the store's own tables are not the plugin's.
            parameters: The values, in order.

        Raises:
            sqlite3.IntegrityError: It breaks a constraint of the table's; nothing changed.
            sqlite3.Error: It is wrong, not the plugin's to run, or was not done within 5 s.
        """

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and return its rows, all at once; see `execute`."""


class Alarms(Protocol):
    """Keep a plugin's alarms; they survive a restart, and each is delivered once it is due.

    Events come first: an alarm waits while there is more of the log to look at.
    """

    async def set(self, name: str, due_ms: int) -> None:
        """Have `AlarmDue` delivered from this instant on, instead of an earlier wish by name.

        Args:
            name: Any text of the plugin's own.
            due_ms: By the wall clock, milliseconds since the Unix epoch; past means at once.
        """

    async def cancel(self, name: str) -> None:
        """Forget an alarm, whether it is set or not."""


class Tasks(Protocol):
    """Run what a plugin does for as long as the center is open, beside everything else."""

    def start(self, name: str, work: Callable[[Any], Awaitable[None]]) -> None:
        """Run `work(ctx)` in the background, with the plugin's own lasting context.

        One that raises is started again, 1 s, 2 s, 4 s ... later, at most a minute; one that
        returns is done. All are cancelled before the plugin's `stop`.

        Args:
            name: What tells it from others of the plugin; a running one of this name ends.
            work: A coroutine function.
        """
