"""Spelling: what somebody probably meant by a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["nearest"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that resembles an unknown one, if any does."""
    found = get_close_matches(name, sorted(known), n=1)
    return found[0] if found else None
