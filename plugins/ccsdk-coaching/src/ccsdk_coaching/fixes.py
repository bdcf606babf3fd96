"""Accept a suggestion: what it spans is replaced, and nothing else."""

from __future__ import annotations

from ccsdk_coaching.model import Suggestion

__all__ = ["applied"]


def applied(text: str, suggestion: Suggestion) -> str:
    """Return a text with one suggestion accepted; all else stays code point by code point."""
    return text[: suggestion.start] + suggestion.text + text[suggestion.end :]
