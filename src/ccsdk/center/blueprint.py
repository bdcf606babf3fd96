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

from ccsdk.center.attributes import AttributeSettings
from ccsdk.center.policies import check_policies
from ccsdk.center.provided import check_store
from ccsdk.center.references import check_references
from ccsdk.center.settings import CenterSettings
from ccsdk.errors import ConfigurationError, SettingsError
from ccsdk.hooks.contributions import Channel
from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.profile import Attribute
from ccsdk.hooks.routing import Eligibility, PureContribution, Scorer, Strategy
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader
from ccsdk.plugins.discovery import Found, Wanted, discover, first_party
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.starting import start_plugins

__all__ = ["Blueprint", "Source", "draw_blueprint"]


@attrs.frozen(kw_only=True)
class Blueprint:
    """Hold settings that make sense, and the plugins that are on.

    `left_out` names the plugins that a safe start does without, `missing` what the settings
    ask of them; `folder` is that of the center file, if there is one.
    """

    settings: CenterSettings
    host: PluginHost
    left_out: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    folder: Path | None = None


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
    is_safe: bool = False,
) -> Blueprint:
    """Read settings, import and register plugins, and check both against each other.

    With `is_safe` only the plugins of this project are on. What the settings ask of the
    others is no mistake then.

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
    beside = folder if isinstance(source, Path | str) else None
    found = discover(_wanted(settings, tables, plugins, beside, is_safe=is_safe), reader)
    if settings is not None:
        check_references(settings, reader)
        _check_order(settings, found, reader)
    if settings is None or reader.mistakes:
        raise SettingsError(source=name, mistakes=tuple(reader.mistakes))
    return _drawn(settings, found, reader, name, beside)


def _drawn(
    settings: CenterSettings, found: Found, reader: Reader, name: str, folder: Path | None
) -> Blueprint:
    """Return settings and plugins once these have registered, checked against each other."""
    host = start_plugins(
        found.candidates,
        center=settings.center.name,
        warnings=found.warnings,
        order=settings.center.plugin_order,
    )
    settings = _with_attributes(settings, host, reader)
    _check_channels(settings, host, reader)
    check_store(settings.center.store, host, reader)
    _check_pure(settings, host, reader)
    missing = tuple(str(mistake) for mistake in reader.mistakes)
    if missing and not found.left_out:
        # A channel may be missing because the plugin that has it is broken: say so, too.
        for warning in host.warnings:
            reader.note("plugins", str(warning))
        raise SettingsError(source=name, mistakes=tuple(reader.mistakes))
    left_out = tuple(found.left_out)
    return Blueprint(
        settings=settings, host=host, left_out=left_out, missing=missing, folder=folder
    )


def _wanted(
    settings: CenterSettings | None,
    tables: Mapping[str, Any],
    plugins: Sequence[Plugin],
    folder: Path | None,
    *,
    is_safe: bool,
) -> Wanted:
    """Return which plugins are wanted, also by settings that make no sense otherwise."""
    plugin_tables = tables.get("plugins", {}) if settings is None else settings.plugins
    scopes: dict[str, dict[str, tuple[tuple[str, str], Any]]] = {}
    for kind in ("queue", "channel") if settings is not None else ():
        for scope, section in getattr(settings, f"{kind}s").items():
            # What could not be read has been told, and says nothing of plugins.
            for plugin, table in section.plugins.items() if section else ():
                path = f"{kind}s.{scope}.plugins.{plugin}"
                scopes.setdefault(plugin, {})[path] = ((kind, scope), table)
    return Wanted(
        tables=plugin_tables if isinstance(plugin_tables, Mapping) else {},
        manifests=plugins,
        scopes=scopes,
        folder=folder,
        is_kept=first_party if is_safe else lambda distribution: True,
    )


def _check_order(settings: CenterSettings, found: Found, reader: Reader) -> None:
    for n, name in enumerate(settings.center.plugin_order):
        if name not in found.names:
            near = nearest(name, found.names)
            reader.note(f"center.plugin_order[{n}]", f"no [plugins.{name}]", close_to=near)


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


def _with_attributes(settings: CenterSettings, host: PluginHost, reader: Reader) -> CenterSettings:
    """Return the settings with what plugins declare beside what the file does."""
    declared = dict(settings.attributes)
    for plugin, each in host.contributions(Attribute):
        own = AttributeSettings(
            type=each.type, source=each.source, values=each.values, default=each.default
        )
        if declared.setdefault(each.name, own) != own:
            path, problem = f"attributes.{each.name}", f"is declared otherwise by plugin {plugin!r}"
            reader.note(path, f"{problem}: {own.type}, from {own.source}")
        for member, problem in own.problems():
            reader.note(f"plugins.{plugin}", f"its attribute {each.name}: {member} {problem}")
    if declared == settings.attributes:
        return settings
    settings = attrs.evolve(settings, attributes=declared)
    # Without them conditions were sound; with them one may ask a number for a text.
    check_policies(settings, reader)
    return settings


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
