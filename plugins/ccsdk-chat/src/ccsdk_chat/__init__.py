"""Web chat: the channel, and the widget a page embeds; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk_chat.settings import ChatSettings

__all__ = ["plugin"]

plugin = Plugin(
    name="chat",
    summary="Web chat: the channel, and a widget that any page can embed.",
    settings=ChatSettings,
    implementation="ccsdk_chat.implementation:Chat",
)
