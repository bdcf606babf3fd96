"""A wheel holds all that its package needs to run, and nothing that only tests need."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTIONS = [ROOT, *sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]


# What `ccsdk plugins new` copies is packed from the examples, see pyproject.toml.
TEMPLATES = {
    "examples/first_plugin": "ccsdk/templates/first_plugin",
    "examples/first_plugin_kinds": "ccsdk/templates/first_plugin_kinds",
}


def is_cache(path: Path) -> bool:
    """Say whether a tool left a file there."""
    hidden = (part for part in path.parts if part.startswith(".") and part != ".github")
    return "__pycache__" in path.parts or any(hidden)


def packed(sources: Path, below: Path = Path()) -> set[str]:
    """Return what a wheel is to hold of a folder, by where it stands in the wheel."""
    found = (path for path in sources.rglob("*") if path.is_file())
    places = (path.relative_to(sources) for path in found)
    return {(below / place).as_posix() for place in places if not is_cache(place)}


@pytest.mark.slow
@pytest.mark.parametrize("source", DISTRIBUTIONS, ids=lambda path: path.name)
def test_wheel_holds_every_file_of_the_package(source: Path, tmp_path: Path) -> None:
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    sources = source / "src"
    wanted = packed(sources)
    if source == ROOT:
        for folder, place in TEMPLATES.items():
            wanted |= packed(ROOT / folder, Path(place))

    subprocess.run(hatchling, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == wanted
    assert any(name.endswith("py.typed") for name in held)
