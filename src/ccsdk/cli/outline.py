"""What a center file says of plugins, read without importing any of them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from ccsdk.center.files import log_path, plugin_path
from ccsdk.center.settings import CenterSection
from ccsdk.errors import ConfigurationError, SettingsError
from ccsdk.hooks.plugin_store import Progress, Skipped
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import read_progress, read_skipped
from ccsdk.model.instant import to_rfc3339
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import whole_environment
from ccsdk.plugins.installed import Offered

__all__ = ["Listed", "Outline", "outline_of", "standing"]


@attrs.frozen(kw_only=True)
class Listed:
    """Say of a plugin what metadata and the center file say; several may offer its name."""

    name: str
    is_enabled: bool
    is_required: bool = False
    is_remote: bool = False
    offers: tuple[Offered, ...] = ()
    progress: Progress | None = None
    skipped: tuple[Skipped, ...] = ()


@attrs.frozen(kw_only=True)
class Outline:
    """Hold what the plugins of a center are, enabled or not, by name; `data` is its folder."""

    file: Path | None
    data: Path | None
    plugins: tuple[Listed, ...]

    @property
    def head(self) -> int:
        """Return the last position of the log, 0 if there is none yet."""
        if self.data is None:
            return 0
        try:
            with OfflineLog(log_path(self.data)) as log:
                return log.info.head
        except FileNotFoundError:
            return 0


def outline_of(center: Path | None, data: Path | None) -> Outline:
    """Return the outline of a center, or of the environment alone.

    Raises:
        SettingsError: The file is none, or its `[center]` is wrong.
    """
    tables = _tables(center) if center is not None else {}
    folder = center.parent if center is not None else None
    if folder is not None and data is None:
        data = _data_of(tables, folder)
    wanted = tables.get("plugins", {})
    wanted = wanted if isinstance(wanted, Mapping) else {}
    offered = whole_environment(folder).by_name
    return Outline(
        file=center,
        data=data,
        plugins=tuple(
            _listed(name, wanted.get(name), tuple(offered.get(name, ())), data)
            for name in sorted({*wanted, *offered})
        ),
    )


def _tables(center: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(center.read_text(encoding="utf-8"))
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = f"is no TOML file: {error}"
    mistake = ConfigurationError(path="file", problem=problem)
    raise SettingsError(source=center.name, mistakes=(mistake,))


def _data_of(tables: Mapping[str, Any], folder: Path) -> Path | None:
    reader = Reader(folder=folder, environ=os.environ)
    section = reader.table(CenterSection, tables.get("center", {}), path="center")
    if reader.mistakes:
        raise SettingsError(source="center file", mistakes=tuple(reader.mistakes))
    return section.data if section is not None else None


def _listed(name: str, table: Any, offers: tuple[Offered, ...], data: Path | None) -> Listed:
    switches = table if isinstance(table, Mapping) else {}
    store = plugin_path(data, name) if data is not None else None
    return Listed(
        name=name,
        is_enabled=table is not None and switches.get("enabled", True) is not False,
        is_required=switches.get("required") is True,
        is_remote=switches.get("remote") is True,
        offers=offers,
        progress=read_progress(store) if store is not None and store.exists() else None,
        skipped=tuple(read_skipped(store)) if store is not None else (),
    )


def standing(progress: Progress | None, head: int) -> str:
    """Return how far a plugin has come, and since when and why it is parked; else nothing."""
    if progress is None or not (progress.cursor or progress.parked_at_ms):
        return ""
    told = f"at {progress.cursor} of {head}"
    if progress.cursor < head:
        told += f", {head - progress.cursor} behind"
    if progress.parked_at_ms is None:
        return told
    return f"{told}, parked since {to_rfc3339(progress.parked_at_ms)}: {progress.problem}"
