"""Articles beside the chat: searched, suggested, rated; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk_knowledge.settings import KnowledgeSettings
from ccsdk_knowledge.tables import MIGRATIONS

__all__ = ["plugin"]

plugin = Plugin(
    name="knowledge",
    summary="Articles in Markdown beside the chat: searched, suggested, and rated by agents.",
    settings=KnowledgeSettings,
    implementation="ccsdk_knowledge.implementation:Knowledge",
    capabilities=Capabilities(topics=("interaction.*.>",), personal=("text",)),
    migrations=MIGRATIONS,
)
