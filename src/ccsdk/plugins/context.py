"""What one plugin of a center is given: its settings, its reach, and what all contribute."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

import attrs

from ccsdk.hooks.contributions import Contribution, Panel, Routes
from ccsdk.hooks.egress import Egress
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.requests import QueryHandler
from ccsdk.hooks.storage import Storage, Tasks
from ccsdk.model.command import Command
from ccsdk.model.principal import Principal
from ccsdk.model.request import Receipt
from ccsdk.plugins.blame import Home
from ccsdk.plugins.egress import EgressGate
from ccsdk.plugins.own import Own, there
from ccsdk.plugins.reach import Reach, principal_of
from ccsdk.plugins.scope import NO_SCOPES, Scopes

__all__ = ["RUNNING", "Context", "Contributed", "Shelf"]

C = TypeVar("C", bound=Contribution)
# Contributions whose code runs by itself, whenever somebody asks.
RUNNING = (Panel, QueryHandler, Routes)
Contributed = tuple[tuple[str, Contribution], ...]


@attrs.define
class Shelf:
    """Hold what all plugins of a center contribute; nothing before the last has registered.

    `gate` is their way out, once there is a center.
    """

    contributed: Contributed | None = None
    left_out: set[str] = attrs.field(factory=set)
    gate: EgressGate | None = None

    def of(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type.

        Raises:
            RuntimeError: Plugins still register.
        """
        if self.contributed is None:
            raise RuntimeError(
                "contributions are known once every plugin has registered; "
                "ask ctx.contributions() later, not in register()"
            )
        return tuple(
            (name, each)
            for name, each in self.contributed
            if isinstance(each, kind) and not (name in self.left_out and isinstance(each, RUNNING))
        )


@attrs.frozen(kw_only=True)
class Context:
    """Give a plugin what is its own, see `ccsdk.hooks.context.PluginContext`."""

    name: str
    center: str
    config: Any
    capabilities: Capabilities = attrs.field(factory=Capabilities)
    migrations: tuple[str, ...] = ()
    own: Own = attrs.field(factory=Own, repr=False)
    home: Home = attrs.field(default=Home(""), repr=False)
    _shelf: Shelf
    _scopes: Scopes = attrs.field(default=NO_SCOPES, repr=False)
    _reach: Reach = attrs.field(factory=Reach)

    @property
    def principal(self) -> Principal:
        """Return who the plugin is when it asks and commands."""
        return principal_of(self.name, self.center, self.capabilities)

    def contributions(self, kind: type[C]) -> tuple[tuple[str, C], ...]:
        """Return (plugin name, contribution) for all of one type.

        Raises:
            RuntimeError: Plugins still register.
        """
        return self._shelf.of(kind)

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""
        return there(self.own.clock, "clock")

    @property
    def tasks(self) -> Tasks:
        """Return what runs the plugin's background work."""
        return there(self.own.tasks, "tasks")

    def transaction(self) -> AbstractAsyncContextManager[Storage]:
        """Open a transaction of the plugin's own store."""
        return there(self.own.transaction, "transaction")()

    async def command(self, command: Command, *, key: str | None = None) -> Receipt | None:
        """Give a command that the manifest declares."""
        return await there(self.own.command, "command")(command, key)

    def scope(self, *, queue: str | None = None, channel: str | None = None) -> Any:
        """Return the settings that hold for a queue, a channel, or one within the other."""
        return self._scopes.of(self.config, queue=queue, channel=channel)

    async def ask(self, method: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the center as this plugin, see `ccsdk.hooks.context.PluginContext`."""
        return await self._reach.asked(self.principal, method, data)

    async def receive(self, inbound: Inbound) -> Receipt:
        """Hand over what a channel of this plugin's received."""
        return await self._reach.received(self.name, inbound)

    @property
    def egress(self) -> Egress:
        """Return the way out to the hosts that the manifest names.

        Raises:
            RuntimeError: There is no center yet.
        """
        if self._shelf.gate is None:
            raise RuntimeError("nothing goes out before there is a center; not in register()")
        hosts = self.capabilities.egress
        return self._shelf.gate.of(self.name, hosts=hosts, config=self.config)
