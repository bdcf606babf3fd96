"""Fold text, character for character, so that what reads the same is found by the same.

Wide and narrow forms, capital letters, accents of Latin letters, and traditional and simplified
Chinese characters fall together. A folded text is as long as the text, so that a place in one is
the same place in the other.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files

__all__ = ["fold"]

# Latin with its extensions: an accent is dropped there, not in scripts where it is a letter.
_LATIN_MAX = 0x1EFF


def fold(text: str) -> str:
    """Return the text as it is compared: of the same length, and the same if folded again."""
    return text.translate(_table())


@cache
def _table() -> _Folding:
    return _Folding()


class _Folding(dict[int, str]):
    """Fold each character once; what was folded is remembered."""

    def __init__(self) -> None:
        text = (files(__package__) / "han_folding.txt").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        pairs = "".join(lines)
        self._han = dict(zip(pairs[::2], pairs[1::2], strict=True))

    def __missing__(self, code: int) -> str:
        folded = self._folded(chr(code))
        self[code] = folded
        return folded

    def _folded(self, character: str) -> str:
        narrow = unicodedata.normalize("NFKC", character)
        if len(narrow) == 1:
            character = narrow
        lower = character.casefold()
        if len(lower) == 1:
            character = lower
        if ord(character) <= _LATIN_MAX:
            parts = unicodedata.normalize("NFKD", character)
            if len(parts) > 1 and all(map(unicodedata.combining, parts[1:])):
                character = parts[0]
        return self._han.get(character, character)
