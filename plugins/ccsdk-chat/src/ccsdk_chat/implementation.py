"""Contribute the chat channel, and the widget's modules to pages of any origin.

There is no server side of its own: the widget is an ordinary client of the bus, whose
grant is its visitor's own Interactions.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ccsdk.hooks import Channel, Contribution, PluginContext, Routes, hookimpl

__all__ = ["Chat"]

STATIC = Path(__file__).parent / "static"


class Chat:
    """Contribute the channel `chat` and the widget's routes."""

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Declare a channel of plain text, and serve the widget to everybody.

        Pages of other origins load modules only with CORS, and without credentials.
        """
        return [
            Channel(kind="chat", capacity_class="chat", capabilities=frozenset({"text"})),
            Routes(
                static=STATIC,
                audience="public",
                cors=True,
                headers={"cross-origin-resource-policy": "cross-origin"},
            ),
        ]
