"""Both edges of a commit: what must hold, and planted bugs that the checks must find."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ccsdk.center.batch import Draft, Known, Request
from ccsdk.center.writer import Writer
from ccsdk.hooks.ports import LogStore
from ccsdk.log.memory import MemoryLogStore
from ccsdk.log.rows import row_of_command
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.log.statements import SQL
from ccsdk.model.entry import Batch, Entry
from ccsdk.testing.faults import Edge
from tests.integration.commit_checks import (
    Bench,
    asked,
    failed_commit,
    judged,
    key_after_restart,
    queue,
    seen_before_commit,
)

pytestmark = [pytest.mark.integration, pytest.mark.faults]

MakeStore = Callable[[Path], LogStore]


def in_memory(tmp_path: Path) -> LogStore:
    return MemoryLogStore()


def in_file(tmp_path: Path) -> LogStore:
    return SqliteLogStore(tmp_path / "data" / "log.db")


both_stores = pytest.mark.parametrize("make_store", [in_memory, in_file])


@both_stores
def test_nothing_is_seen_before_its_commit(make_store: MakeStore, tmp_path: Path) -> None:
    found = asyncio.run(seen_before_commit(Writer, make_store(tmp_path)))

    assert found == []


@both_stores
@pytest.mark.parametrize("edge", Edge)
def test_a_failed_commit_is_settled_by_its_key(
    make_store: MakeStore, tmp_path: Path, edge: Edge
) -> None:
    found = asyncio.run(failed_commit(Writer, make_store(tmp_path), edge))

    assert found == []


@both_stores
def test_a_key_is_known_after_a_restart(make_store: MakeStore, tmp_path: Path) -> None:
    found = asyncio.run(key_after_restart(Writer, make_store(tmp_path)))

    assert found == []


class AcknowledgesFirst(Writer):
    """Planted: acknowledge before commit."""

    async def _append(self, draft: Draft) -> None:
        draft.settle()
        await super()._append(draft)


class PublishesFirst(Writer):
    """Planted: publish before commit."""

    async def _append(self, draft: Draft) -> None:
        self._publish_all(draft.entries)
        await super()._append(draft)
        draft.entries = []


class KnowsThisRunOnly(Writer):
    """Planted: the keys of earlier runs are not loaded."""

    async def _look_up(self, requests: list[Request]) -> Known:
        return {}


class KeysApart(SqliteLogStore):
    """Planted: keys are written in a transaction of their own, after that of the events."""

    async def append(self, batch: Batch) -> None:
        await super().append(Batch(entries=batch.entries, rows=()))

        def insert(connection: sqlite3.Connection) -> None:
            rows = (row_of_command(row, row.last_position << 20) for row in batch.rows)
            connection.executemany(SQL["append_command"], rows)

        await self._write(insert)


class ForgetsTheUnknown(Writer):
    """Planted: what a failed commit left on disk after all is not published."""

    def _publish_missed(self, page: Sequence[Entry]) -> None:
        self._published = page[-1].position


def test_an_unknown_outcome_that_stays_unknown_is_found() -> None:
    by_key = asyncio.run(failed_commit(KnowsThisRunOnly, MemoryLogStore(), Edge.AFTER))
    by_view = asyncio.run(failed_commit(ForgetsTheUnknown, MemoryLogStore(), Edge.AFTER))

    assert any("the key" in line for line in by_key)
    assert by_view == ["published 2 entries, the log has 3"]


def test_acknowledging_before_the_commit_is_found() -> None:
    found = asyncio.run(seen_before_commit(AcknowledgesFirst, MemoryLogStore()))
    lost = asyncio.run(failed_commit(AcknowledgesFirst, MemoryLogStore(), Edge.BEFORE))

    assert found == ["acknowledged before the commit"]
    assert "acknowledged although the commit failed" in lost


def test_publishing_before_the_commit_is_found() -> None:
    found = asyncio.run(seen_before_commit(PublishesFirst, MemoryLogStore()))
    lost = asyncio.run(failed_commit(PublishesFirst, MemoryLogStore(), Edge.BEFORE))

    assert found == ["published before the commit"]
    assert any(line.startswith("published 4 entries, the log has 3") for line in lost)


def test_keys_not_loaded_at_the_start_are_found(tmp_path: Path) -> None:
    found = asyncio.run(key_after_restart(KnowsThisRunOnly, in_file(tmp_path)))

    assert len(found) == 1
    assert "after a restart" in found[0]


def test_a_key_outside_the_transaction_is_found(tmp_path: Path) -> None:
    """The first commit of the second command holds, the one for its key does not come."""

    async def scenario(kind: type[SqliteLogStore]) -> list[str]:
        path = tmp_path / kind.__name__ / "log.db"
        # One commit for the first command, with the mutant two; the next one fails.
        good = 2 if kind is KeysApart else 1
        commits = iter([*[False] * good, True, *[False] * 9])
        store = kind(path, fault=lambda point: point.endswith("after_commit") and next(commits))
        bench = await Bench.opened(Writer, store)
        await bench.writer.submit(asked("first", queue("q1")))
        with pytest.raises(Exception, match="outcome"):
            await bench.writer.submit(asked("second", queue("q2")))
        await bench.writer.stop()
        return await judged(SqliteLogStore(path), bench.published, None)

    assert asyncio.run(scenario(SqliteLogStore)) == []
    assert "an event of second is in the log, its key is not" in asyncio.run(scenario(KeysApart))
