"""Web chat: the channel, and the widget a page embeds; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin

__all__ = ["plugin"]

plugin = Plugin(
    name="chat",
    summary="Web chat: the channel, and a widget that any page can embed.",
    implementation="ccsdk_chat.implementation:Chat",
)
