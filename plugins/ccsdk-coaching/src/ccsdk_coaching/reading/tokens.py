"""Words and marks of an English sentence, as three lists that share an index.

Contractions are two words ("do" "n't", "you" "'d"); a word with hyphens is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

__all__ = ["Tokens", "tokenize"]

# One group around all of it, so that `split` returns gap, token, gap, token ... in one call.
# A word gives its "n" back to a "'t" behind it.
_TOKEN = (
    r"({letter}+(?!(?<=n)'t\b)(?:-{letter}+)*|n't\b|'(?:s|d|ll|re|ve|m)\b"
    r"|\d+(?:[.,:/]\d+)*%?|[^\w\s]|\w)"
)
_ANY = re.compile(_TOKEN.format(letter=r"[^\W\d_]"))
_ASCII = re.compile(_TOKEN.format(letter="[a-z]"))


class Tokens:
    """Hold the words in small letters, and where each begins and ends in the text."""

    __slots__ = ("ends", "source", "starts", "words")

    def __init__(self, source: str, words: list[str], starts: list[int], ends: list[int]) -> None:
        self.source = source
        self.words = words
        self.starts = starts
        self.ends = ends

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, index: int) -> bool:
        """Return whether a word begins with a capital letter."""
        return self.source[self.starts[index]].isupper()

    def at(self, offset: int) -> int:
        """Return the index of the first word that ends behind an offset."""
        return bisect_right(self.ends, offset)


def tokenize(source: str, low: str, start: int) -> Tokens:
    """Return the words of a sentence: `low` is it in small letters, from `start` of the source."""
    parts = (_ASCII if low.isascii() else _ANY).split(low)
    borders = list(accumulate(map(len, parts), initial=start))
    return Tokens(source, parts[1::2], borders[1:-1:2], borders[2::2])
