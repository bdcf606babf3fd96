"""Serve the panel's files, and answer what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from ccsdk.hooks import Contribution, Panel, PluginContext, QueryHandler, Routes, hookimpl

__all__ = ["Asked", "FirstPanel", "Words"]


class Asked(msgspec.Struct, kw_only=True, frozen=True):
    """Ask for the words of an Interaction, which the asker must be able to read."""

    interaction: str


class Words(msgspec.Struct, kw_only=True, frozen=True):
    """Say what the button sends."""

    thanks: str


class FirstPanel:
    """Hold the plugin's behaviour; there is one of it in each center."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Say what the plugin contributes; no I/O here."""
        return [
            Routes(static=Path(__file__).parent / "static", audience="session"),
            Panel(
                slot="context",
                tag="first-panel-card",
                module="card.js",
                title="Messages",
                topics=("interaction.*.MessageReceived",),
                commands=("SendMessage",),
                requests=("first_panel_words.v1",),
            ),
            QueryHandler(
                name="first_panel_words.v1", request=Asked, answer=Words, handle=self.words
            ),
        ]

    async def words(self, ctx: PluginContext) -> Words:
        """Answer with what the settings say."""
        return Words(thanks=ctx.config.thanks)
