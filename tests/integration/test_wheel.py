"""A wheel holds all that its package needs to run, and nothing that only tests need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTIONS = [ROOT, *sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]


def is_cache(path: Path) -> bool:
    """Say whether a tool left a file there."""
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)


@pytest.mark.slow
@pytest.mark.parametrize("source", DISTRIBUTIONS, ids=lambda path: path.name)
def test_wheel_holds_every_file_of_the_package(source: Path, tmp_path: Path) -> None:
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    sources = source / "src"
    wanted = {
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*")
        if path.is_file() and not is_cache(path.relative_to(sources))
    }

    subprocess.run(hatchling, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == wanted
    assert any(name.endswith("py.typed") for name in held)
