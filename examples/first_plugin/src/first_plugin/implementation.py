"""Answer `first_plugin_greeting.v1`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ccsdk.hooks import Contribution, PluginContext, QueryHandler, hookimpl

__all__ = ["Asked", "FirstPlugin", "Greeting"]


class Asked(msgspec.Struct, kw_only=True, frozen=True):
    """Ask how to greet the customer of an Interaction, which the asker must be able to read."""

    interaction: str
    language: str | None = None


class Greeting(msgspec.Struct, kw_only=True, frozen=True):
    """Say how to greet them."""

    text: str


class FirstPlugin:
    """Hold the plugin's behaviour; there is one of it in each center."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Say what the plugin contributes; no I/O here."""
        return [
            QueryHandler(
                name="first_plugin_greeting.v1",
                request=Asked,
                answer=Greeting,
                handle=self.greet,
            )
        ]

    async def greet(self, ctx: PluginContext, request: Asked) -> Greeting:
        """Answer with the greeting of the language, or of the default one."""
        greetings, default = ctx.config.greetings, ctx.config.language
        return Greeting(text=greetings.get(request.language, greetings[default]))
