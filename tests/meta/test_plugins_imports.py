"""A plugin reads the doors that are open to plugins, and nothing else of the core."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccsdk.plugins.discovery import first_party
from tests.meta.tree import PLUGINS, ROOT, imported_modules, name_of, parsed

DOORS = ("ccsdk.model", "ccsdk.hooks", "ccsdk.errors", "ccsdk.metrics")
TEST_DOORS = (*DOORS, "ccsdk.testing")


def trespasses(tree: ast.AST, *, doors: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Yield (line, module) for each import of the core that goes past its doors."""
    for line, module, name in imported_modules(tree):
        # `from ccsdk import model` names a door; `from ccsdk import ContactCenter` the face.
        full = f"ccsdk.{name}" if module == "ccsdk" and name and name.islower() else module
        is_core = full == "ccsdk" or full.startswith("ccsdk.")
        is_open = full == "ccsdk" or any(f"{full}.".startswith(f"{door}.") for door in doors)
        if is_core and not is_open:
            yield line, full


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
@pytest.mark.parametrize(("part", "doors"), [("src", DOORS), ("tests", TEST_DOORS)])
def test_plugin_stays_within_its_doors(plugin: Path, part: str, doors: tuple[str, ...]) -> None:
    found = [
        f"{name_of(path)}:{line}: {module}"
        for path in sorted((plugin / part).rglob("*.py"))
        for line, module in trespasses(parsed(path), doors=doors)
    ]

    assert not found, "\n" + "\n".join(found)


EXAMPLES = tuple(
    sorted(
        {path.parent for path in ROOT.glob("examples/**/pyproject.toml")}
        | {path for path in ROOT.glob("examples/**/ccsdk_plugins") if path.is_dir()}
    )
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_stays_within_the_doors_of_plugins(example: Path) -> None:
    found = [
        f"{name_of(path)}:{line}: {module}"
        for path in sorted(example.rglob("*.py"))
        for line, module in trespasses(
            parsed(path), doors=TEST_DOORS if "tests" in path.parts else DOORS
        )
    ]

    assert not found, "\n" + "\n".join(found)


def test_a_safe_start_keeps_the_plugins_of_this_project() -> None:
    assert [plugin.name for plugin in PLUGINS if not first_party(plugin.name)] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import ccsdk.engine", 1),
        ("from ccsdk.center.writer import Writer", 1),
        ("from ccsdk import wire", 1),
        ("def f():\n    from ccsdk.log import sqlite", 1),
        ("from ccsdk.modelling import x", 1),
        ("import ccsdk", 0),
        ("from ccsdk import ContactCenter", 0),
        ("from ccsdk.model.event import OfferMade", 0),
        ("from ccsdk.hooks import Plugin", 0),
        ("import ccsdk_chat.implementation", 0),
    ],
)
def test_a_trespass_is_found(source: str, expected: int) -> None:
    found = list(trespasses(ast.parse(source), doors=DOORS))

    assert len(found) == expected


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_plugin_is_a_whole_distribution(plugin: Path) -> None:
    name = plugin.name.removeprefix("ccsdk-")
    module = f"ccsdk_{name.replace('-', '_')}"
    project = tomllib.loads((plugin / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    present = [(plugin / part).is_file() for part in ("README.md", "CHANGELOG.md")]

    assert project["name"] == plugin.name
    assert project["entry-points"]["ccsdk.plugins.v1"] == {name: f"{module}:plugin"}
    assert all(present)
    assert (plugin / "src" / module / "py.typed").is_file()
    assert list((plugin / "tests").rglob("test_*.py"))
