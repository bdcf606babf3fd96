"""Files damaged while the center was down, as a kill left them: refused, saying where."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ccsdk.errors import CorruptLogError, LogLockedError
from ccsdk.log.offline import OfflineLog
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.testing.conformance.log_store import made_batch
from tests.integration.fault_nursery import Nursery, wait_for

pytestmark = [pytest.mark.integration, pytest.mark.faults]


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """Return a log of 9 events as a kill leaves it: the last 4 stand in `-wal` only."""
    path = tmp_path / "live" / "log.db"

    async def scenario() -> None:
        for first, last in ((1, 5), (6, 9)):
            store = SqliteLogStore(path)
            await store.open()
            for position in range(first, last + 1):
                await store.append(made_batch(position, position))
            if last == 9:
                shutil.copytree(path.parent, tmp_path / "killed")
            await store.close()

    asyncio.run(scenario())
    return tmp_path / "killed" / "log.db"


def opened_head(path: Path) -> int:
    async def scenario() -> int:
        store = SqliteLogStore(path)
        try:
            await store.open()
            return len(await store.read(after=0, limit=100))
        finally:
            await store.close()

    return asyncio.run(scenario())


@pytest.mark.parametrize("keeps_shm", [True, False])
def test_what_a_kill_left_is_whole(killed: Path, keeps_shm: bool) -> None:
    if not keeps_shm:
        killed.with_name("log.db-shm").unlink()

    with OfflineLog(killed) as log:
        offline = log.verify()

    assert offline == 9
    assert opened_head(killed) == 9


def test_a_removed_wal_is_noticed(killed: Path) -> None:
    killed.with_name("log.db-wal").unlink()

    with pytest.raises(CorruptLogError, match="-wal file is gone") as found:
        opened_head(killed)
    with pytest.raises(CorruptLogError) as offline:
        OfflineLog(killed).__enter__()

    assert found.value.position == offline.value.position == 6


def test_what_is_refused_is_left_as_it_is(killed: Path) -> None:
    wal = killed.with_name("log.db-wal")
    os.truncate(wal, 20_000)
    before = killed.read_bytes(), wal.read_bytes()

    with pytest.raises(CorruptLogError):
        opened_head(killed)

    assert (killed.read_bytes(), wal.read_bytes()) == before


@pytest.mark.parametrize("left", [0, 100, 9_000, 20_000])
def test_a_cut_wal_is_noticed(killed: Path, left: int) -> None:
    wal = killed.with_name("log.db-wal")
    assert wal.stat().st_size > left

    os.truncate(wal, left)

    with pytest.raises(CorruptLogError, match="had been acknowledged") as found:
        opened_head(killed)
    assert 6 <= found.value.position <= 9


def test_a_byte_flipped_in_the_wal_is_noticed(killed: Path) -> None:
    wal = killed.with_name("log.db-wal")
    content = bytearray(wal.read_bytes())
    content[content.index(b'key-7{"') + 4] ^= 0x01
    wal.write_bytes(content)

    with pytest.raises(CorruptLogError) as found:
        opened_head(killed)

    assert found.value.position == 7


def test_what_was_never_synced_may_go(killed: Path) -> None:
    wal = killed.with_name("log.db-wal")

    with wal.open("ab") as file:
        file.write(os.urandom(10_000))

    assert opened_head(killed) == 9


def test_a_file_cut_under_its_wal_is_noticed(killed: Path) -> None:
    os.truncate(killed, killed.stat().st_size // 2)

    with pytest.raises(CorruptLogError):
        opened_head(killed)


def test_a_tail_removed_after_a_kill_is_noticed(killed: Path) -> None:
    with closing(sqlite3.connect(killed)) as tool:
        tool.execute("DELETE FROM events WHERE position = 9")
        tool.commit()

    with pytest.raises(CorruptLogError, match="ends at 8, but 9 had been acknowledged"):
        opened_head(killed)


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


def test_a_killed_holder_leaves_the_log_free(nursery: Nursery, tmp_path: Path) -> None:
    place, told = tmp_path / "data", tmp_path / "told"
    child = nursery.bear(place, told, number=0, customers=100)
    child.go()
    wait_for(lambda: told.exists() and b"ack" in told.read_bytes(), what="an acknowledgement")
    child.halt()

    with pytest.raises(LogLockedError, match=f"process {child.pid} on "):
        opened_head(place / "log.db")

    child.kill()
    assert opened_head(place / "log.db") > 0
