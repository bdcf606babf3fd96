"""A plugin's manifest: what an entry point leads to, read before anything is imported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

import attrs

from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import Capabilities

__all__ = ["ENTRY_POINT_GROUP", "Plugin", "PluginImplementation", "Secret"]

# The API's major version stands in the group's name: another major is never imported.
ENTRY_POINT_GROUP = "ccsdk.plugins.v1"


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
        after: Names of plugins that register first, where they are enabled.
        capabilities: What it is told by `on_event`, and which commands it may give.
    """

    name: str
    summary: str
    implementation: str | type[Any]
    settings: type[Any] | None = None
    after: tuple[str, ...] = ()
    capabilities: Capabilities = attrs.field(factory=Capabilities)


class PluginImplementation(Protocol):
    """Hold a plugin's behaviour; one instance per center. Hooks are marked `hookimpl`."""

    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare what the plugin contributes, see `ccsdk.hooks.specs.register`."""
