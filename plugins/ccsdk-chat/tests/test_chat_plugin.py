"""The chat plugin: what it declares, what it serves, and how large the widget is."""

from __future__ import annotations

import gzip
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import ccsdk
from ccsdk.hooks import Channel, Routes
from ccsdk_chat import plugin
from ccsdk_chat.implementation import STATIC, Chat

# What a page pays for the widget with its client, all modules in one stream.
BUDGET_BYTES = 15 * 1024
CLIENT = Path(ccsdk.__file__).parent / "client" / "static"


class Context:
    """Stand for the plugin's context."""

    name = "chat"
    center = "shop"
    config = None


def modules() -> list[Path]:
    return sorted([*STATIC.glob("*.js"), *CLIENT.glob("*.js")])


def test_entry_point_leads_to_the_manifest() -> None:
    (point,) = entry_points(group="ccsdk.plugins.v1", name="chat")

    assert point.load() is plugin
    assert plugin.name == "chat"


def test_manifest_imports_no_implementation_store_or_event_loop() -> None:
    code = "import sys, ccsdk_chat; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()

    heavy = {"asyncio", "sqlite3", "aiosqlite", "ccsdk_chat.implementation", "uvicorn"}
    assert heavy.isdisjoint(loaded)


def test_register_declares_the_channel_and_serves_the_widget_to_every_origin() -> None:
    channel, routes = Chat().register(Context())

    assert channel == Channel(kind="chat", capacity_class="chat", capabilities=frozenset({"text"}))
    assert isinstance(routes, Routes)
    assert (routes.audience, routes.cors) == ("public", True)
    assert (routes.static / "ccsdk-chat.js").is_file()


def test_unknown_setting_is_refused_by_its_path(tmp_path: Path) -> None:
    settings = tmp_path / "center.toml"
    settings.write_text('[plugins.chat]\ncolour = "red"\n')

    checked = subprocess.run(
        [sys.executable, "-m", "ccsdk.cli", "check", str(settings), "--data", str(tmp_path)],
        capture_output=True,
        text=True,
    )

    assert checked.returncode != 0
    assert "plugins.chat.colour" in checked.stderr


def test_every_module_that_is_imported_is_served_beside_the_widget() -> None:
    served = {path.name for path in modules()}

    imported = {
        line.rsplit('"', 2)[1].removeprefix("./")
        for path in modules()
        for line in path.read_text().splitlines()
        if line.startswith(("import ", "export {"))
    }

    assert imported <= served


def test_no_module_of_the_widget_has_the_name_of_one_of_the_center() -> None:
    names = [path.name for path in modules()]

    assert len(names) == len(set(names))


def test_widget_with_its_client_fits_its_budget() -> None:
    whole = b"".join(path.read_bytes() for path in modules())

    assert len(gzip.compress(whole, 9)) <= BUDGET_BYTES
