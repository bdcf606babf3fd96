"""What the desk ships: foreign modules as published, all words in one file, names of the model."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from ccsdk.model.command import COMMANDS
from ccsdk.model.event import EVENTS
from ccsdk.model.item import ITEM_TYPES
from ccsdk_desk.implementation import STATIC

VENDOR = STATIC / "vendor"
SCRIPTS = [path for path in sorted(STATIC.rglob("*.js")) if VENDOR not in path.parents]
ROW = re.compile(
    r"^\| (?P<module>\S+\.js) \| (?P<package>\S+) \| \S+ \| \S+ \| (?P<sha256>\w{64}) \|$",
    re.MULTILINE,
)
IMPORT = re.compile(r'\bfrom "(\.[^"]+)"')
# `t("key")`, also with a second argument; a template's fixed beginning is checked apart.
# A panel says its words itself: `say`.
KEY = re.compile(r'\b(?:t|say|hasWords)\(\s*"([\w.]+)"')
PREFIX = re.compile(r"\b(?:t|say|hasWords)\(\s*`([\w.]*)\$\{|\bnamed\(\s*\"([\w.]+)\"")


def words() -> dict[str, Any]:
    return json.loads((STATIC / "i18n" / "en.json").read_text(encoding="utf-8"))


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_every_vendored_module_is_the_one_its_readme_names() -> None:
    rows = {row["module"]: row for row in ROW.finditer(source(VENDOR / "README.md"))}

    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")
    }
    licences = {
        row["package"]: (
            VENDOR / f"{row['package'].removeprefix('@').replace('/', '-')}.LICENSE"
        ).is_file()
        for row in rows.values()
    }

    assert digests == {name: row["sha256"] for name, row in rows.items()}
    assert all(licences.values()), licences


def test_import_map_names_every_vendored_module() -> None:
    (text,) = re.findall(
        r'<script type="importmap">(.*?)</script>', source(STATIC / "index.html"), re.DOTALL
    )

    mapped = {Path(target).name for target in json.loads(text)["imports"].values()}

    assert mapped == {path.name for path in VENDOR.glob("*.js")}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_imports_only_files_that_are_there(path: Path) -> None:
    client = {"ccsdk.js"}  # the center adds its own module beside ours

    named = IMPORT.findall(source(path))
    missing = [name for name in named if not (path.parent / name).is_file()]

    assert {Path(name).name for name in missing} <= client


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_script_builds_no_markup_from_text_and_no_inline_style(path: Path) -> None:
    text = source(path)

    found = re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|dangerously\w+|\bstyle=|\beval\(|new Function",
        text,
    )

    assert found == []


def test_every_word_that_is_asked_for_is_there() -> None:
    known = words()

    asked = {key for path in SCRIPTS for key in KEY.findall(source(path))}
    prefixes = {
        next(filter(None, match))
        for path in SCRIPTS
        for match in PREFIX.findall(source(path))
        if any(match)
    }

    assert asked - known.keys() == set()
    assert [p for p in prefixes if not any(key.startswith(p) for key in known)] == []


def test_no_word_is_there_for_nothing() -> None:
    text = "\n".join(map(source, SCRIPTS))
    prefixes = {next(filter(None, m)) for m in PREFIX.findall(text) if any(m)}

    idle = [
        key
        for key in words()
        if f'"{key}"' not in text and not any(key.startswith(prefix) for prefix in prefixes)
    ]

    # Chosen by two-part keys: `${key}.title`, `${key}.means`.
    assert [key for key in idle if key.split(".")[0] not in {"signed_out", "expired"}] == []


def test_every_event_the_desk_applies_is_one_of_the_model() -> None:
    known = {name.split(".")[1] for name in EVENTS}
    reducers = re.search(r"const REDUCERS = \{\n(.*?)\n\};", source(STATIC / "store.js"), re.DOTALL)
    activities = re.search(
        r"const ACTIVITIES = \{\n(.*?)\n\};", source(STATIC / "lines.js"), re.DOTALL
    )
    assert reducers is not None
    assert activities is not None

    named = set(re.findall(r"^  (\w+)[(:]", f"{reducers[1]}\n{activities[1]}", re.MULTILINE))

    assert named - known == set()
    assert {"OfferMade", "WrapUpEnded", "QueueDefined", "LegLost"} <= named


def test_every_member_the_store_reads_of_an_event_is_one_of_the_model() -> None:
    text = source(STATIC / "store.js")
    body = text[text.index("const REDUCERS") :]
    read = re.findall(
        r"^  (\w+)\(store, event, data(?:, at_ms)?\) \{\n    const \{ ([\w, :]+) \} = data;",
        body,
        re.MULTILINE,
    )

    unknown = [
        (event, member)
        for event, members in read
        for member in re.findall(r"\w+", members)
        if member not in EVENTS[f"ccsdk.{event}.v1"].__struct_fields__
    ]

    assert unknown == []
    assert len(read) >= 4


def test_every_command_and_item_is_one_of_the_model() -> None:
    text = "\n".join(map(source, SCRIPTS))

    sent = set(re.findall(r'\bsend\("(\w+)"', text)) | set(
        re.findall(r'"ccsdk\.(Send\w+)\.v1"', text)
    )
    items = set(re.findall(r'"(ccsdk\.\w+\.v1)": "', text))

    assert {f"ccsdk.{name}.v1" for name in sent} - COMMANDS.keys() == set()
    assert {"AcceptOffer", "CompleteWrapUp", "SendMessage"} <= sent
    assert items == set(ITEM_TYPES.values())


def test_scripts_import_each_other_in_no_circle() -> None:
    imported = {
        path: {(path.parent / name).resolve() for name in IMPORT.findall(source(path))}
        for path in SCRIPTS
    }

    # What imports nothing that is left is taken away; a circle stays.
    left = dict(imported)
    while free := [path for path, names in left.items() if not names & left.keys()]:
        for path in free:
            del left[path]

    assert sorted(path.name for path in left) == []
