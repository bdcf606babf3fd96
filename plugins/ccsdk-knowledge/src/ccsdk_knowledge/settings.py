"""Where a center's articles lie, and in which language those are that do not say."""

from __future__ import annotations

from pathlib import Path

import attrs

from ccsdk_knowledge.language import Language

__all__ = ["KnowledgeSettings"]


@attrs.frozen(kw_only=True)
class KnowledgeSettings:
    """Configure the plugin.

    `folder` holds the articles, `*.md` in it and its folders, beside the center file unless it is
    absolute. `language` is what an article is written in that names none. `title` is what stands
    above the panel, if not the plugin's own word.
    """

    folder: Path = Path("knowledge")
    language: Language = "en"
    title: str = ""
