"""A plugin's manifest: what an entry point leads to, read before anything is imported."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Protocol

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import Capabilities

__all__ = ["ENTRY_POINT_GROUP", "Plugin", "PluginImplementation", "Secret"]

# The API's major version stands in the group's name: another major is never imported.
ENTRY_POINT_GROUP = "ccsdk.plugins.v1"

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)


def _check_name(plugin: Plugin, attribute: attrs.Attribute[str], name: str) -> None:
    if not _NAME.fullmatch(name):
        problem = f"{name!r} is no name of a plugin: small letters, digits and -"
        raise ConfigurationError(path="Plugin.name", problem=problem)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    """Return names as a tuple; a text would be taken for a list of its letters."""
    if isinstance(given, str):
        raise TypeError(f"a list of names is expected, not the text {given!r}")
    return tuple(given)


@attrs.frozen(repr=False, eq=False)
class Secret:
    """Hold a setting that no log, event, repr or page may show.

    Written as `${env:NAME}` or `file:PATH` in a center file; `reveal()` is the one way out.
    """

    _value: str = attrs.field(alias="value")

    def reveal(self) -> str:
        """Return the secret itself; hand it on, never store or print it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"


@attrs.frozen(kw_only=True)
class Plugin:
    """Describe a plugin without importing its implementation.

    Args:
        name: Its name in settings, addresses and logs: `[a-z][a-z0-9-]*`.
        summary: One line for listings.
        implementation: `module:Class`, imported at start and called without arguments; for
            a plugin that is part of the embedding program, the class itself.
        settings: An attrs class for `[plugins.<name>]`, or None if it has none.
        requires: Names of plugins that have to be on, and register first; with the versions
            of their distributions if these matter, such as `crm-base>=1`.
        after: Names of plugins that register first, where they are enabled.
        before: Names of plugins that register later, where they are enabled.
        conflicts: Names of plugins that cannot be on beside it.
        capabilities: What it is told by `on_event`, and which commands it may give.
        migrations: What makes and changes the plugin's own tables, as SQL, one text per step.
            Steps are only ever added: each runs once per store, in a transaction of its own.

    Raises:
        ConfigurationError: The name is none.
        TypeError: A list of names is a text.
    """

    name: str = attrs.field(validator=_check_name)
    summary: str
    implementation: str | type[Any]
    settings: type[Any] | None = None
    requires: tuple[str, ...] = attrs.field(default=(), converter=_names)
    after: tuple[str, ...] = attrs.field(default=(), converter=_names)
    before: tuple[str, ...] = attrs.field(default=(), converter=_names)
    conflicts: tuple[str, ...] = attrs.field(default=(), converter=_names)
    capabilities: Capabilities = attrs.field(factory=Capabilities)
    migrations: tuple[str, ...] = ()


class PluginImplementation(Protocol):
    """Hold a plugin's behaviour; one instance per center. Hooks are marked `hookimpl`."""

    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare what the plugin contributes, see `ccsdk.hooks.specs.register`."""
