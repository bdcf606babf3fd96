"""Read what a center is made of, before anything is opened: settings and plugins.

Used by `ContactCenter` and by the command line's checks; every mistake is told at once.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from ccsdk.center.references import check_references
from ccsdk.center.settings import CenterSettings
from ccsdk.errors import ConfigurationError, SettingsError
from ccsdk.hooks.contributions import Channel
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.routing import Eligibility, PureContribution, Scorer, Strategy
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import find_plugins
from ccsdk.plugins.host import PluginHost, start_plugins

__all__ = ["Blueprint", "Source", "draw_blueprint"]


@attrs.frozen(kw_only=True)
class Blueprint:
    """Hold settings that make sense, and the plugins that are on."""

    settings: CenterSettings
    host: PluginHost


_WORDS: dict[type[PureContribution], str] = {
    Scorer: "a scorer",
    Eligibility: "an eligibility",
    Strategy: "a strategy",
}

# A center file, its tables as a mapping, settings made in code, or all of it read before.
Source = Path | str | Mapping[str, Any] | CenterSettings | Blueprint


def draw_blueprint(
    source: Source,
    *,
    plugins: Sequence[Plugin] = (),
    environ: Mapping[str, str] | None = None,
) -> Blueprint:
    """Read settings, import and register plugins, and check both against each other.

    Raises:
        SettingsError: Whatever is wrong in the settings, all of it.
        PluginError: Plugins cannot run together, or a required one is broken.
    """
    if isinstance(source, Blueprint):
        return source
    name, folder, tables = _opened(source)
    reader = Reader(folder=folder, environ=os.environ if environ is None else environ)
    if isinstance(source, CenterSettings):
        settings: CenterSettings | None = source
    else:
        # Its defaults, too, are relative to the file.
        settings = reader.table(CenterSettings, {"center": {}, **tables}, path="")
    plugin_tables = tables.get("plugins", {}) if settings is None else settings.plugins
    candidates, warnings = find_plugins(
        plugin_tables if isinstance(plugin_tables, Mapping) else {},
        manifests=plugins,
        reader=reader,
    )
    if settings is not None:
        check_references(settings, reader)
    if settings is None or reader.mistakes:
        raise SettingsError(source=name, mistakes=tuple(reader.mistakes))
    host = start_plugins(candidates, center=settings.center.name, warnings=warnings)
    _check_channels(settings, host, reader)
    _check_pure(settings, host, reader)
    if reader.mistakes:
        # A channel may be missing because the plugin that has it is broken: say so, too.
        for warning in host.warnings:
            reader.note("plugins", str(warning))
        raise SettingsError(source=name, mistakes=tuple(reader.mistakes))
    return Blueprint(settings=settings, host=host)


def _opened(
    source: Path | str | Mapping[str, Any] | CenterSettings,
) -> tuple[str, Path, Mapping[str, Any]]:
    """Return what to call the source in messages, its folder, and its tables."""
    if isinstance(source, CenterSettings):
        return "settings", Path(), {}
    if isinstance(source, Mapping):
        return "settings", Path(), source
    path = Path(source)
    try:
        with path.open("rb") as file:
            return path.name, path.parent, tomllib.load(file)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = f"is no TOML file: {error}"
    mistake = ConfigurationError(path="file", problem=problem)
    raise SettingsError(source=path.name, mistakes=(mistake,))


def _check_channels(settings: CenterSettings, host: PluginHost, reader: Reader) -> None:
    kinds = {channel.kind for _, channel in host.contributions(Channel)}
    for name, account in settings.accounts.items():
        if account.channel not in kinds:
            reader.note(
                f"accounts.{name}.channel",
                f"no enabled plugin contributes a channel {account.channel!r}",
                close_to=nearest(account.channel, kinds),
            )


def _check_pure(settings: CenterSettings, host: PluginHost, reader: Reader) -> None:
    """Note what queues ask of plugins that no enabled one contributes."""
    known = {kind: {each.name for _, each in host.contributions(kind)} for kind in _WORDS}
    for name, queue in settings.queues.items():
        asked: list[tuple[str, type[PureContribution], str]] = [
            (f"scorers[{n}]", Scorer, each.name) for n, each in enumerate(queue.weighted_scorers())
        ]
        asked += [(f"eligibility[{n}]", Eligibility, e) for n, e in enumerate(queue.eligibility)]
        if strategy := queue.plugin_strategy():
            asked.append(("strategy", Strategy, strategy))
        for path, kind, named in asked:
            if named not in known[kind]:
                problem = f"no enabled plugin contributes {_WORDS[kind]} {named!r}"
                near = nearest(named, known[kind])
                reader.note(f"queues.{name}.{path}", problem, close_to=near)
