"""Inquiries: one question to all plugins, each told who it is about as its manifest allows.

What an answer is and how long it is waited for is the hook's to say; the caller sees to it.
Here is what differs from plugin to plugin: of the customer's personal half each is shown the
classes that it declares, and who failed is named, so that people can be told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs
import msgspec

from ccsdk.errors import HookFailedError
from ccsdk.hooks.profile import Identity
from ccsdk.hooks.specs import QUERIES
from ccsdk.model.entry import Entry
from ccsdk.model.event import InteractionReceived
from ccsdk.model.values import personal_class
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.host import Implementation, PluginHost

__all__ = ["Findings", "Inquiry", "identity_of", "received_in"]

ArgumentsFor = Callable[[Collection[str]], Mapping[str, Any]]

_CLASSES = {
    field.name: personal_class(field.type)
    for field in msgspec.structs.fields(InteractionReceived.Personal)
}


@attrs.frozen(kw_only=True)
class Findings:
    """Hold what plugins answered, (plugin, answer) in plugin order, and who failed."""

    answers: tuple[tuple[str, Any], ...] = ()
    failed: tuple[str, ...] = ()


@attrs.frozen
class Inquiry:
    """Ask all plugins of a center that implement a hook, at once."""

    host: PluginHost
    caller: Caller = attrs.field(repr=False)

    def can(self, hook: str) -> bool:
        """Return whether any plugin answers a hook."""
        return bool(self.host.implementations(hook))

    async def ask(
        self, hook: str, arguments_for: ArgumentsFor, *, within_ms: int | None = None
    ) -> Findings:
        """Return what all say within the hook's time; who fails is left out and named.

        Args:
            hook: Its name.
            arguments_for: Returns the arguments for a plugin that may see these personal classes.
            within_ms: A shorter time than the hook's.
        """
        asked = self.host.implementations(hook)
        tasks = [
            asyncio.ensure_future(self._heard(hook, each, arguments_for, within_ms))
            for each in asked
        ]
        try:
            answers = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        told = list(zip((each.plugin for each in asked), answers, strict=True))
        return Findings(
            answers=tuple(
                (plugin, answer)
                for plugin, answer in told
                if answer is not None and not isinstance(answer, HookFailedError)
            ),
            failed=tuple(plugin for plugin, answer in told if isinstance(answer, HookFailedError)),
        )

    async def _heard(
        self, hook: str, one: Implementation, arguments_for: ArgumentsFor, within_ms: int | None
    ) -> Any:
        query = QUERIES[hook]
        if within_ms is not None:
            query = attrs.evolve(query, timeout_ms=min(within_ms, query.timeout_ms))
        personal = getattr(one.context.capabilities, "personal", ())
        try:
            return await self.caller.one(query, one, **arguments_for(personal))
        except HookFailedError as failure:
            return failure


def received_in(entry: Entry) -> InteractionReceived:
    """Return an Interaction's first event."""
    assert isinstance(entry.event, InteractionReceived), "an Interaction begins with it"
    return entry.event


def identity_of(first: Entry, personal: Collection[str]) -> Identity:
    """Return who an Interaction is from, as far as these personal classes tell.

    Args:
        first: The Interaction's first entry; once it is erased its personal half is gone.
        personal: The classes that may be seen.
    """
    received, half = received_in(first), first.personal
    seen = {
        name: getattr(half, name)
        for name, kind in _CLASSES.items()
        if half is not None and kind in personal
    }
    return Identity(
        account=received.account,
        channel=received.channel,
        customer=received.customer,
        is_verified=received.is_verified,
        **seen,
    )
