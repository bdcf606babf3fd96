"""What plugins contribute to a center that is never opened, and how to compare it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import attrs

from ccsdk.center.blueprint import draw_blueprint
from ccsdk.center.plugin_process import unfit
from ccsdk.hooks import Contribution, Plugin
from ccsdk.plugins.host import Implementation, PluginHost
from ccsdk.testing.harness import KIT, tables_of

__all__ = ["bound_of", "contributions_of", "described"]

_PLAIN = (str, int, float, bool, type(None), Path)


def contributions_of(
    plugins: Iterable[Plugin], settings: Mapping[str, Any]
) -> dict[str, list[Contribution]]:
    """Return what each plugin contributes, by its name.

    Raises:
        SettingsError: The tables make no center.
        PluginError: One is broken; all are required.
    """
    found: dict[str, list[Contribution]] = {}
    for name, each in _host_of(plugins, settings).contributions(Contribution):
        found.setdefault(name, []).append(each)
    return found


def bound_of(plugin: str, plugins: Iterable[Plugin], settings: Mapping[str, Any]) -> list[str]:
    """Return what of a plugin has to be in the center's process, in words, each once.

    Raises:
        SettingsError: The tables make no center.
        PluginError: One is broken; all are required.
    """
    own = _Own(_host_of(plugins, settings), plugin)
    return sorted(set(unfit(cast("PluginHost", own))))


@attrs.frozen
class _Own:
    """Know of one plugin what a host knows of all."""

    _host: PluginHost
    _plugin: str

    def contributions(self, kind: type[Any]) -> list[tuple[str, Any]]:
        return [each for each in self._host.contributions(kind) if each[0] == self._plugin]

    def implementations(self, hook: str) -> list[Implementation]:
        return [each for each in self._host.implementations(hook) if each.plugin == self._plugin]


def _host_of(plugins: Iterable[Plugin], settings: Mapping[str, Any]) -> PluginHost:
    everybody = [KIT, *plugins]
    tables = tables_of(everybody, settings)
    own = tables.get("plugins", {})
    required = {each.name: {**own.get(each.name, {}), "required": True} for each in everybody}
    return draw_blueprint({**tables, "plugins": required}, plugins=everybody).host


def described(value: Any) -> Any:
    """Return a value as JSON holds it; of functions and the like only what they are."""
    if isinstance(value, Contribution):
        members = {a.name: described(getattr(value, a.name)) for a in attrs.fields(type(value))}
        return {"type": type(value).__name__, **members}
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if isinstance(value, Mapping):
        return {str(key): described(each) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(map(str, value))
    if isinstance(value, tuple | list):
        return [described(each) for each in value]
    if isinstance(value, _PLAIN):
        return str(value) if isinstance(value, Path) else value
    return type(value).__name__
