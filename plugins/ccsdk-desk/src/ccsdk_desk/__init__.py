"""The agent desk and a small wallboard; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk_desk.settings import DeskSettings

__all__ = ["plugin"]

plugin = Plugin(
    name="desk",
    summary="The agent desk in a browser: offers, chats, presence, wrap-up; a wallboard to read.",
    settings=DeskSettings,
    implementation="ccsdk_desk.implementation:Desk",
)
