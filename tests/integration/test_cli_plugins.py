"""`ccsdk plugins list`: what is on, how far it has come, and what is parked."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
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

    def run(*options: str) -> Result:
        words = ["plugins", "list", str(center), *options]
        return CliRunner().invoke(cli, words, catch_exceptions=False)

    return run


def test_before_the_first_start_nothing_has_been_seen(listed: Any) -> None:
    result = listed()

    assert result.stdout == "broken\nquiet\nwatch\n"
    assert result.stderr == ""


def test_what_is_enabled_and_not_installed_is_a_warning(listed: Any, tmp_path: Path) -> None:
    with (tmp_path / "center.toml").open("a", encoding="utf-8") as file:
        file.write("[plugins.gone]\n[plugins.off]\nenabled = false\n")

    result = listed()

    assert result.stdout == "broken\ngone\nquiet\nwatch\n"
    assert result.stderr == "warning: plugin 'gone' is enabled, not installed\n"


def test_all_names_also_what_is_not_enabled(listed: Any, tmp_path: Path) -> None:
    center = tmp_path / "center.toml"
    center.write_text("[plugins.watch]\nenabled = false\n[plugins.quiet]\n", encoding="utf-8")

    result = listed("--all")

    assert result.stdout == (
        "broken: not enabled (an unknown distribution)\n"
        "quiet\n"
        "watch: not enabled (an unknown distribution)\n"
    )


def test_json_says_of_each_what_there_is_to_know(listed: Any) -> None:
    found = json.loads(listed("--json").stdout)

    assert [each["name"] for each in found] == ["broken", "quiet", "watch"]
    assert found[1] == {
        "name": "quiet",
        "distribution": None,
        "version": None,
        "file": None,
        "enabled": True,
        "required": False,
        "remote": False,
        "installed": True,
    }


def test_a_list_imports_no_plugin(tmp_path: Path) -> None:
    """A distribution whose module would leave a file behind, installed for one process."""
    info = tmp_path / "acme_spy-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-spy\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[ccsdk.plugins.v1]\nspy = acme_spy:plugin\n[ccsdk.cli.v1]\nspy = acme_spy:group\n"
    )
    mark = tmp_path / "imported"
    (tmp_path / "acme_spy.py").write_text(f"open({str(mark)!r}, 'w').close()\n")
    center = tmp_path / "center.toml"
    center.write_text("[plugins.spy]\n[plugins.chat]\n", encoding="utf-8")
    script = (
        "import sys; from ccsdk.cli import main\n"
        "try: main()\n"
        "finally: print(*(m for m in sys.modules if m.startswith(('ccsdk_', 'acme'))), '.')"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])

    done = subprocess.run(
        [sys.executable, "-c", script, "plugins", "list", str(center), "--all"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )

    assert "\nspy\n" in f"\n{done.stdout}"
    assert done.stdout.endswith("\n.\n")
    assert not mark.exists()


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
            "broken\nquiet\n"
            "watch: at 7 of 0, parked since 1970-01-01T00:00:01.000Z: ValueError: a bug\n"
        )
        return info.head

    assert asyncio.run(work()) == 0
    with OfflineLog(log_path(tmp_path / "data")) as opened:
        assert opened.info.head == 0
