"""Environments for tests of what can be enabled."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from ccsdk.plugins import discovery
from tests.unit.plugins.offering import LOCAL


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """Return the entry points that are installed, to be filled."""
    points: list[EntryPoint] = []
    monkeypatch.setattr(discovery, "installed_entry_points", lambda group: points)
    return points


@pytest.fixture
def local(environment: list[EntryPoint], tmp_path: Path) -> Path:
    """Return a center file with one plugin of its own beside it, not enabled yet."""
    folder = tmp_path / "ccsdk_plugins"
    folder.mkdir()
    (folder / "own_post.py").write_text(LOCAL, encoding="utf-8")
    (folder / "_parts.py").write_text("raise RuntimeError", encoding="utf-8")
    return tmp_path / "center.toml"
