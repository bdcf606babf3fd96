"""Planted bugs in the store: each of G1, G2 and G11 has one that the checks find."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import attrs
import pytest

from ccsdk.center.writer import Writer
from ccsdk.errors import CorruptLogError
from ccsdk.log import rows
from ccsdk.log.chain import link
from ccsdk.log.offline import OfflineLog
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model.command import DefineAgent
from ccsdk.model.entry import Batch
from ccsdk.model.queue import members
from tests.integration.commit_checks import Bench, asked, queue
from tests.integration.fault_judge import Told, judge

pytestmark = [pytest.mark.integration, pytest.mark.faults]


async def written(store: SqliteLogStore) -> None:
    """Let a writer append three commands, an event each, then stop as a crash would."""
    bench = await Bench.opened(Writer, store)
    for name in ("q1", "q2", "q3"):
        await bench.writer.submit(asked(name, queue(name)))
    kim = asked("kim", DefineAgent(agent="kim", memberships=members("q1", "q2")))
    kim.personal = DefineAgent.Personal(name="Kim")
    await bench.writer.submit(kim)
    await bench.writer.stop()


class LosesAnEvent(SqliteLogStore):
    """Planted against G1: one event of a batch does not get into the transaction."""

    def _insert(self, connection: sqlite3.Connection, batch: Batch) -> None:
        super()._insert(connection, batch)
        connection.execute("DELETE FROM events WHERE position = 2")


class CommitsHalf(SqliteLogStore):
    """Planted against G2: a command's row is committed, its events never follow."""

    async def append(self, batch: Batch) -> None:
        is_last = any(row.key == "kim" for row in batch.rows)
        await super().append(attrs.evolve(batch, entries=() if is_last else batch.entries))


def test_a_whole_log_is_found_whole(tmp_path: Path) -> None:
    asyncio.run(written(SqliteLogStore(tmp_path / "data" / "log.db")))
    sent = {("system", key) for key in ("q1", "q2", "q3", "kim")}

    assert judge(tmp_path / "data" / "log.db", Told(sent=sent)) == []


def test_a_lost_event_is_found_as_g1(tmp_path: Path) -> None:
    asyncio.run(written(LosesAnEvent(tmp_path / "data" / "log.db")))

    with OfflineLog(tmp_path / "data" / "log.db") as log, pytest.raises(CorruptLogError) as found:
        log.verify()

    assert found.value.position == 2


def test_half_a_command_is_found_as_g2(tmp_path: Path) -> None:
    asyncio.run(written(CommitsHalf(tmp_path / "data" / "log.db")))
    sent = {("system", key) for key in ("q1", "q2", "q3", "kim")}

    found = judge(tmp_path / "data" / "log.db", Told(sent=sent))

    assert "G2: kim lacks events" in found


def test_a_chain_that_forgets_what_came_before_is_found_as_g1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted against G1: each check covers its own event only."""
    own_link = link
    with monkeypatch.context() as patch:
        patch.setattr(rows, "link", lambda _before, *rest: own_link(bytes(32), *rest))
        asyncio.run(written(SqliteLogStore(tmp_path / "data" / "log.db")))

    with OfflineLog(tmp_path / "data" / "log.db") as log, pytest.raises(CorruptLogError) as found:
        log.verify()

    assert found.value.position == 2


def test_emptying_a_personal_half_moves_no_check(tmp_path: Path) -> None:
    """G1, G11: the chain covers the immutable halves and nothing of the personal ones."""
    path = tmp_path / "data" / "log.db"
    asyncio.run(written(SqliteLogStore(path)))
    with OfflineLog(path) as log:
        head = log.verify()

    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM personal").fetchone() == (1,)
    connection.execute("DELETE FROM personal")
    connection.commit()
    connection.close()

    with OfflineLog(path) as log:
        assert log.verify() == head
