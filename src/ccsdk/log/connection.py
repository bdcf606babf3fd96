"""Connections: one that writes, opened so that a commit is on disk, and readers that cannot.

Every PRAGMA is fetched (an open cursor would block the next COMMIT) and compared: a build
of SQLite that answers with another value is refused, not believed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import aiosqlite

from ccsdk.errors import (
    ConfigurationError,
    CorruptLogError,
    LogError,
    LogFullError,
    LogUnavailableError,
)
from ccsdk.log.files import is_read_only

__all__ = [
    "READER_PRAGMAS",
    "WRITER_PRAGMAS",
    "apply_pragmas",
    "on_thread",
    "open_reader",
    "open_writer",
    "reader_uri",
    "translate",
]

T = TypeVar("T")

# (name, value to set, value it must then answer)
Pragma = tuple[str, str, object]

WRITER_PRAGMAS: tuple[Pragma, ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    # Where fsync leaves data in the drive's cache (macOS), ask for more; elsewhere no effect.
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    # Checkpoints are the store's own, between batches.
    ("wal_autocheckpoint", "0", 0),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    # 32 MiB: a batch's index pages are found in memory, and none is spilled before the commit.
    ("cache_size", "-32768", -32768),
)
READER_PRAGMAS: tuple[Pragma, ...] = (
    ("query_only", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
)


async def open_writer(path: Path) -> aiosqlite.Connection:
    """Return the one connection that writes; BEGIN IMMEDIATE comes without a hop of its own."""
    connection = await aiosqlite.connect(_uri(path, "rw"), uri=True, isolation_level="IMMEDIATE")
    return await _prepared(connection, path, WRITER_PRAGMAS)


async def open_reader(path: Path) -> aiosqlite.Connection:
    """Return a connection that cannot write nor checkpoint, not even as the last to close."""
    connection = await aiosqlite.connect(reader_uri(path), uri=True, isolation_level=None)
    return await _prepared(connection, path, READER_PRAGMAS)


def reader_uri(path: Path) -> str:
    """Return the address by which SQLite opens a file for reading only."""
    return _uri(path, "ro")


async def on_thread(connection: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    """Run several statements in one hop to the connection's thread.

    aiosqlite offers each statement as a hop of its own, and a hop costs as much as a
    sync. It has no public way to run a function there (0.22), so this is the one place
    that uses its private one. A cancelled caller does not stop the work.
    """
    result: T = await connection._execute(work, connection._conn)  # type: ignore[no-untyped-call]
    return result


def apply_pragmas(connection: sqlite3.Connection, pragmas: Iterable[Pragma], *, path: Path) -> None:
    """Set each PRAGMA and check that it took.

    Raises:
        ConfigurationError: This SQLite does not know it, or answers with another value.
    """
    for name, value, expected in pragmas:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        answer = connection.execute(f"PRAGMA {name}").fetchone()
        # A build without memory mapping has no such PRAGMA, which is as good as 0.
        if answer is None and name == "mmap_size":
            continue
        found = answer[0] if answer else None
        if found != expected:
            problem = (
                f"SQLite {sqlite3.sqlite_version} answers {found!r} to PRAGMA {name} = {value}; "
                "the log would not be safe on it"
            )
            raise ConfigurationError(path=str(path), problem=problem)


def translate(error: sqlite3.Error, path: Path, *, position: int = 0) -> LogError:
    """Return what an SQLite error means for the log.

    Full and read-only are certain: nothing was committed. All other failures of a write
    are not. `position` is the first one that could not be read.
    """
    code = getattr(error, "sqlite_errorcode", 0)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    problem = f"{name}: {error}"
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CorruptLogError(path=str(path), position=position, problem=problem)
    # A moved or deleted file reads SQLITE_READONLY_DBMOVED, which frees no space.
    is_full = code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY)
    # The write in front of the commit failed, so that there was none; its sync is another matter.
    if is_full or (code == sqlite3.SQLITE_IOERR_WRITE and is_read_only(path)):
        return LogFullError(path=str(path), problem=problem)
    return LogUnavailableError(path=str(path), problem=problem)


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


async def _prepared(
    connection: aiosqlite.Connection, path: Path, pragmas: Iterable[Pragma]
) -> aiosqlite.Connection:
    try:
        await on_thread(connection, lambda c: apply_pragmas(c, pragmas, path=path))
    except BaseException:
        # An open connection keeps its thread, and the thread the process.
        await connection.close()
        raise
    return connection
