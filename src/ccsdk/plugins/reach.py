"""What of an open center its plugins reach: they ask as themselves, by the one door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import attrs

from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.observing import Capabilities
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt
from ccsdk.wire.request import question_of

__all__ = ["Ask", "Reach", "plugin_name", "principal_of"]

Ask = Callable[[Principal, Question], Awaitable[dict[str, Any]]]


def principal_of(plugin: str, center: str, capabilities: Capabilities) -> Principal:
    """Return who a plugin is to the center: what its manifest declares, and no more."""
    return Principal(
        id=f"plugin:{plugin}",
        role=Role.PLUGIN,
        center=center,
        commands=capabilities.commands,
        topics=capabilities.topics,
        personal=getattr(capabilities, "personal", ()),
    )


def plugin_name(principal: Principal) -> str:
    """Return the name of the plugin that a principal is."""
    assert principal.role is Role.PLUGIN, "nobody else has such a name"
    return principal.id.removeprefix("plugin:")


@attrs.define(eq=False)
class Reach:
    """Hold the center's doors for its plugins; all of them share it, and the center fills it."""

    ask: Ask | None = None
    receive: Callable[[str, Inbound], Awaitable[Receipt]] | None = None

    async def asked(
        self, principal: Principal, method: str, data: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return what the center answers.

        Raises:
            UnknownEntityError: There is no such thing, or not for this principal.
            RequestRefusedError: Nobody answers this method, or not these data, or not now.
            RuntimeError: There is no center yet.
        """
        if self.ask is None:
            raise RuntimeError("the center is not open; ask in handlers, query hooks, on_event")
        return await self.ask(principal, question_of(method, dict(data)))

    async def received(self, plugin: str, inbound: Inbound) -> Receipt:
        """Hand over what a plugin's channel received.

        Raises:
            UnknownEntityError: The account is of no channel of this plugin's.
            RequestRefusedError: A member is wrong, or the center takes no commands now.
            RuntimeError: There is no center yet.
        """
        if self.receive is None:
            raise RuntimeError("the center is not open; nothing can be received in register()")
        return await self.receive(plugin, inbound)
