"""The commands that people and machines type are the ones that exist."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.meta.tree import ROOT, parsed

START = (
    "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt nox && .venv/bin/nox -s"
)
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def sessions() -> set[str]:
    """Return the names of the functions that nox runs."""
    return {
        node.name
        for node in parsed(ROOT / "noxfile.py").body
        if isinstance(node, ast.FunctionDef)
        and any("nox.session" in ast.unparse(mark) for mark in node.decorator_list)
    }


@pytest.mark.parametrize("session", ["demo", "test"])
def test_readme_gives_the_command(session: str) -> None:
    lines = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()]

    assert f"{START} {session}" in lines


def test_continuous_integration_calls_the_very_line_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert lines.count(f"{START} test") == 1


def test_continuous_integration_can_be_executed() -> None:
    script = ROOT / ".ci" / "run"

    checked = subprocess.run(["bash", "-n", str(script)], capture_output=True, check=False)

    assert os.access(script, os.X_OK)
    assert checked.returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_session_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    named = set(re.findall(r"\bnox (?:-R )?-s ([a-z_]+)", text))

    assert named - sessions() == set()


def test_every_session_says_what_it_does() -> None:
    tree = parsed(ROOT / "noxfile.py")

    mute = [
        n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not ast.get_docstring(n)
    ]

    assert {"demo", "quick", "test", "lint", "types", "floors", "constraints"} <= sessions()
    assert mute == []
