"""A full disk: refused plainly, nothing lost, and over by itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from ccsdk.center import writer as writer_module
from ccsdk.center.clock import SystemClock
from ccsdk.center.writer import Writer, WriterStatus
from ccsdk.errors import ReadOnlyError
from ccsdk.log import connection
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model.entry import Entry
from tests.integration.commit_checks import asked, judged, queue

pytestmark = [pytest.mark.integration, pytest.mark.faults]

FREE_WAIT_S = 10.0


@attrs.define
class SmallDisk:
    """Hold a place with little room; `free` makes more, from within or without."""

    place: Path
    room: Callable[[SqliteLogStore, bool], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Provide a tmpfs of 256 KiB; where none may be mounted, a file that may not grow."""
    place = tmp_path / "small"
    place.mkdir(mode=0o700)
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(place)]
    can_mount = os.geteuid() == 0 and shutil.which("mount") is not None
    if can_mount and subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        yield SmallDisk(place, lambda store, is_large: _remount(place, is_large))
        subprocess.run(["umount", str(place)], check=True)
    else:
        yield SmallDisk(place, _limit_pages)


def _remount(place: Path, is_large: bool) -> None:
    if is_large:
        subprocess.run(["mount", "-o", "remount,size=16m", str(place)], check=True)


def _limit_pages(store: SqliteLogStore, is_large: bool) -> None:
    pages = 100_000 if is_large else 30

    async def limit() -> None:
        assert store._writer is not None
        await store._writer.execute_fetchall(f"PRAGMA max_page_count = {pages}")

    # Ahead of the next append in the line of the writing thread.
    _LIMITING.append(asyncio.ensure_future(limit()))


_LIMITING: list[asyncio.Future[None]] = []


async def fill(writer: Writer, *, at_most: int) -> int:
    """Send commands until one is refused, and return how many were taken."""
    for number in range(at_most):
        try:
            await writer.submit(asked(f"key-{number}", queue(f"q{number}")))
        except ReadOnlyError:
            return number
    raise AssertionError(f"{at_most} commands did not fill the disk")


async def until_taken(writer: Writer, key: str) -> None:
    async with asyncio.timeout(FREE_WAIT_S):
        while True:
            try:
                await writer.submit(asked(key, queue("late")))
            except ReadOnlyError:
                await asyncio.sleep(0.01)
            else:
                return


def test_a_full_disk_is_read_only_until_there_is_room(
    small_disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer_module, "RETRY_AFTER_MS", 20)
    path = small_disk.place / "log.db"

    async def scenario() -> list[str]:
        published: list[Entry] = []
        store = SqliteLogStore(path)
        writer = Writer(center="shop", store=store, clock=SystemClock(), publish=published.extend)
        await writer.open()
        await writer.start()
        small_disk.room(store, False)

        taken = await fill(writer, at_most=5_000)
        assert taken > 5
        assert writer.status is WriterStatus.READ_ONLY
        replayed = await writer.submit(asked("key-3", queue("q3")))
        with pytest.raises(ReadOnlyError, match="free space"):
            await writer.submit(asked("one-more", queue("q")))
        head = await writer.read(lambda state: state.position)

        small_disk.room(store, True)
        await until_taken(writer, "late")
        after = await writer.read(lambda state: state.position)

        assert replayed.is_replayed
        assert head == taken
        assert after > head
        assert writer.status is WriterStatus.RUNNING
        await writer.stop()
        return await judged(SqliteLogStore(path), published, None)

    assert asyncio.run(scenario()) == []


def test_an_error_is_full_only_if_nothing_can_have_been_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(name: str) -> str:
        error = sqlite3.OperationalError(name)
        error.sqlite_errorcode = getattr(sqlite3, name)
        error.sqlite_errorname = name
        return type(connection.translate(error, tmp_path)).__name__

    writable = {name: failing(name) for name in ("SQLITE_FULL", "SQLITE_READONLY")}
    uncertain = {name: failing(name) for name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC")}
    monkeypatch.setattr(connection, "is_read_only", lambda path: True)
    remounted = failing("SQLITE_IOERR_WRITE"), failing("SQLITE_IOERR_FSYNC")

    assert set(writable.values()) == {"LogFullError"}
    assert set(uncertain.values()) == {"LogUnavailableError"}
    assert remounted == ("LogFullError", "LogUnavailableError")
    assert failing("SQLITE_READONLY_DBMOVED") == "LogUnavailableError"
    assert failing("SQLITE_CORRUPT") == failing("SQLITE_NOTADB") == "CorruptLogError"
