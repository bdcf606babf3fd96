"""A plugin's own store is had in turns, and what a turn leaves half done never was."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.plugin import SqlitePluginStore, read_progress, read_skipped
from ccsdk.log.plugin_offline import redrive
from ccsdk.plugins.storage import TRANSACTION_MS_MAX, OwnStore
from ccsdk.testing.clock import VirtualClock
from tests.unit.plugins.watching import run, until

STEPS = ("CREATE TABLE seen (id TEXT PRIMARY KEY, times INTEGER NOT NULL);",)


def opened(*steps: str, path: Path | None = None, clock: VirtualClock | None = None) -> OwnStore:
    own = OwnStore("watch", SqlitePluginStore(path, steps or STEPS), clock or VirtualClock())
    own.begin(epoch="e", head=9)
    return own


async def rows(own: OwnStore) -> list[tuple[object, ...]]:
    async with own.transaction() as storage:
        return await storage.fetch("SELECT id, times FROM seen ORDER BY id")


def test_what_a_block_writes_is_there_when_it_ends() -> None:
    async def work() -> None:
        own = opened()
        async with own.transaction() as storage:
            changed = await storage.execute("INSERT INTO seen VALUES (?, ?), ('b', 2)", ("a", 1))
            await storage.put("kept", 7)

        assert changed == 2
        assert await rows(own) == [("a", 1), ("b", 2)]
        async with own.transaction() as storage:
            assert await storage.get("kept", int) == 7
        await own.close()

    run(work())


@pytest.mark.parametrize(
    "insert",
    [
        "INSERT INTO seen VALUES ('a', 1)",
        "WITH v AS (SELECT 'a', 1) INSERT INTO seen SELECT * FROM v",
    ],
)
def test_what_a_block_wrote_that_raises_never_was(insert: str) -> None:
    async def work() -> None:
        own = opened()

        async def broken() -> None:
            async with own.transaction() as storage:
                await storage.fetch(insert + " RETURNING id")
                await storage.execute("CREATE TABLE other (id INTEGER)")
                raise ValueError("a bug")

        with pytest.raises(ValueError, match="a bug"):
            await broken()

        assert await rows(own) == []
        async with own.transaction() as storage:
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                await storage.fetch("SELECT * FROM other")
        await own.close()

    run(work())


def test_one_waits_for_the_other() -> None:
    async def work() -> None:
        own = opened()

        async def count() -> None:
            async with own.transaction() as storage:
                known = await storage.get("count", int) or 0
                await asyncio.sleep(0)
                await storage.put("count", known + 1)

        await asyncio.gather(*(count() for _ in range(20)))

        async with own.transaction() as storage:
            assert await storage.get("count", int) == 20
        await own.close()

    run(work())


def test_one_within_the_other_is_refused_and_waits_for_nothing() -> None:
    async def work() -> None:
        own = opened()
        async with own.transaction():
            with pytest.raises(RuntimeError, match="within another"):
                async with own.transaction():
                    pass
        await own.close()

    run(work())


def test_who_holds_the_store_too_long_loses_it() -> None:
    async def work() -> None:
        clock, gate, said = VirtualClock(), asyncio.Event(), list[str]()
        own = opened(clock=clock)

        async def hang() -> None:
            try:
                async with own.transaction() as storage:
                    await storage.put("late", 1)
                    await gate.wait()
                    await storage.put("later", 1)
            except RuntimeError as error:
                said.append(str(error))

        hanging = asyncio.create_task(hang())
        await until(lambda: own._turn is not None)
        waiting = asyncio.create_task(rows(own))
        await clock.advance(TRANSACTION_MS_MAX)
        assert await waiting == []
        gate.set()
        await hanging

        assert "lasted more than 10 s and is undone" in said[0]
        async with own.transaction() as storage:
            assert list(await storage.keys()) == []
        await own.close()

    run(work())


@pytest.mark.parametrize(
    "sql",
    [
        "COMMIT",
        "ROLLBACK",
        "BEGIN",
        "ATTACH ':memory:' AS other",
        "PRAGMA journal_mode = DELETE",
        "UPDATE progress SET cursor = 7",
        "SELECT value FROM kv",
        "DROP TABLE alarms",
        "CREATE TABLE ccsdk_mine (id INTEGER)",
        "CREATE TRIGGER t AFTER INSERT ON kv BEGIN SELECT 1; END",
    ],
)
def test_transactions_and_the_stores_own_tables_are_not_the_plugins(sql: str) -> None:
    async def work() -> None:
        own = opened()
        async with own.transaction() as storage:
            await storage.execute("INSERT INTO seen VALUES ('a', 1)")
            with pytest.raises(sqlite3.DatabaseError, match="the store's own"):
                await storage.execute(sql)
            await storage.execute("INSERT INTO seen VALUES ('b', 1)")

        assert [row[0] for row in await rows(own)] == ["a", "b"]
        await own.close()

    run(work())


def test_a_broken_constraint_is_the_plugins_to_catch() -> None:
    async def work() -> None:
        own = opened()
        async with own.transaction() as storage:
            await storage.execute("INSERT INTO seen VALUES ('a', 1)")
            with pytest.raises(sqlite3.IntegrityError):
                await storage.execute("INSERT INTO seen VALUES ('a', 2)")

        assert await rows(own) == [("a", 1)]
        await own.close()

    run(work())


def test_a_statement_without_end_is_stopped_and_its_transaction_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def work() -> None:
        own = opened()

        async def endless() -> None:
            async with own.transaction() as storage:
                await storage.execute("INSERT INTO seen VALUES ('a', 1)")
                await storage.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                    "INSERT INTO seen SELECT i, i FROM n"
                )

        with pytest.raises(sqlite3.OperationalError, match="not done within"):
            await endless()

        assert await rows(own) == []
        await own.close()

    monkeypatch.setattr("ccsdk.log.guard.Guard.run.__defaults__", ((), 0.05))
    run(work())


def test_full_text_tables_work() -> None:
    async def work() -> None:
        own = opened("CREATE VIRTUAL TABLE articles USING fts5 (title, body);")
        async with own.transaction() as storage:
            await storage.execute("INSERT INTO articles VALUES ('Returns', 'Send it back')")
        async with own.transaction() as storage:
            found = await storage.fetch("SELECT title FROM articles WHERE articles MATCH 'send'")

        assert found == [("Returns",)]
        await own.close()

    run(work())


# --- migrations -------------------------------------------------------------------------------


def test_each_step_runs_once_and_new_ones_later(tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "plugins" / "watch.sqlite3"
        more = "ALTER TABLE seen ADD COLUMN note TEXT DEFAULT ';'; -- with a remark"
        for steps in (STEPS, STEPS, (*STEPS, more)):
            own = opened(*steps, path=path)
            async with own.transaction() as storage:
                count = len(await storage.fetch("SELECT 1 FROM seen"))
                await storage.execute("INSERT INTO seen (id, times) VALUES (?, 1)", (str(count),))
            await own.close()
        own = opened(*STEPS, more, path=path)
        async with own.transaction() as storage:
            found = await storage.fetch("SELECT id, note FROM seen ORDER BY id")
        await own.close()

        assert found == [("0", ";"), ("1", ";"), ("2", ";")]

    run(work())


def test_a_step_that_fails_half_way_leaves_the_former_tables(tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "plugins" / "watch.sqlite3"
        broken = "CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1);"
        own = opened(*STEPS, broken, path=path)

        with pytest.raises(ConfigurationError) as failed:
            await own.open()

        assert failed.value.path == str(path)
        assert "migration 2 failed and is undone; the store stands at 1" in failed.value.problem
        assert "no such table: nowhere" in failed.value.problem
        again = opened(*STEPS, "CREATE TABLE half (id INTEGER);", path=path)
        async with again.transaction() as storage:
            assert await storage.fetch("SELECT * FROM half") == []
            assert await storage.fetch("SELECT * FROM seen") == []
        await again.close()
        await own.close()

    run(work())


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        (("CREATE TABLE seen (id TEXT);",), "migration 1 has changed since it was applied"),
        ((), "a newer version of the plugin made it: it went through 1 migrations"),
    ],
)
def test_a_store_of_another_version_is_left_alone(
    tmp_path: Path, steps: tuple[str, ...], problem: str
) -> None:
    async def work() -> None:
        path = tmp_path / "plugins" / "watch.sqlite3"
        own = opened(path=path)
        await own.open()
        await own.close()

        other = SqlitePluginStore(path, steps)
        with pytest.raises(ConfigurationError, match=problem):
            await other.open(epoch="e", head=9)
        await other.close()

    run(work())


def first_schema(folder: Path) -> Path:
    """Return the store of an earlier ccsdk, parked."""
    path = folder / "plugins" / "watch.sqlite3"
    path.parent.mkdir(mode=0o700)
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        CREATE TABLE progress (only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
            epoch TEXT NOT NULL, cursor INTEGER NOT NULL, parked_at_ms INTEGER, problem TEXT);
        CREATE TABLE kv (key TEXT NOT NULL PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE alarms (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE, due_ms INTEGER NOT NULL);
        INSERT INTO progress VALUES (1, 'e', 5, 3, 'a bug');
        PRAGMA user_version = 1;
        """
    )
    connection.close()
    path.chmod(0o600)
    return path


def test_a_store_of_the_first_schema_goes_on(tmp_path: Path) -> None:
    async def work() -> None:
        path = first_schema(tmp_path)
        own = opened(path=path)

        assert await own.open() == Progress(cursor=5, parked_at_ms=3, problem="a bug")
        assert await rows(own) == []
        await own.close()

    run(work())


def test_what_is_parked_in_a_store_of_the_first_schema_is_re_driven(tmp_path: Path) -> None:
    path = first_schema(tmp_path)

    assert redrive(path, plugin="watch", skip=False, at_ms=7) == Progress(cursor=5)
    assert read_progress(path) == Progress(cursor=5)
    assert read_skipped(path) == []
