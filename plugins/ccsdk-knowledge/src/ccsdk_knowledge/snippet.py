"""Cut the part of a text that shows why it was found, and say where the words stand in it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["SNIPPET_MAX", "Place", "snippet_of"]

SNIPPET_MAX = 120
_ELLIPSIS = "\u2026"
# So far a cut may move to spare a word.
_MOVE_MAX = 20

# Where something stands: (start, end), in characters.
Place = tuple[int, int]


def snippet_of(text: str, places: Sequence[Place]) -> tuple[str, tuple[Place, ...]]:
    """Return a snippet of one line, and where in it the words stand that were asked for.

    Args:
        text: The whole text.
        places: Where the words stand in it, ascending, none within another.
    """
    first, last = _window(text, places)
    before = _ELLIPSIS if first else ""
    after = _ELLIPSIS if last < len(text) else ""
    shift = len(before) - first
    marks = tuple(
        (start + shift, end + shift) for start, end in places if first <= start and end <= last
    )
    return before + text[first:last].replace("\n", " ") + after, marks


def _window(text: str, places: Sequence[Place]) -> Place:
    """Return the part in which most of the words stand together."""
    if len(text) <= SNIPPET_MAX:
        return 0, len(text)
    starts = [start for start, _ in places] or [0]
    best = max(starts, key=lambda at: (_within(starts, at), -at))
    first = max(0, min(best - SNIPPET_MAX // 4, len(text) - SNIPPET_MAX))
    if first:
        space = text.find(" ", first, min(first + _MOVE_MAX, best))
        first = space + 1 if space >= 0 else first
    last = min(len(text), first + SNIPPET_MAX)
    if last < len(text):
        space = text.find(" ", last, last + _MOVE_MAX)
        last = space if space >= 0 else last
    return first, last


def _within(starts: Sequence[int], at: int) -> int:
    return sum(at <= each < at + SNIPPET_MAX * 3 // 4 for each in starts)
