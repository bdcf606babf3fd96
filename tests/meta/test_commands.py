"""The commands that people and machines type are the ones that exist."""

from __future__ import annotations

import ast
import os
import re
import shutil
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


def program(path: Path, script: str) -> None:
    """Write a program that stands in for one of the system's."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run_integration(folder: Path, *, nox: str) -> subprocess.CompletedProcess[str]:
    """Run .ci/run where installing does nothing and nox prints what it is told to."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", folder / ".ci" / "run")
    program(folder / ".venv" / "bin" / "nox", nox)
    program(folder / ".venv" / "bin" / "pip", "exit 0")
    for name in ("python3", "dpkg", "apt-get", "sudo"):
        program(folder / "bin" / name, "exit 0")
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        [str(folder / ".ci" / "run")], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("printed", "status", "last"),
    [
        ("===== 7 passed in 0.50s =====", 0, ["===== 7 passed in 0.50s ====="]),
        (
            "= short test summary info =\nFAILED a.py::b\n== 1 failed in 61.0s (0:01:01) ==",
            1,
            ["FAILED a.py::b", "== 1 failed in 61.0s (0:01:01) =="],
        ),
    ],
)
def test_continuous_integration_ends_with_the_summary_of_pytest(
    tmp_path: Path, printed: str, status: int, last: list[str]
) -> None:
    nox = f"printf '%s\\n' '{printed}'\necho 'nox > Session test ended.'\nexit {status}"

    outcome = run_integration(tmp_path, nox=nox)

    assert outcome.returncode == status
    assert outcome.stdout.splitlines()[-len(last) :] == last


def test_continuous_integration_fails_when_pytest_never_ran(tmp_path: Path) -> None:
    outcome = run_integration(tmp_path, nox="echo 'nox > nothing to do'")

    assert outcome.returncode == 1


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
