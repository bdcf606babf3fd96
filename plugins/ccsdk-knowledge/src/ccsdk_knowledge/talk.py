"""Read out of an Interaction's history what its customer wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

__all__ = ["HISTORY_LIMIT", "TEXTS_MAX", "Talk", "talk_of"]

HISTORY_LIMIT = 100
# Who asked something long ago has gone on to something else.
TEXTS_MAX = 3
_CHARACTERS_MAX = 500


@attrs.frozen(kw_only=True)
class Talk:
    """Hold the customer's newest texts, the newest first, and the language they read."""

    texts: tuple[str, ...] = attrs.field(default=(), repr=False)
    language: str | None = None


def talk_of(items: Iterable[Mapping[str, Any]]) -> Talk:
    """Return what the envelopes of `history.v1` tell, oldest first as they come."""
    texts: list[str] = []
    language: str | None = None
    for item in items:
        kind = str(item["type"]).removeprefix("ccsdk.").partition(".")[0]
        if kind == "InteractionReceived":
            language = item["data"].get("language")
        elif kind == "MessageReceived":
            text = item.get("personal", {}).get("text")
            if text and text.strip():
                texts.append(text[:_CHARACTERS_MAX])
    return Talk(texts=tuple(texts[: -TEXTS_MAX - 1 : -1]), language=language)
