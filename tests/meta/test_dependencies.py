"""What is imported is declared, what is declared is imported, and each has its reason."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.meta.tree import PLUGINS, ROOT, SOURCE, imported_modules, parsed

PAGE = ROOT / "docs" / "reference" / "dependencies.md"


def metadata(folder: Path) -> dict[str, object]:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(project, dict)
    return project


def names(requirements: object) -> set[str]:
    assert isinstance(requirements, list)
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def extra(name: str) -> set[str]:
    extras = metadata(ROOT)["optional-dependencies"]
    assert isinstance(extras, dict)
    return names(extras[name])


def imported_distributions(folder: Path) -> set[str]:
    """Return the distributions that the modules of a folder import, wherever they do."""
    owners = packages_distributions()
    found = set()
    for path in folder.rglob("*.py"):
        for _, module, _ in imported_modules(parsed(path)):
            root = module.split(".")[0]
            if root not in sys.stdlib_module_names and not root.startswith("ccsdk"):
                assert root in owners, f"{path} imports {root}, which nothing installed provides"
                found |= {canonicalize_name(name) for name in owners[root]}
    return found


def test_core_imports_what_it_declares() -> None:
    declared = names(metadata(ROOT)["dependencies"])
    offered = declared | extra("server") | extra("testing") | extra("images")

    imported = imported_distributions(SOURCE)

    assert imported - offered == set()
    assert declared - imported == set()
    assert extra("server") - imported == set()


def test_only_the_test_kit_imports_test_tools() -> None:
    parts = [p for p in SOURCE.iterdir() if p.is_dir() and p.name != "testing"]

    imported = set().union(*(imported_distributions(part) for part in parts))

    assert imported & extra("testing") == set()


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_plugin_imports_what_it_declares(plugin: Path) -> None:
    declared = names(metadata(plugin)["dependencies"])

    imported = imported_distributions(plugin / "src")

    assert "ccsdk-core" in declared
    assert declared - {"ccsdk-core"} == imported


def test_every_dependency_has_a_paragraph() -> None:
    needed = names(metadata(ROOT)["dependencies"])
    extras = metadata(ROOT)["optional-dependencies"]
    assert isinstance(extras, dict)
    for name in extras:
        needed |= extra(name)
    needed.discard("ccsdk-core")
    page = PAGE.read_text(encoding="utf-8")
    described = {
        canonicalize_name(name): text
        for name, text in re.findall(
            r"^\*\*([A-Za-z0-9._-]+)\*\*(.*?)(?=^\*\*|^#|\Z)", page, re.MULTILINE | re.DOTALL
        )
    }

    assert set(described) == needed
    assert [name for name, text in described.items() if len(text.split()) < 8] == []
