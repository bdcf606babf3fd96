"""A failed write stops every write behind it, also one that waits for the thread already."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ccsdk.errors import LogUnavailableError
from ccsdk.hooks.ports import Credential
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.event import CustomerCreated

pytestmark = pytest.mark.integration


def test_commit_behind_a_failed_write_is_not_acknowledged(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    writes: list[str] = []

    def fault(point: str) -> bool:
        writes.append(point)
        return len(writes) == 1

    credential = Credential(
        digest=b"1", kind="link", principal="mei", role="agent", created_at_ms=1, expires_at_ms=2
    )
    event = CustomerCreated(customer="cu_1")
    entry = Entry(position=1, at_ms=1, subject="customer/cu_1", version=1, event=event)

    async def scene() -> None:
        store = SqliteLogStore(tmp_path / "log.sqlite3", fault=fault)
        await store.open()
        try:
            outcomes = await asyncio.gather(
                store.save_credentials([credential]),
                store.append(Batch(entries=(entry,), rows=())),
                return_exceptions=True,
            )
            assert [type(each) for each in outcomes] == [LogUnavailableError] * 2
            info = await store.reopen()
            assert info.head == 0
        finally:
            await store.close()

    asyncio.run(scene())
