"""A plugin's own store: one SQLite file beside the log, or one in memory.

One connection reads and writes, and checkpoints in turn, so it is clear of the WAL-reset race
(https://www.sqlite.org/wal.html#walresetbug). Whatever is written opens a transaction, which
ends with `commit` or `rollback`; the log's lease keeps a second opener out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
import attrs

from ccsdk.errors import ConfigurationError, LogError, LogUnavailableError, SchemaTooNewError
from ccsdk.hooks.observing import AlarmDue
from ccsdk.hooks.plugin_store import Progress, Rows, Skipped
from ccsdk.log.connection import (
    READER_PRAGMAS,
    WRITER_PRAGMAS,
    apply_pragmas,
    on_thread,
    reader_uri,
    translate,
)
from ccsdk.log.files import prepare_folder, refuse_wide_mode, sync_folder
from ccsdk.log.guard import Guard, is_plugins_own
from ccsdk.log.plugin_migration import migrate
from ccsdk.log.statements import PLUGIN_SQL as SQL

__all__ = ["CHECKPOINT_COMMITS", "SqlitePluginStore", "read_progress", "read_skipped"]

T = TypeVar("T")

# A commit writes a few pages; after so many the write-ahead log is moved into the file.
CHECKPOINT_COMMITS = 250
# A file's `user_version`: how many of these it has been through.
STEPS = (SQL["schema"], SQL["schema_2"])
SCHEMA = len(STEPS)


class SqlitePluginStore:
    """Keep one plugin's values, tables, alarms and cursor.

    Args:
        path: The file, made with its folder if missing; None keeps everything in memory.
        migrations: What makes and changes the plugin's own tables, see `ccsdk.hooks.Plugin`.
    """

    def __init__(self, path: Path | None, migrations: Sequence[str] = ()) -> None:
        self._path = path
        self._migrations = tuple(migrations)
        self._connection: aiosqlite.Connection | sqlite3.Connection | None = None
        self._guard: Guard | None = None
        self._commits = 0

    async def open(self, *, epoch: str, head: int) -> Progress:
        """Open, and say how far the plugin has come in the log of this epoch and length."""
        await self.close()
        if self._path is None:
            self._connection = sqlite3.connect(":memory:", isolation_level="IMMEDIATE")
        else:
            _prepare(self._path)
            # A path, not a URI with mode=rw: the file may have to be made.
            self._connection = await aiosqlite.connect(self._path, isolation_level="IMMEDIATE")
        known, progress = await self._run(lambda c: _opened(c, self._path, epoch))
        if known != epoch or progress.cursor > head:
            await self.close()
            problem = (
                "belongs to another log"
                if known != epoch
                else f"has come to {progress.cursor}, but the log ends at {head}"
            )
            problem += "; move it away, and the plugin begins anew"
            raise ConfigurationError(path=self._name, problem=problem)
        try:
            await self._run(self._migrate)
        except BaseException:
            await self.close()
            raise
        return progress

    async def get(self, key: str) -> bytes | None:
        """Return the value of a key, None if there is none."""
        row = await self._run(lambda c: c.execute(SQL["get_value"], (key,)).fetchone())
        return None if row is None else bytes(row[0])

    async def put(self, key: str, value: bytes) -> None:
        """Keep a value under a key, in place of what was there."""
        await self._execute(SQL["put_value"], key, value)

    async def delete(self, key: str) -> None:
        """Forget a key, whether it is there or not."""
        await self._execute(SQL["delete_value"], key)

    async def keys(self, prefix: str) -> list[str]:
        """Return the keys that begin so, sorted."""
        rows = await self._run(lambda c: c.execute(SQL["list_keys"], (prefix,)).fetchall())
        return [key for (key,) in rows]

    async def execute(self, sql: str, parameters: Sequence[Any]) -> Rows:
        """Run one of the plugin's own statements on its tables."""
        return await self._run(lambda c: self._guarded(c).run(sql, parameters), is_plugins=True)

    async def set_alarm(self, name: str, due_ms: int) -> None:
        """Set an alarm, instead of another of this name; it gets a number of its own."""
        await self._execute(SQL["set_alarm"], name, due_ms)

    async def cancel_alarm(self, name: str) -> None:
        """Forget an alarm, whether it is set or not."""
        await self._execute(SQL["cancel_alarm"], name)

    async def next_alarm(self) -> AlarmDue | None:
        """Return the alarm that is due first, None if none is set."""
        row = await self._run(lambda c: c.execute(SQL["next_alarm"]).fetchone())
        return None if row is None else AlarmDue(number=row[0], name=row[1], due_ms=row[2])

    async def skip(self, skipped: Skipped) -> None:
        """Remember a delivery that was passed over."""
        values = (skipped.position, skipped.alarm, skipped.problem, skipped.at_ms)
        await self._execute(SQL["save_skipped"], *values)

    async def skipped(self) -> list[Skipped]:
        """Return what was passed over, in the order in which that was done."""
        return await self._run(_skipped)

    async def commit(self, progress: Progress | None) -> None:
        """Bring everything since the last commit to disk, together with how far it has come."""
        self._commits += 1
        is_full = self._path is not None and self._commits % CHECKPOINT_COMMITS == 0
        await self._run(lambda c: self._commit(c, progress, checkpoint=is_full))

    async def rollback(self) -> None:
        """Undo everything since the last commit."""
        await self._run(self._rollback)

    async def close(self) -> None:
        """Close it; what was not committed is gone."""
        if self._connection is None:
            return
        with suppress(LogError):
            await self._run(_close)
        connection, self._connection = self._connection, None
        self._guard = None
        if isinstance(connection, sqlite3.Connection):
            connection.close()
        else:
            await connection.close()

    async def _execute(self, statement: str, *values: Any) -> None:
        await self._run(lambda c: c.execute(statement, values).close())

    def _migrate(self, connection: sqlite3.Connection) -> None:
        migrate(connection, self._guarded(connection), self._migrations, path=self._name)

    def _guarded(self, connection: sqlite3.Connection) -> Guard:
        if self._guard is None:
            self._guard = Guard(connection)
        return self._guard

    def _commit(
        self, connection: sqlite3.Connection, progress: Progress | None, *, checkpoint: bool
    ) -> None:
        try:
            self._guarded(connection).require()
            if progress is not None:
                connection.execute(SQL["save_progress"], attrs.astuple(progress))
            connection.commit()
        except BaseException:
            with suppress(sqlite3.Error):
                self._rollback(connection)
            raise
        if checkpoint:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _rollback(self, connection: sqlite3.Connection) -> None:
        connection.rollback()
        self._guarded(connection).forget()

    async def _run(self, work: Callable[[sqlite3.Connection], T], *, is_plugins: bool = False) -> T:
        connection = self._connection
        if connection is None:
            raise LogUnavailableError(path=self._name, problem="it is closed")
        try:
            if isinstance(connection, sqlite3.Connection):
                return work(connection)
            return await on_thread(connection, work)
        except sqlite3.Error as error:
            if is_plugins and is_plugins_own(error):
                raise
            raise translate(error, Path(self._name)) from error

    @property
    def _name(self) -> str:
        return str(self._path or "memory")


def read_progress(path: Path) -> Progress:
    """Return how far a plugin has come, whoever has its file open; without a file, not at all.

    Raises:
        LogError: The file cannot be read.
    """
    if not path.exists():
        return Progress()
    try:
        with closing(sqlite3.connect(reader_uri(path), uri=True)) as connection:
            apply_pragmas(connection, READER_PRAGMAS, path=path)
            row = connection.execute(SQL["read_progress"]).fetchone()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return Progress() if row is None else _progress(row)


def read_skipped(path: Path) -> list[Skipped]:
    """Return what was passed over, whoever has the file open; nothing without a file.

    Raises:
        LogError: The file cannot be read.
    """
    if not path.exists():
        return []
    try:
        with closing(sqlite3.connect(reader_uri(path), uri=True)) as connection:
            apply_pragmas(connection, READER_PRAGMAS, path=path)
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            return _skipped(connection) if schema > 1 else []
    except sqlite3.Error as error:
        raise translate(error, path) from error


def _prepare(path: Path) -> None:
    prepare_folder(path.parent)
    if path.exists():
        refuse_wide_mode(path)
    else:
        path.touch(mode=0o600)
        sync_folder(path.parent)


def _opened(connection: sqlite3.Connection, path: Path | None, epoch: str) -> tuple[str, Progress]:
    if path is not None:
        apply_pragmas(connection, WRITER_PRAGMAS, path=path)
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema > SCHEMA:
        raise SchemaTooNewError(path=str(path), found=schema, known=SCHEMA)
    for number, step in enumerate(STEPS[schema:], start=schema + 1):
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")
    row = connection.execute(SQL["read_progress"]).fetchone()
    if row is None:
        connection.execute(SQL["begin_progress"], (epoch,))
        connection.commit()
        return epoch, Progress()
    return row[1], _progress(row)


def _progress(row: Sequence[Any]) -> Progress:
    _, _, cursor, parked_at_ms, problem, *failing = row
    position, alarm = failing or (None, None)
    return Progress(
        cursor=cursor,
        parked_at_ms=parked_at_ms,
        problem=problem,
        failing_position=position,
        failing_alarm=alarm,
    )


def _skipped(connection: sqlite3.Connection) -> list[Skipped]:
    return [
        Skipped(position=row[0], alarm=row[1], problem=row[2], at_ms=row[3])
        for row in connection.execute(SQL["list_skipped"]).fetchall()
    ]


def _close(connection: sqlite3.Connection) -> None:
    connection.rollback()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
