"""The chat plugin: what it declares, what it serves, and how large the widget is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import ccsdk
from ccsdk.hooks import Channel, Routes
from ccsdk_chat import plugin
from ccsdk_chat.implementation import STATIC, Chat

# What may stand before the name of a module that is loaded at once, or later.
STATIC_IMPORT = re.compile(r'^(?:import|export) \{[^}]*\} from "\./([\w-]+\.js)";', re.MULTILINE)
LAZY_IMPORT = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
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


def test_register_declares_two_channels_and_serves_the_widget_to_every_origin() -> None:
    *channels, routes = Chat().register(Context())

    assert channels == [
        Channel(kind=kind, capacity_class=kind, capabilities=frozenset({"text", "files"}))
        for kind in ("chat", "message")
    ]
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


def imported(names: set[str], pattern: re.Pattern[str]) -> set[str]:
    """Return the modules that these modules import in this way."""
    paths = [path for path in modules() if path.name in names]
    return {name for path in paths for name in pattern.findall(path.read_text())}


def joined(entry: str) -> set[str]:
    """Return a module with all that it imports at once."""
    found = {entry}
    while more := imported(found, STATIC_IMPORT) - found:
        found |= more
    return found


def test_every_module_that_is_imported_is_served_beside_the_widget() -> None:
    served = {path.name for path in modules()}

    assert imported(served, STATIC_IMPORT) | imported(served, LAZY_IMPORT) <= served


def test_every_module_of_the_widget_is_reached_from_its_pages() -> None:
    reached = joined("ccsdk-chat.js") | joined("chat-framed.js")
    while more := set().union(*map(joined, imported(reached, LAZY_IMPORT))) - reached:
        reached |= more

    assert {path.name for path in STATIC.glob("*.js")} <= reached


def test_module_that_is_loaded_later_shares_no_state_with_the_joined_part() -> None:
    at_once = joined("ccsdk-chat.js")
    later = set().union(*map(joined, imported({path.name for path in modules()}, LAZY_IMPORT)))

    # Functions that make elements, and nothing that remembers.
    assert at_once & later <= {"chat-dom.js"}


def test_languages_say_the_same_things_with_the_same_members() -> None:
    tables = [json.loads(path.read_text("utf-8")) for path in sorted(STATIC.glob("i18n/*.json"))]
    members = [
        {name: set(re.findall(r"\{\w+\}", str(text))) for name, text in t.items()} for t in tables
    ]

    assert len(tables) == 3
    assert members[0] == members[1] == members[2]
    assert [list(table) for table in tables] == [list(tables[0])] * 3


def test_every_word_of_the_table_is_said_and_every_word_said_is_in_the_table() -> None:
    table = json.loads((STATIC / "i18n" / "en.json").read_text("utf-8"))
    source = "".join(path.read_text("utf-8") for path in STATIC.glob("*.js"))
    said = set(re.findall(r'\bsay\(\s*"(\w+)"', source))

    unsaid = {name for name in table if not re.search(rf'"{name}"|\b{name}\b', source)}
    composed = {"nextWait", "placeWait", "formAddressMissing", "formAddressWrong"}
    composed |= {"formNameMissing", "formTopicMissing"}

    assert said <= table.keys()
    assert unsaid <= composed


def test_no_module_of_the_widget_has_the_name_of_one_of_the_center() -> None:
    names = [path.name for path in modules()]

    assert len(names) == len(set(names))
