"""A log that an older version made opens, keeps what it held, and takes what is new."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ccsdk import ContactCenter
from ccsdk.cli.check import check
from ccsdk.errors import CorruptLogError, SchemaTooNewError, SchemaTooOldError
from ccsdk.hooks.ports import Credential
from ccsdk.log import creation
from ccsdk.log.chain import GENESIS, link
from ccsdk.log.offline import OfflineLog
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.log.statements import MIGRATIONS, SCHEMA
from ccsdk.testing.conformance.log_store import made_batch, made_entry

OLD_ROW = """
INSERT INTO credentials (digest, kind, principal, role, created_at_ms, expires_at_ms, used_at_ms,
                         account, customer)
VALUES (x'0101', 'visitor', 'vi_1', 'visitor', 1, 2, NULL, 'web', 'cu_1')
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a log as the first version of the schema had it, with a visitor's token."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    path = folder / "center.sqlite3"
    with monkeypatch.context() as patched:
        patched.setattr(creation, "MIGRATIONS", MIGRATIONS[:1])
        creation.create_file(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        connection.execute(OLD_ROW)
        connection.commit()
    return path


def test_old_log_opens_with_its_credentials_and_takes_new_ones(path: Path) -> None:
    verified = Credential(
        digest=b"\2\2",
        kind="visitor",
        principal="vs_1",
        role="visitor",
        created_at_ms=1,
        expires_at_ms=2,
        account="web",
        customer="cu_2",
        is_verified=True,
        name="Lena",
        attributes='{"vip":true}',
    )

    async def scene() -> None:
        store = SqliteLogStore(path)
        await store.open()
        await store.append(made_batch(1, 2))
        await store.save_credentials([verified])
        await store.close()
        again = SqliteLogStore(path)
        await again.open()

        old = await again.find_credential(b"\1\1")

        assert old is not None
        assert (old.principal, old.customer, old.is_verified) == ("vi_1", "cu_1", False)
        assert (old.name, old.attributes) == (None, None)
        assert await again.find_credential(b"\2\2") == verified
        assert await again.read(after=0, limit=9) == [made_entry(1), made_entry(2)]
        await again.close()

    asyncio.run(scene())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)


def test_old_log_can_be_read_without_being_changed(path: Path) -> None:
    with OfflineLog(path) as log:
        assert log.verify() == 0

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_log_of_a_later_schema_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")

    with pytest.raises(SchemaTooNewError, match=f"schema {SCHEMA + 1}"):
        asyncio.run(SqliteLogStore(path).open())


# As the version before skills had a proficiency and slots a channel.
OLD_AGENT = b'{"agent":"mei","queues":["sales"],"skills":["oak"],"chat_slots":2,"name":null}'


def append_old_agent(path: Path, data: bytes = OLD_AGENT) -> None:
    """Write an Agent's definition with its check, as an earlier version did."""
    stored = (1, 1_000, "ccsdk.AgentDefined.v1", "agent/mei", 1, None)
    with closing(sqlite3.connect(path)) as connection:
        check = link(GENESIS, *stored, OLD_AGENT)
        connection.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*stored, data, check)
        )
        connection.commit()


async def read_all(path: Path) -> None:
    store = SqliteLogStore(path)
    await store.open()
    try:
        await store.read(after=0, limit=9)
    finally:
        await store.close()


def test_a_log_of_an_earlier_version_is_told_from_a_damaged_one(path: Path) -> None:
    append_old_agent(path)

    with pytest.raises(SchemaTooOldError, match="earlier ccsdk") as found:
        asyncio.run(read_all(path))

    assert found.value.position == 1
    assert "it is not damaged" in str(found.value)


def test_a_damaged_event_of_an_earlier_version_is_damaged_all_the_same(path: Path) -> None:
    append_old_agent(path, OLD_AGENT.replace(b"oak", b"ash"))

    with pytest.raises(CorruptLogError, match="damaged at position 1"):
        asyncio.run(read_all(path))


def test_the_center_and_the_command_line_say_what_to_do(path: Path, tmp_path: Path) -> None:
    append_old_agent(path)
    (tmp_path / "center.toml").write_text("")

    with pytest.raises(SchemaTooOldError):
        asyncio.run(ContactCenter(tmp_path / "center.toml").open())
    with pytest.raises(SchemaTooOldError, match="begin a new log in another folder"):
        check(tmp_path / "center.toml", None)
