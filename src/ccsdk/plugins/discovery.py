"""Find the plugins that a center wants: by entry point or by manifest, guarded.

Installed is not enabled: only what a `[plugins.<name>]` table or the embedding program
names is loaded at all. A broken one is a warning that names its distribution and entry
point; with `required = true` in its table, it stops the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as installed_entry_points
from typing import Any

import attrs

from ccsdk.errors import IncompatiblePluginError, PluginLoadError
from ccsdk.hooks.manifest import ENTRY_POINT_GROUP, Plugin
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader

__all__ = ["Candidate", "find_plugins", "sort_plugins"]

# What the host itself understands in a plugin's table; no settings class may use these.
_OWN_SETTINGS = ("enabled", "required")


@attrs.frozen(kw_only=True)
class Candidate:
    """Hold an enabled plugin before its implementation is imported."""

    manifest: Plugin
    config: Any
    distribution: str | None = None
    is_required: bool = False


@attrs.frozen(kw_only=True)
class _NoSettings:
    """Stand for the settings of a plugin that has none: every key is unknown."""


def find_plugins(
    tables: Mapping[str, Any],
    *,
    manifests: Sequence[Plugin],
    reader: Reader,
    entry_points: Iterable[EntryPoint] | None = None,
) -> tuple[list[Candidate], list[PluginLoadError]]:
    """Return the enabled plugins with their settings, and warnings about broken ones.

    Args:
        tables: The `[plugins.<name>]` tables, unread.
        manifests: Plugins that the embedding program enables itself.
        reader: Takes note of every mistake in `tables`.
        entry_points: What is installed; asked of the environment if None.

    Raises:
        IncompatiblePluginError: Two installed distributions claim one name.
        PluginLoadError: A required plugin is broken.
    """
    if entry_points is None:
        entry_points = installed_entry_points(group=ENTRY_POINT_GROUP)
    installed = _by_name(entry_points)
    given = {manifest.name: manifest for manifest in manifests}
    found, warnings = [], []
    for name in sorted({*tables, *given}):
        switches, own = _split(tables.get(name, {}), name=name, reader=reader)
        if not switches["enabled"]:
            continue
        known = given.get(name) or installed.get(name)
        if known is None:
            near = nearest(name, {*given, *installed})
            reader.note(f"plugins.{name}", "is not installed", close_to=near)
            continue
        try:
            found.append(_candidate(known, own, reader, is_required=switches["required"]))
        except PluginLoadError as error:
            if switches["required"]:
                raise
            warnings.append(error)
    return found, warnings


def _candidate(
    known: Plugin | EntryPoint, table: Mapping[str, Any], reader: Reader, *, is_required: bool
) -> Candidate:
    manifest = known if isinstance(known, Plugin) else _load(known)
    config = reader.table(manifest.settings or _NoSettings, table, path=f"plugins.{manifest.name}")
    return Candidate(
        manifest=manifest,
        config=config if manifest.settings else None,
        distribution=None if isinstance(known, Plugin) else _distribution(known),
        is_required=is_required,
    )


def sort_plugins(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return plugins so that each follows those it names in `after`; ties by name.

    Raises:
        IncompatiblePluginError: They wait for each other in a circle.
    """
    waiting = {each.manifest.name: each for each in candidates}
    ordered: list[Candidate] = []
    while waiting:
        free = [
            name
            for name, each in waiting.items()
            if not any(other in waiting for other in each.manifest.after)
        ]
        if not free:
            circle = ", ".join(sorted(waiting))
            raise IncompatiblePluginError(
                plugin=min(waiting), problem=f"these wait for each other by `after`: {circle}"
            )
        ordered.append(waiting.pop(min(free)))
    return ordered


def _by_name(entry_points: Iterable[EntryPoint]) -> dict[str, EntryPoint]:
    installed: dict[str, EntryPoint] = {}
    for point in entry_points:
        other = installed.setdefault(point.name, point)
        if other.value != point.value:
            raise IncompatiblePluginError(
                plugin=point.name,
                problem=f"{_distribution(other)} and {_distribution(point)} both provide it",
            )
    return installed


def _split(
    table: object, *, name: str, reader: Reader
) -> tuple[dict[str, bool], Mapping[str, Any]]:
    """Take the host's own switches out of a plugin's table."""
    switches = {"enabled": True, "required": False}
    if not isinstance(table, Mapping):
        reader.table(_NoSettings, table, path=f"plugins.{name}")
        return {**switches, "enabled": False}, {}
    for switch in _OWN_SETTINGS:
        if switch in table:
            read = reader.value(bool, table[switch], f"plugins.{name}.{switch}")
            switches[switch] = bool(read)
    return switches, {key: table[key] for key in table if key not in _OWN_SETTINGS}


def _load(point: EntryPoint) -> Plugin:
    """Import the module that holds a manifest; whatever it does wrong is told by its name."""
    try:
        manifest = point.load()
    except (Exception, SystemExit) as error:
        raise _broken(point, f"{type(error).__name__}: {error}") from error
    if not isinstance(manifest, Plugin):
        raise _broken(point, f"{point.value} is a {type(manifest).__name__}, not a Plugin")
    if manifest.name != point.name:
        raise _broken(point, f"its manifest says {manifest.name!r}")
    return manifest


def _broken(point: EntryPoint, problem: str) -> PluginLoadError:
    return PluginLoadError(
        plugin=point.name,
        distribution=_distribution(point),
        problem=f"entry point {point.name} = {point.value}: {problem}",
    )


def _distribution(point: EntryPoint) -> str | None:
    return point.dist.name if point.dist is not None else None
