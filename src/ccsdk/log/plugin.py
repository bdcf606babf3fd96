"""A plugin's own store: one SQLite file beside the log, or one in memory.

One connection reads and writes, and checkpoints in turn, so it is clear of the WAL-reset race
(https://www.sqlite.org/wal.html#walresetbug). Whatever is written opens a transaction, which
ends with `commit` or `rollback`; the log's lease keeps a second opener out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from ccsdk.errors import ConfigurationError, LogUnavailableError, SchemaTooNewError
from ccsdk.hooks.observing import AlarmDue
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.connection import (
    READER_PRAGMAS,
    WRITER_PRAGMAS,
    apply_pragmas,
    on_thread,
    reader_uri,
    translate,
)
from ccsdk.log.files import prepare_folder, refuse_wide_mode, sync_folder
from ccsdk.log.statements import PLUGIN_SQL as SQL

__all__ = ["CHECKPOINT_COMMITS", "SqlitePluginStore", "read_progress"]

T = TypeVar("T")

# A commit writes a few pages; after so many the write-ahead log is moved into the file.
CHECKPOINT_COMMITS = 250
SCHEMA = 1


class SqlitePluginStore:
    """Keep one plugin's values, alarms and cursor.

    Args:
        path: The file, made with its folder if missing; None keeps everything in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection: aiosqlite.Connection | sqlite3.Connection | None = None
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

    async def commit(self, progress: Progress) -> None:
        """Bring everything since the last commit to disk, together with how far it has come."""
        self._commits += 1
        is_full = self._path is not None and self._commits % CHECKPOINT_COMMITS == 0
        await self._run(lambda c: _commit(c, progress, checkpoint=is_full))

    async def rollback(self) -> None:
        """Undo everything since the last commit."""
        await self._run(lambda c: c.rollback())

    async def close(self) -> None:
        """Close it; what was not committed is gone."""
        if self._connection is None:
            return
        with suppress(LogUnavailableError):
            await self._run(_close)
        connection, self._connection = self._connection, None
        if isinstance(connection, sqlite3.Connection):
            connection.close()
        else:
            await connection.close()

    async def _execute(self, statement: str, *values: Any) -> None:
        await self._run(lambda c: c.execute(statement, values).close())

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._connection
        if connection is None:
            raise LogUnavailableError(path=self._name, problem="it is closed")
        try:
            if isinstance(connection, sqlite3.Connection):
                return work(connection)
            return await on_thread(connection, work)
        except sqlite3.Error as error:
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
    if schema == 0:
        connection.executescript(f"BEGIN; {SQL['schema']} PRAGMA user_version = {SCHEMA}; COMMIT;")
    row = connection.execute(SQL["read_progress"]).fetchone()
    if row is None:
        connection.execute(SQL["begin_progress"], (epoch,))
        connection.commit()
        return epoch, Progress()
    return row[0], _progress(row)


def _progress(row: tuple[str, int, int | None, str | None]) -> Progress:
    return Progress(cursor=row[1], parked_at_ms=row[2], problem=row[3])


def _commit(connection: sqlite3.Connection, progress: Progress, *, checkpoint: bool) -> None:
    done = (progress.cursor, progress.parked_at_ms, progress.problem)
    try:
        connection.execute(SQL["save_progress"], done)
        connection.commit()
    except BaseException:
        with suppress(sqlite3.Error):
            connection.rollback()
        raise
    if checkpoint:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _close(connection: sqlite3.Connection) -> None:
    connection.rollback()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
