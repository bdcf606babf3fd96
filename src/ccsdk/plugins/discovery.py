"""Find the plugins that a center wants: by entry point, file or manifest, guarded.

Installed is not enabled: only what a `[plugins.<name>]` table or the embedding program
names is loaded at all. A broken one is a warning that names its distribution and entry
point; with `required = true` in its table, it stops the start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as installed_entry_points
from pathlib import Path
from typing import Any

import attrs

from ccsdk.errors import PluginError
from ccsdk.hooks.manifest import ENTRY_POINT_GROUP, Plugin
from ccsdk.model.spelling import nearest
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.installed import Installed, Offered, installed_plugins, other_api_of
from ccsdk.plugins.remote_settings import remote_manifest
from ccsdk.plugins.scope import NO_SCOPES, ScopeTables, read_scopes

__all__ = ["Found", "Wanted", "discover", "find_plugins", "first_party", "whole_environment"]

# What the host itself understands in a plugin's table; no settings class may use these.
_OWN_SETTINGS = ("enabled", "required", "remote")
# The distributions of this project, which `ccsdk serve --safe` keeps; a test holds it to plugins/.
_FIRST_PARTY = frozenset(
    f"ccsdk-{name}"
    for name in (
        "chat",
        "coaching",
        "desk",
        "knowledge",
        "profile-http",
        "webhooks",
        "wellbeing",
    )
)


@attrs.frozen(kw_only=True)
class _NoSettings:
    """Stand for the settings of a plugin that has none: every key is unknown."""


@attrs.frozen(kw_only=True)
class Wanted:
    """Say what settings and the embedding program want.

    Args:
        tables: The `[plugins.<name>]` tables, unread.
        manifests: Plugins that the embedding program enables itself.
        scopes: By plugin, what tables of queues and channels say of it.
        folder: Of the center file, for plugins in files beside it; None if there is none.
        is_kept: Says of a distribution's name, None without one, whether its plugins stay in.
    """

    tables: Mapping[str, Any]
    manifests: Sequence[Plugin] = ()
    scopes: Mapping[str, ScopeTables] = attrs.field(factory=dict)
    folder: Path | None = None
    is_kept: Callable[[str | None], bool] = lambda distribution: True


@attrs.frozen(kw_only=True)
class Found:
    """Hold the enabled plugins, warnings about broken ones, and the names that were left out."""

    candidates: list[Candidate]
    warnings: list[PluginError]
    left_out: list[str]
    names: frozenset[str]


def first_party(distribution: str | None) -> bool:
    """Return whether a distribution is of this project; a local file and a program are not."""
    return distribution in _FIRST_PARTY


def whole_environment(folder: Path | None = None) -> Installed:
    """Return what could be enabled, from metadata and names of files; nothing is imported."""
    return installed_plugins(installed_entry_points(group=ENTRY_POINT_GROUP), folder)


def find_plugins(
    tables: Mapping[str, Any],
    *,
    manifests: Sequence[Plugin],
    reader: Reader,
    entry_points: Iterable[EntryPoint] | None = None,
) -> tuple[list[Candidate], list[PluginError]]:
    """Return the enabled plugins with their settings, and warnings about broken ones.

    Args:
        tables: The `[plugins.<name>]` tables, unread.
        manifests: Plugins that the embedding program enables itself.
        reader: Takes note of every mistake in `tables`.
        entry_points: What is installed; asked of the environment if None.

    Raises:
        IncompatiblePluginError: Two installed distributions provide an enabled plugin.
        PluginError: A required plugin is broken.
    """
    installed = None if entry_points is None else installed_plugins(entry_points, None)
    found = discover(Wanted(tables=tables, manifests=manifests), reader, installed)
    return found.candidates, found.warnings


def discover(wanted: Wanted, reader: Reader, installed: Installed | None = None) -> Found:
    """Return the enabled plugins with their settings, noting every mistake in these.

    Raises:
        IncompatiblePluginError: Two installed distributions provide an enabled plugin.
        PluginError: A required plugin is broken.
    """
    installed = whole_environment(wanted.folder) if installed is None else installed
    given = {manifest.name: manifest for manifest in wanted.manifests}
    names = frozenset({*wanted.tables, *given})
    found = Found(candidates=[], warnings=[], left_out=[], names=names)
    for name in sorted(names):
        switches, own = _split(wanted.tables.get(name, {}), name=name, reader=reader)
        if not switches["enabled"]:
            continue
        known = given.get(name) or installed.find(name)
        if not wanted.is_kept(known.distribution if isinstance(known, Offered) else None):
            found.left_out.append(name)
            continue
        try:
            if known is None and (other := other_api_of(name)) is not None:
                raise other
            if switches["remote"]:
                candidate = _remote(name, known, own, reader)
            elif known is None:
                near = nearest(name, {*given, *installed.by_name})
                reader.note(f"plugins.{name}", "is not installed", close_to=near)
                continue
            else:
                candidate = _candidate(known, own, wanted.scopes.get(name, {}), reader)
            found.candidates.append(attrs.evolve(candidate, is_required=switches["required"]))
        except PluginError as error:
            if switches["required"]:
                raise
            found.warnings.append(error)
    _check_scopes(wanted, names, reader)
    return found


def _remote(
    name: str, known: Plugin | Offered | None, table: Mapping[str, Any], reader: Reader
) -> Candidate:
    """Return what stands for a plugin in its own process; its implementation stays unread."""
    manifest = known.manifest() if isinstance(known, Offered) else known
    manifest = remote_manifest(name, manifest, table, reader)
    return Candidate(manifest=manifest, config=None, table=table)


def _candidate(
    known: Plugin | Offered, table: Mapping[str, Any], scopes: ScopeTables, reader: Reader
) -> Candidate:
    manifest = known if isinstance(known, Plugin) else known.manifest()
    settings = manifest.settings or _NoSettings
    config = reader.table(settings, table, path=f"plugins.{manifest.name}")
    return Candidate(
        manifest=manifest,
        config=config if manifest.settings else None,
        distribution=None if isinstance(known, Plugin) else known.distribution,
        version=None if isinstance(known, Plugin) else known.version,
        table=table,
        scopes=read_scopes(settings, table, scopes, reader) if scopes else NO_SCOPES,
    )


def _check_scopes(wanted: Wanted, names: frozenset[str], reader: Reader) -> None:
    """Note tables of queues and channels for a plugin that nobody enables."""
    for name in sorted(wanted.scopes.keys() - names):
        for path in wanted.scopes[name]:
            reader.note(path, f"no [plugins.{name}] enables it", close_to=nearest(name, names))


def _split(
    table: object, *, name: str, reader: Reader
) -> tuple[dict[str, bool], Mapping[str, Any]]:
    """Take the host's own switches out of a plugin's table."""
    switches = {"enabled": True, "required": False, "remote": False}
    if not isinstance(table, Mapping):
        reader.table(_NoSettings, table, path=f"plugins.{name}")
        return {**switches, "enabled": False}, {}
    for switch in _OWN_SETTINGS:
        if switch in table:
            read = reader.value(bool, table[switch], f"plugins.{name}.{switch}")
            switches[switch] = bool(read)
    return switches, {key: table[key] for key in table if key not in _OWN_SETTINGS}
