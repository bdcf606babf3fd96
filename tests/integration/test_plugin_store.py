"""A plugin's own store, in memory and on disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ccsdk.errors import (
    ConfigurationError,
    CorruptLogError,
    LogFullError,
    LogUnavailableError,
    SchemaTooNewError,
)
from ccsdk.hooks import AlarmDue
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.plugin import CHECKPOINT_COMMITS, SCHEMA, SqlitePluginStore, read_progress

pytestmark = [pytest.mark.integration]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> SqlitePluginStore:
    return SqlitePluginStore(None if request.param == "memory" else file_in(tmp_path))


def file_in(folder: Path) -> Path:
    return folder / "plugins" / "watch.sqlite3"


def test_what_is_written_stays_with_the_commit(store: SqlitePluginStore) -> None:
    async def work() -> None:
        assert await store.open(epoch="e", head=9) == Progress()
        await store.put("a", b"1")
        await store.put("a", b"2")
        await store.put("b", b"3")
        await store.delete("b")
        await store.commit(Progress(cursor=3))

        assert await store.get("a") == b"2"
        assert await store.get("b") is None
        assert await store.keys("") == ["a"]
        await store.close()

    run(work())


def test_what_is_undone_was_never_there(store: SqlitePluginStore) -> None:
    async def work() -> None:
        await store.open(epoch="e", head=9)
        await store.set_alarm("tick", 5)
        await store.commit(Progress(cursor=1))
        await store.put("a", b"1")
        await store.cancel_alarm("tick")
        await store.rollback()

        assert await store.keys("") == []
        assert await store.next_alarm() == AlarmDue(name="tick", due_ms=5, number=1)
        await store.close()

    run(work())


def test_alarms_come_by_their_instant_and_have_one_number_each(store: SqlitePluginStore) -> None:
    async def work() -> None:
        await store.open(epoch="e", head=9)
        for name, due_ms in (("late", 9), ("soon", 3), ("late", 7), ("soon", 8)):
            await store.set_alarm(name, due_ms)

        first = await store.next_alarm()
        await store.cancel_alarm("late")
        second = await store.next_alarm()

        assert first == AlarmDue(name="late", due_ms=7, number=3)
        assert second == AlarmDue(name="soon", due_ms=8, number=4)
        await store.close()

    run(work())


@pytest.mark.parametrize("prefix", ["%", "a_", "a%", "Ä"])
def test_a_prefix_is_text_and_no_pattern(store: SqlitePluginStore, prefix: str) -> None:
    async def work() -> None:
        await store.open(epoch="e", head=9)
        for key in ("abc", "axc", f"{prefix}1"):
            await store.put(key, b"1")

        assert await store.keys(prefix) == [f"{prefix}1"]
        await store.close()

    run(work())


def test_a_closed_store_says_so(store: SqlitePluginStore) -> None:
    async def work() -> None:
        await store.close()
        with pytest.raises(LogUnavailableError, match="it is closed"):
            await store.get("a")

    run(work())


def test_a_file_goes_on_where_it_was_and_is_its_owners_alone(tmp_path: Path) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        for number in range(3):
            store = SqlitePluginStore(path)
            known = await store.open(epoch="e", head=9)
            await store.put(str(number), b"x")
            await store.commit(Progress(cursor=number + 1, parked_at_ms=number, problem="p"))
            # Beside whoever has it open.
            assert read_progress(path).cursor == number + 1
            await store.put("half", b"x")
            await store.close()

        assert known == Progress(cursor=2, parked_at_ms=1, problem="p")
        assert read_progress(path) == Progress(cursor=3, parked_at_ms=2, problem="p")
        assert path.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(path)) as connection:
            keys = connection.execute("SELECT key FROM kv").fetchall()
        assert keys == [("0",), ("1",), ("2",)]

    run(work())


@pytest.mark.parametrize(("epoch", "head"), [("other", 9), ("e", 2)])
def test_a_file_of_another_log_is_refused_and_not_touched(
    tmp_path: Path, epoch: str, head: int
) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        first = SqlitePluginStore(path)
        await first.open(epoch="e", head=9)
        await first.commit(Progress(cursor=3))
        await first.close()

        second = SqlitePluginStore(path)
        with pytest.raises(ConfigurationError, match="move it away"):
            await second.open(epoch=epoch, head=head)
        with pytest.raises(LogUnavailableError):
            await second.commit(Progress(cursor=0))

        assert read_progress(path) == Progress(cursor=3)

    run(work())


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        path.parent.mkdir(mode=0o700)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
        path.chmod(0o600)
        store = SqlitePluginStore(path)
        with pytest.raises(SchemaTooNewError):
            await store.open(epoch="e", head=9)
        await store.close()

    run(work())


def test_the_write_ahead_log_is_moved_now_and_then(tmp_path: Path) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        store = SqlitePluginStore(path)
        await store.open(epoch="e", head=10**6)
        small = path.stat().st_size
        for number in range(CHECKPOINT_COMMITS):
            await store.put(f"{number}", bytes(200))
            await store.commit(Progress(cursor=number))

        assert path.stat().st_size > small
        await store.close()
        assert not path.with_name(f"{path.name}-wal").exists()

    run(work())


def test_a_disk_that_is_full_is_told_and_the_commit_is_undone(tmp_path: Path) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        store = SqlitePluginStore(path)
        await store.open(epoch="e", head=9)
        await store.commit(Progress(cursor=1))
        await store._run(lambda c: c.execute("PRAGMA max_page_count = 1").fetchall())
        with pytest.raises(LogFullError):
            await store.put("a", bytes(100_000))
        await store.rollback()
        await store._run(lambda c: c.execute("PRAGMA max_page_count = 100000").fetchall())
        await store.put("a", bytes(100_000))
        await store.commit(Progress(cursor=2))
        await store.close()

        assert read_progress(path).cursor == 2

    run(work())


def test_a_commit_that_fails_leaves_nothing_half_done(tmp_path: Path) -> None:
    async def work() -> None:
        path = file_in(tmp_path)
        store = SqlitePluginStore(path)
        await store.open(epoch="e", head=9)
        await store._run(lambda c: c.executescript("DROP TABLE progress"))
        await store.put("a", b"1")
        with pytest.raises(LogUnavailableError):
            await store.commit(Progress(cursor=2))

        assert await store.get("a") is None
        await store.close()

    run(work())


def test_no_file_is_the_beginning_and_what_is_none_is_refused(tmp_path: Path) -> None:
    path = file_in(tmp_path)
    assert read_progress(path) == Progress()

    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 50)

    with pytest.raises(CorruptLogError):
        read_progress(path)
