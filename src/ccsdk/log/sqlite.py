"""The embedded store: one SQLite file, one connection that writes it, one that reads.

- One transaction per batch, in one hop to the connection's thread: a hop is as dear as a
  sync. When `append` returns, SQLite has synced the write-ahead log.
- The writing connection checkpoints, itself, between batches: one connection doing both in
  turn is what keeps old versions of SQLite clear of the WAL-reset race
  (https://www.sqlite.org/wal.html#walresetbug).
- After a failed write or sync nothing read back proves anything: the store fails until
  `reopen`, which starts from a synced copy of the write-ahead log.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import aiosqlite

from ccsdk.errors import CorruptLogError, LogError, LogUnavailableError
from ccsdk.hooks.ports import Fault, StoreInfo, no_fault
from ccsdk.log import reading
from ccsdk.log.connection import on_thread, open_reader, open_writer, translate
from ccsdk.log.creation import create_file, migrate
from ccsdk.log.credentials import CredentialTable
from ccsdk.log.files import prepare_folder, refuse_wide_mode, renew, sync_folder
from ccsdk.log.lease import Lease, LeaseRecord
from ccsdk.log.rows import row_of_command, row_of_entry, row_of_personal
from ccsdk.log.statements import SQL
from ccsdk.log.wal import WalGauge
from ccsdk.model.entry import Batch, CommandRow, Entry

__all__ = ["CHECKPOINT_PAGES", "QUIET_S", "SqliteLogStore"]

T = TypeVar("T")

# A checkpoint costs two syncs; from so many pages on it is worth them.
CHECKPOINT_PAGES = 1_000
# After so many seconds without a write the write-ahead log is emptied.
QUIET_S = 5.0
# How long opening and writing wait for a lock; SQLite's module takes the same by default.
BUSY_MS = 5_000

_CLOSED = "it is closed, or being opened again"


class SqliteLogStore(CredentialTable):
    """Keep one center's log in one SQLite file.

    Args:
        path: The file, made with its folder if missing. Beside it stand `-wal`, `-shm`
            and `.lease`.
        fault: Asked at `log.append.before_commit` and `log.append.after_commit`; true
            makes the write fail there as a disk would.
    """

    def __init__(self, path: Path, *, fault: Fault = no_fault) -> None:
        self._path = path
        self._wal = path.with_name(f"{path.name}-wal")
        self._lease = Lease(path)
        self._fault = fault
        self._writer: aiosqlite.Connection | None = None
        self._reader: aiosqlite.Connection | None = None
        self._gauge: WalGauge | None = None
        self._failure: LogError | None = None
        self._epoch = ""
        self._head = 0
        self._chain = b""
        self._number = 0
        self._inserted = (0, b"", 0)
        self._wrote_at = 0.0
        self._checkpoint: asyncio.Task[None] | None = None
        self._quiet: asyncio.TimerHandle | None = None

    # --- the life of the file ---------------------------------------------------------------

    async def open(self) -> StoreInfo:
        """Take the lease, verify that nothing acknowledged is missing, and open."""
        prepare_folder(self._path.parent)
        record = self._lease.take()
        try:
            if not self._path.exists():
                self._create(record)
            return await self._connect(record)
        except BaseException:
            await self._disconnect()
            self._lease.release()
            raise

    async def reopen(self) -> StoreInfo:
        """Start over from a synced copy of the write-ahead log; the lease is kept."""
        await self._end_checkpoints()
        record = self._lease.read()
        assert record is not None, "who reopens has opened before"
        # While a reader that has read is there, the writer cannot checkpoint as it closes:
        # that would take pages for written whose write has failed.
        await self._close_writer()
        renew(self._wal)
        await self._close_reader()
        return await self._connect(record)

    async def close(self) -> None:
        """Finish the running commit, checkpoint, and give the lease back."""
        await self._end_checkpoints()
        if self._writer is not None and self._failure is None:
            # A reader would keep the log from being emptied.
            await self._close_reader()
            with suppress(sqlite3.Error):
                await on_thread(self._writer, lambda c: self._run_checkpoint(c, "TRUNCATE"))
            self._lease.sync()
        await self._disconnect()
        self._lease.release()

    def _create(self, record: LeaseRecord) -> None:
        if record.epoch or self._wal.exists():
            problem = (
                f"the file is gone; its log had reached position {record.head} (to begin a new "
                f"one, remove {self._path.name}.lease and -wal as well)"
            )
            raise CorruptLogError(path=str(self._path), position=0, problem=problem)
        try:
            create_file(self._path)
        except sqlite3.Error as error:
            raise translate(error, self._path.parent) from error

    async def _connect(self, record: LeaseRecord) -> StoreInfo:
        """Look with a connection that changes nothing; only what it finds good is written."""
        refuse_wide_mode(self._path)
        was_left_open = self._wal.exists() and self._wal.stat().st_size > 0
        try:
            self._reader = await open_reader(self._path)
            info = await on_thread(self._reader, lambda c: self._inspect(c, was_left_open))
            self._refuse_loss(info, record)
            self._writer = await open_writer(self._path)
            await on_thread(self._writer, self._prepare)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
        self._failure = None
        self._epoch = info.epoch
        self._lease.write(epoch=info.epoch, head=info.head)
        self._lease.sync()
        sync_folder(self._path.parent)
        return info

    def _inspect(self, connection: sqlite3.Connection, was_left_open: bool) -> StoreInfo:
        reading.check_schema(connection, self._path)
        if was_left_open:
            self._refuse_damage(connection)
        return reading.read_info(connection, self._path)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        migrate(connection)
        (page_size,) = connection.execute("PRAGMA page_size").fetchone()
        # Nothing of the last run is left to be moved while commands wait.
        self._run_checkpoint(connection, "TRUNCATE")
        self._gauge = WalGauge(self._wal, page_size=page_size)
        self._head, self._chain, _ = reading.read_head(connection)
        self._number = reading.read_last_number(connection)

    def _refuse_damage(self, connection: sqlite3.Connection) -> None:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise CorruptLogError(path=str(self._path), position=0, problem=str(answer))

    def _refuse_loss(self, info: StoreInfo, record: LeaseRecord) -> None:
        if record.epoch and record.epoch != info.epoch:
            problem = "another log stands in its place"
            raise CorruptLogError(path=str(self._path), position=0, problem=problem)
        if info.head < record.head:
            problem = (
                f"it ends at {info.head}, but {record.head} had been acknowledged: its tail or "
                "its -wal file is gone, or an old copy was put in place"
            )
            raise CorruptLogError(path=str(self._path), position=info.head + 1, problem=problem)

    async def _disconnect(self) -> None:
        # In this order the writer, never being the last to close, does not checkpoint.
        await self._close_writer()
        await self._close_reader()

    async def _close_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            await reader.close()

    async def _close_writer(self) -> None:
        writer, self._writer = self._writer, None
        gauge, self._gauge = self._gauge, None
        if gauge is not None:
            gauge.close()
        if writer is not None:
            with suppress(sqlite3.Error):
                await writer.close()

    # --- writing ----------------------------------------------------------------------------

    async def append(self, batch: Batch) -> None:
        """Append entries and command rows in one transaction; return once it is on disk."""
        await self._write(lambda c: self._insert(c, batch), self._seal)

    async def _write(
        self, work: Callable[[sqlite3.Connection], T], sealed: Callable[[], None] | None = None
    ) -> T:
        if self._failure is not None:
            raise self._failure
        if self._writer is None:
            raise LogUnavailableError(path=str(self._path), problem=_CLOSED)
        self._await_quiet()
        try:
            return await on_thread(self._writer, lambda c: self._attempt(c, work, sealed))
        finally:
            self._checkpoint_if_due()

    def _attempt(
        self,
        connection: sqlite3.Connection,
        work: Callable[[sqlite3.Connection], T],
        sealed: Callable[[], None] | None,
    ) -> T:
        """Write on the thread, where a failure also stops what already waits behind it."""
        if self._failure is not None:
            raise self._failure
        try:
            return self._transact(connection, work, sealed)
        except sqlite3.Error as error:
            raise self._remembered(translate(error, self._path)) from error

    def _transact(
        self,
        connection: sqlite3.Connection,
        work: Callable[[sqlite3.Connection], T],
        sealed: Callable[[], None] | None,
    ) -> T:
        try:
            result = work(connection)
            if self._fault("log.append.before_commit"):
                raise sqlite3.OperationalError("a fault was injected before the commit")
            connection.commit()
        except BaseException:
            with suppress(sqlite3.Error):
                connection.rollback()
            raise
        if sealed is not None:
            sealed()
        if self._fault("log.append.after_commit"):
            raise sqlite3.OperationalError("a fault was injected after the commit")
        return result

    def _insert(self, connection: sqlite3.Connection, batch: Batch) -> None:
        """Insert a batch; one without content proves that the file can be written."""
        head, check = self._head, self._chain
        events = []
        for entry in batch.entries:
            assert entry.position == head + 1, f"position {entry.position} follows {head}"
            row = row_of_entry(entry, check)
            events.append(row)
            head, check = entry.position, row[-1]
        connection.executemany(SQL["append_event"], events)
        personal = [row_of_personal(e) for e in batch.entries if e.personal is not None]
        connection.executemany(SQL["append_personal"], personal)
        number, commands = self._number, []
        for command in batch.rows:
            numbered = row_of_command(command, number)
            commands.append(numbered)
            number = numbered[0]
        connection.executemany(SQL["append_command"], commands)
        if not batch.entries and not batch.rows:
            connection.execute(SQL["put_meta"], ("probe", head))
        self._inserted = (head, check, number)

    def _seal(self) -> None:
        """Take over what was committed, and tell the lease."""
        self._head, self._chain, self._number = self._inserted
        self._lease.write(epoch=self._epoch, head=self._head)

    def _remembered(self, failure: LogError) -> LogError:
        if isinstance(failure, LogUnavailableError | CorruptLogError):
            self._failure = failure
        return failure

    # --- checkpoints ------------------------------------------------------------------------

    def _checkpoint_if_due(self) -> None:
        is_running = self._checkpoint is not None and not self._checkpoint.done()
        if is_running or self._failure is not None or self._gauge is None:
            return
        if self._gauge.has_pages(CHECKPOINT_PAGES):
            self._start_checkpoint("PASSIVE")

    def _start_checkpoint(self, mode: str) -> None:
        # On the writing thread, behind the batch just acknowledged, before the next one.
        self._checkpoint = asyncio.ensure_future(self._move_pages(mode))

    async def _move_pages(self, mode: str) -> None:
        assert self._writer is not None, "checkpoints end before the writer does"
        await on_thread(self._writer, lambda c: self._attempt_checkpoint(c, mode))

    def _attempt_checkpoint(self, connection: sqlite3.Connection, mode: str) -> None:
        try:
            self._run_checkpoint(connection, mode)
        except sqlite3.Error as error:
            # Too full to move pages is no harm: they stay in the write-ahead log.
            self._remembered(translate(error, self._path))

    def _run_checkpoint(self, connection: sqlite3.Connection, mode: str) -> None:
        # Never wait for who reads beside us: what waits for this thread is a command. Moving
        # the pages is tried again; nobody else writes, so nothing else waits for a lock.
        connection.execute("PRAGMA busy_timeout = 0").fetchall()
        connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()

    def _await_quiet(self) -> None:
        loop = asyncio.get_running_loop()
        self._wrote_at = loop.time()
        # One timer that looks when the last write was, instead of a new one per write.
        if self._quiet is None:
            self._quiet = loop.call_later(QUIET_S, self._on_quiet)

    def _on_quiet(self) -> None:
        loop = asyncio.get_running_loop()
        rest_s = self._wrote_at + QUIET_S - loop.time()
        if rest_s > 0:
            self._quiet = loop.call_later(rest_s, self._on_quiet)
            return
        self._quiet = None
        if self._failure is None:
            self._start_checkpoint("TRUNCATE")

    async def _end_checkpoints(self) -> None:
        if self._quiet is not None:
            self._quiet.cancel()
            self._quiet = None
        if self._checkpoint is not None:
            await asyncio.wait([self._checkpoint])
            self._checkpoint = None

    # --- reading ----------------------------------------------------------------------------

    async def lookup(self, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], CommandRow]:
        """Return the rows of those (principal, key) that were used before."""
        # On the writing connection, which is idle now: a long read does not delay the batch.
        assert self._writer is not None, "a store is opened before it is asked"
        try:
            return await on_thread(
                self._writer, lambda c: reading.read_rows_of(c, self._path, keys)
            )
        except sqlite3.Error as error:
            raise self._remembered(translate(error, self._path)) from error

    async def read(self, *, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind position `after`, checked, oldest first."""
        return await self._query(
            lambda c: reading.read_entries(c, self._path, after=after, limit=limit)
        )

    async def read_rows(self, *, after: int, limit: int) -> list[CommandRow]:
        """Return accepted commands with `first_position` > `after`, in log order."""
        return await self._query(
            lambda c: reading.read_rows(c, self._path, after=after, limit=limit)
        )

    async def read_subject(self, subject: str, *, before: int | None, limit: int) -> list[Entry]:
        """Return the newest `limit` entries of a subject with version < `before`, oldest first."""
        return await self._query(
            lambda c: reading.read_subject(c, self._path, subject, before=before, limit=limit)
        )

    async def read_positions(self, positions: Sequence[int]) -> list[Entry]:
        """Return the entries at these positions, oldest first; none for one beyond the head."""
        return await self._query(lambda c: reading.read_positions(c, self._path, positions))

    async def verify(self) -> int:
        """Check every event against the chain and return the head."""
        return await self._query(lambda c: reading.verify_chain(c, self._path))

    async def _query(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._reader is None:
            raise LogUnavailableError(path=str(self._path), problem=_CLOSED)
        try:
            return await on_thread(self._reader, work)
        except sqlite3.Error as error:
            raise translate(error, self._path) from error
