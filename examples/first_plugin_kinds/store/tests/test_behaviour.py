"""A center keeps its log where its settings say."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from ccsdk import ContactCenter
from ccsdk.errors import SettingsError
from ccsdk.model.command import LogIn
from ccsdk.model.event import AgentPresenceChanged
from first_store import plugin

SHOP = {"queues": {"support": {}}, "agents": {"mei": {"queues": ["support"]}}}


def test_the_log_is_kept_by_the_plugin_and_in_no_file(tmp_path: Path) -> None:
    async def scenario() -> list[str]:
        tables = {**SHOP, "center": {"store": "first-store:main"}}
        center = ContactCenter(tables, plugins=[plugin], data=tmp_path)
        async with center:
            await center.agent("mei").ask(LogIn)
            events = [entry.event async for entry in center.entries()]
        return [each.agent for each in events if isinstance(each, AgentPresenceChanged)]

    assert asyncio.run(scenario()) == ["mei"]
    assert not (tmp_path / "center.sqlite3").exists()


def test_a_scheme_that_nobody_provides_is_told_with_those_there_are() -> None:
    tables = {**SHOP, "center": {"store": "first-store-x:main"}}

    with pytest.raises(SettingsError, match="did you mean 'first-store'"):
        ContactCenter(tables, plugins=[plugin])
