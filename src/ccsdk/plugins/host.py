"""The plugins of one center that are on: who implements what, and what they contribute.

pluggy gives the markers and checks each implementation against the hook spec; the calls
are ours, one guarded call per plugin, because pluggy drops every result when one plugin
raises. There is one plugin manager per center and no global state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import attrs
import pluggy

from ccsdk.errors import PluginError
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.requests import QueryHandler
from ccsdk.plugins.blame import Home
from ccsdk.plugins.candidate import Candidate
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.egress import EgressGate
from ccsdk.plugins.reach import Reach
from ccsdk.plugins.remote import RemotePlugin, Remotes, taken_by

__all__ = ["Implementation", "PluginHost"]

C = TypeVar("C", bound=Contribution)


@attrs.frozen(kw_only=True)
class Implementation:
    """Hold one plugin's part of a hook, with the names of the arguments it takes."""

    plugin: str
    hook: str
    function: Callable[..., Any] = attrs.field(repr=False)
    arguments: tuple[str, ...]
    context: Context = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class PluginHost:
    """Hold what the enabled plugins contribute and answer, in plugin order.

    `warnings` tell which plugins are off, and why; `candidates` are those that are on. `reach`
    is what the center gives them.
    """

    names: tuple[str, ...]
    warnings: tuple[PluginError, ...] = ()
    candidates: tuple[Candidate, ...] = attrs.field(default=(), repr=False)
    reach: Reach = attrs.field(factory=Reach, repr=False)
    _shelf: Shelf
    _manager: pluggy.PluginManager = attrs.field(repr=False)
    _contexts: Mapping[str, Context] = attrs.field(repr=False)

    def implementations(self, hook: str) -> tuple[Implementation, ...]:
        """Return who implements a hook, in plugin order."""
        found = {
            each.plugin_name: each for each in getattr(self._manager.hook, hook).get_hookimpls()
        }
        return tuple(
            Implementation(
                plugin=name,
                hook=hook,
                function=found[name].function,
                arguments=taken_by(found[name].function) or tuple(found[name].argnames),
                context=self._contexts[name],
            )
            for name in self.names
            if name in found and name not in self._shelf.left_out
        )

    def leave_out(self, plugin: str) -> None:
        """Ask nothing more of a plugin: its hooks, handlers, routes and panels are gone.

        What it declares, and its pure objects, which have a watch of their own, stay.
        """
        self._shelf.left_out.add(plugin)

    @property
    def homes(self) -> Mapping[str, Home]:
        """Return where the code of each enabled plugin lives."""
        return {name: context.home for name, context in self._contexts.items()}

    def contributions(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type."""
        return self._shelf.of(kind)

    def remotes(self) -> Remotes:
        """Return the plugins that run in processes of their own."""
        found = {name: self._manager.get_plugin(name) for name in self.names}
        return Remotes(
            {
                name: (each, self._contexts[name].capabilities)
                for name, each in found.items()
                if isinstance(each, RemotePlugin)
            },
            {each.name: name for name, each in self.contributions(QueryHandler)},
        )

    def context(self, plugin: str) -> Context:
        """Return what an enabled plugin is given of its own."""
        return self._contexts[plugin]

    def open_gate(self, gate: EgressGate) -> None:
        """Give the plugins their way out."""
        self._shelf.gate = gate
