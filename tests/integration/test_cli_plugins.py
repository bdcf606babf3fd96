"""`ccsdk plugins list`: what is on, how far it has come, and what is parked."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ccsdk.center.files import log_path, plugin_path
from ccsdk.cli.program import cli
from ccsdk.hooks import Capabilities, Plugin, hookimpl
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.plugins import discovery

pytestmark = [pytest.mark.integration]

CENTER = '[center]\ndata = "{data}"\n[plugins.quiet]\n[plugins.watch]\n[plugins.broken]\n'


class Quiet:
    """Contribute nothing."""


class Watch:
    """Look at queues."""

    @hookimpl
    async def on_event(self, ctx: Any, event: Any) -> None:
        """Look."""


class Broken:
    """Observe nothing that it could."""

    @hookimpl
    def start(self, ctx: Any) -> None:
        """Start without waiting."""


class Point:
    """Stand for an installed plugin's entry point."""

    dist = None

    def __init__(self, implementation: type[Any]) -> None:
        self.name = implementation.__name__.lower()
        self.value = f"acme:{self.name}"
        self.manifest = Plugin(
            name=self.name,
            summary="",
            implementation=implementation,
            capabilities=Capabilities(topics=("queue.*.>",)),
        )

    def load(self) -> Plugin:
        return self.manifest


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Return a function that lists the plugins of a center on this data folder."""
    points = [Point(each) for each in (Quiet, Watch, Broken)]
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: points)
    center = tmp_path / "center.toml"
    center.write_text(CENTER.format(data=tmp_path / "data"), encoding="utf-8")

    def run() -> Result:
        return CliRunner().invoke(cli, ["plugins", "list", str(center)], catch_exceptions=False)

    return run


def test_before_the_first_start_nothing_has_been_seen(listed: Any) -> None:
    result = listed()

    assert result.stdout == "quiet\nwatch: at 0 of 0\n"
    assert "plugin 'broken' cannot be loaded" in result.stderr


def test_who_is_parked_is_named_with_the_reason(listed: Any, tmp_path: Path) -> None:
    async def work() -> int:
        log = SqliteLogStore(log_path(tmp_path / "data"))
        info = await log.open()
        store = SqlitePluginStore(plugin_path(tmp_path / "data", "watch"))
        await store.open(epoch=info.epoch, head=7)
        await store.commit(Progress(cursor=7, parked_at_ms=1_000, problem="ValueError: a bug"))
        # Beside whoever has both open.
        result = listed()
        await store.close()
        await log.close()
        assert result.stdout == (
            "quiet\nwatch: at 7 of 0, parked since 1970-01-01T00:00:01.000Z: ValueError: a bug\n"
        )
        return info.head

    assert asyncio.run(work()) == 0
    with OfflineLog(log_path(tmp_path / "data")) as opened:
        assert opened.info.head == 0
