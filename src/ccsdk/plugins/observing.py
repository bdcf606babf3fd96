"""Who of a center's plugins lives beside it, and with which hooks."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccsdk.hooks.specs import LIFE, OBSERVING
from ccsdk.plugins.context import Context
from ccsdk.plugins.host import Implementation, PluginHost

__all__ = ["Observing", "lives_of", "observing_of"]


@attrs.frozen(kw_only=True)
class Observing:
    """Hold what one plugin observes with: its hooks by their names, and what it declares."""

    context: Context = attrs.field(repr=False)
    hooks: Mapping[str, Implementation] = attrs.field(repr=False)

    @property
    def is_observing(self) -> bool:
        """Return whether it is told what happens."""
        return "on_event" in self.hooks

    @property
    def is_begun(self) -> bool:
        """Return whether there is something to do when the center opens."""
        return bool(self.context.migrations) or any(hook in self.hooks for hook in OBSERVING)


def lives_of(host: PluginHost) -> list[Observing]:
    """Return the plugins of this process with those of their hooks, in plugin order."""
    found: dict[str, dict[str, Implementation]] = {name: {} for name in host.names}
    for hook in (*OBSERVING, *LIFE):
        for each in host.implementations(hook):
            found[each.plugin][hook] = each
    return [Observing(context=host.context(name), hooks=found[name]) for name in host.names]


def observing_of(host: PluginHost) -> list[Observing]:
    """Return the plugins that observe, in plugin order."""
    return [each for each in lives_of(host) if "on_event" in each.hooks]
