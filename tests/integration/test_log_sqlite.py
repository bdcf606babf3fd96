"""The store in a file keeps what every store promises, and what only a file can break."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccsdk.errors import (
    ConfigurationError,
    CorruptLogError,
    LogUnavailableError,
    SchemaTooNewError,
)
from ccsdk.hooks.ports import Fault, StoreInfo
from ccsdk.log import connection
from ccsdk.log.lease import LeaseRecord
from ccsdk.log.offline import OfflineLog
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.testing.conformance.log_store import (
    LogStoreConformance,
    Store,
    made_batch,
    made_entry,
)

pytestmark = pytest.mark.integration


class TestSqliteLogStore(LogStoreConformance):
    def make_store(self, place: Path, fault: Fault) -> Store:
        return SqliteLogStore(place / "log.db", fault=fault)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.db"


async def write(path: Path, count: int) -> None:
    store = SqliteLogStore(path)
    await store.open()
    for position in range(1, count + 1):
        await store.append(made_batch(position, position))
    await store.close()


async def open_and_read(path: Path) -> int:
    store = SqliteLogStore(path)
    info = await store.open()
    try:
        return len(await store.read(after=0, limit=info.head + 1))
    finally:
        await store.close()


def alter(path: Path, sql: str, *parameters: object) -> None:
    """Change a log behind its back, as a fault would."""
    with closing(sqlite3.connect(path)) as tool:
        tool.execute(sql, parameters)
        tool.commit()


def test_file_and_folder_are_their_owners_alone(path: Path) -> None:
    asyncio.run(write(path, 1))

    modes = {entry.name: entry.stat().st_mode & 0o777 for entry in path.parent.iterdir()}

    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert modes == {"log.db": 0o600, "log.db.lease": 0o600}


@pytest.mark.parametrize(("name", "mode"), [(".", 0o750), ("log.db", 0o640)])
def test_a_wider_mode_is_refused(path: Path, name: str, mode: int) -> None:
    asyncio.run(write(path, 1))
    (path.parent / name).chmod(mode)

    with pytest.raises(ConfigurationError, match="chmod"):
        asyncio.run(open_and_read(path))


def test_a_network_file_system_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccsdk.log.files.file_system", lambda folder: "nfs4")

    with pytest.raises(ConfigurationError, match="nfs4"):
        asyncio.run(write(path, 1))

    assert not path.exists()


@pytest.mark.parametrize("pragma", connection.WRITER_PRAGMAS, ids=lambda pragma: pragma[0])
def test_an_sqlite_that_answers_otherwise_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, pragma: tuple[str, str, object]
) -> None:
    asyncio.run(write(path, 1))
    name, value, _ = pragma
    monkeypatch.setattr(connection, "WRITER_PRAGMAS", ((name, value, "something else"),))

    with pytest.raises(ConfigurationError, match=name):
        asyncio.run(open_and_read(path))


def test_a_newer_schema_is_refused(path: Path) -> None:
    asyncio.run(write(path, 1))
    alter(path, "PRAGMA user_version = 99")

    with pytest.raises(SchemaTooNewError, match="99"):
        asyncio.run(open_and_read(path))


def test_texts_stand_in_the_personal_table_only(path: Path) -> None:
    asyncio.run(write(path, 3))

    with closing(sqlite3.connect(path)) as tool:
        tables = ("events", "commands", "personal", "meta")
        rows = {table: str(tool.execute(f"SELECT * FROM {table}").fetchall()) for table in tables}

    assert [table for table in tables if "message 2" in rows[table]] == ["personal"]


def test_emptying_a_personal_half_leaves_the_chain_whole(path: Path) -> None:
    asyncio.run(write(path, 3))

    alter(path, "DELETE FROM personal WHERE position = 2")

    with OfflineLog(path) as log:
        assert log.verify() == 3
        assert [entry.personal is None for entry in log.read(after=0, limit=9)] == [
            False,
            True,
            False,
        ]


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        ("UPDATE events SET data = CAST(data || ' ' AS BLOB) WHERE position = 3", 3),
        ("UPDATE events SET at_ms = at_ms + 1 WHERE position = 4", 4),
        ("UPDATE events SET cause = NULL WHERE position = 2", 2),
        ("UPDATE events SET chain = zeroblob(32) WHERE position = 1", 1),
        ("DELETE FROM events WHERE position = 2", 2),
        ("DELETE FROM events WHERE position = 1", 1),
    ],
)
def test_a_changed_or_missing_event_is_named(path: Path, sql: str, position: int) -> None:
    asyncio.run(write(path, 5))

    alter(path, sql)

    with pytest.raises(CorruptLogError) as found:
        asyncio.run(open_and_read(path))
    assert found.value.position == position
    with OfflineLog(path) as log, pytest.raises(CorruptLogError) as offline:
        log.verify()
    assert offline.value.position == position


def test_rows_missing_at_the_tail_are_noticed(path: Path) -> None:
    asyncio.run(write(path, 5))

    alter(path, "DELETE FROM events WHERE position > 3")

    with pytest.raises(CorruptLogError, match="ends at 3, but 5 had been acknowledged") as found:
        asyncio.run(open_and_read(path))
    assert found.value.position == 4


def test_an_old_copy_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    asyncio.run(write(path, 2))
    shutil.copy(path, tmp_path / "old.db")

    async def go_on() -> None:
        store = SqliteLogStore(path)
        await store.open()
        await store.append(made_batch(3, 4))
        await store.close()

    asyncio.run(go_on())
    shutil.copy(tmp_path / "old.db", path)

    with pytest.raises(CorruptLogError, match="ends at 2, but 4 had been acknowledged"):
        asyncio.run(open_and_read(path))


def test_another_log_in_its_place_is_noticed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "log.db"
    asyncio.run(write(path, 2))
    asyncio.run(write(other, 3))

    shutil.copy(other, path)

    with pytest.raises(CorruptLogError, match="another log"):
        asyncio.run(open_and_read(path))


def test_a_removed_file_is_not_made_anew(path: Path) -> None:
    asyncio.run(write(path, 2))

    path.unlink()

    with pytest.raises(CorruptLogError, match="the file is gone"):
        asyncio.run(open_and_read(path))
    assert not path.exists()


@pytest.mark.parametrize("left", [0.2, 0.5, 0.9])
def test_a_cut_file_is_noticed(path: Path, left: float) -> None:
    asyncio.run(write(path, 300))

    os.truncate(path, int(path.stat().st_size * left))

    with pytest.raises(CorruptLogError):
        asyncio.run(open_and_read(path))
    with pytest.raises(CorruptLogError), OfflineLog(path) as log:
        log.verify()


def test_a_flipped_byte_is_noticed_where_it_is(path: Path) -> None:
    asyncio.run(write(path, 50))
    content = bytearray(path.read_bytes())
    # Cause and data stand side by side in the row of an event, and nowhere else.
    at = content.index(b'key-31{"')
    content[at + 4] ^= 0x40
    path.write_bytes(content)

    with pytest.raises(CorruptLogError) as found:
        asyncio.run(open_and_read(path))

    assert found.value.position == 31


def test_pages_are_moved_between_batches_and_the_log_emptied_at_the_end(path: Path) -> None:
    async def scenario() -> tuple[int, list[str]]:
        store = SqliteLogStore(path)
        await store.open()
        for position in range(1, 401):
            await store.append(made_batch(position, position))
        moved = path.stat().st_size
        await store.close()
        return moved, sorted(entry.name for entry in path.parent.iterdir())

    moved, names = asyncio.run(scenario())

    assert moved > 100_000
    assert names == ["log.db", "log.db.lease"]


def test_the_write_ahead_log_is_emptied_when_it_is_quiet(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccsdk.log.sqlite.QUIET_S", 0.5)

    async def scenario() -> int:
        store = SqliteLogStore(path)
        await store.open()
        await store.append(made_batch(1, 20))
        wal = path.with_name("log.db-wal")
        assert wal.stat().st_size > 0
        async with asyncio.timeout(10):
            while wal.stat().st_size:
                await asyncio.sleep(0.01)
        await store.append(made_batch(21, 21))
        found = await store.read(after=0, limit=100)
        await store.close()
        return len(found)

    assert asyncio.run(scenario()) == 21


def test_a_log_is_read_beside_its_writer(path: Path) -> None:
    async def scenario() -> None:
        store = SqliteLogStore(path)
        await store.open()
        await store.append(made_batch(1, 3))

        with OfflineLog(path) as log:
            assert log.verify() == 3
            await store.append(made_batch(4, 4))
            assert log.read(after=3, limit=9) == [made_entry(4)]
            assert len(log.read_rows(after=0, limit=9)) == 4

        await store.append(made_batch(5, 5))
        await store.close()

    asyncio.run(scenario())

    with OfflineLog(path) as log:
        assert log.info.head == 5


def test_a_file_that_holds_no_log_is_named(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"")
    path.chmod(0o600)

    with pytest.raises(CorruptLogError, match="holds no log"):
        asyncio.run(open_and_read(path))
    with pytest.raises(FileNotFoundError):
        OfflineLog(path.with_name("none.db")).__enter__()


def test_only_the_writing_connection_can_write(path: Path) -> None:
    async def scenario() -> None:
        store = SqliteLogStore(path)
        await store.open()
        reader = store._reader
        assert reader is not None
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            await reader.execute("DELETE FROM events")
        await store.close()

    asyncio.run(scenario())


def test_one_connection_writes_and_all_others_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    connect = sqlite3.connect

    def recorded(database: str, **options: object) -> sqlite3.Connection:
        opened.append(str(database).rpartition("?")[2])
        return connect(database, **options)  # type: ignore[call-overload, no-any-return]

    asyncio.run(write(path, 1))
    monkeypatch.setattr(sqlite3, "connect", recorded)
    asyncio.run(write_more(path))

    assert opened.count("mode=rw") == 2
    assert set(opened) == {"mode=rw", "mode=ro"}


async def write_more(path: Path) -> None:
    """Use all there is: the second writing connection comes after the first is closed."""
    store = SqliteLogStore(path)
    await store.open()
    await store.append(made_batch(2, 400))
    await store.lookup([("mei", "key-1")])
    await store.read_subject("interaction/in_1", before=None, limit=5)
    await store.find_credential(b"x")
    with OfflineLog(path) as log:
        log.verify()
    await store.reopen()
    await store.append(made_batch(401, 402))
    await store.close()


def test_reading_a_closed_store_is_refused_plainly(path: Path) -> None:
    async def scenario() -> None:
        store = SqliteLogStore(path)
        await store.open()
        await store.close()
        with pytest.raises(LogUnavailableError, match="closed"):
            await store.read(after=0, limit=1)

    asyncio.run(scenario())


def test_reopening_moves_no_page_before_the_log_is_written_anew(path: Path) -> None:
    """A page whose write has failed is clean in memory: only a synced copy can be trusted."""
    seen: list[tuple[bool, int]] = []

    class Watched(SqliteLogStore):
        async def _connect(self, record: LeaseRecord) -> StoreInfo:
            wal = path.with_name("log.db-wal")
            if before is not None:
                seen.append((path.read_bytes() == before, wal.stat().st_ino))
                assert wal.stat().st_size > 0
            return await super()._connect(record)

    async def scenario() -> None:
        nonlocal before
        store = Watched(path)
        await store.open()
        await store.append(made_batch(1, 30))
        before = path.read_bytes()
        inode = path.with_name("log.db-wal").stat().st_ino

        info = await store.reopen()

        assert info.head == 30
        assert [(same, number != inode) for same, number in seen] == [(True, True)]
        await store.append(made_batch(31, 31))
        before = None
        await store.close()

    before: bytes | None = None
    asyncio.run(scenario())

    with OfflineLog(path) as log:
        assert log.verify() == 31
