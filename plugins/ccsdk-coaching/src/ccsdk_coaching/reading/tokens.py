"""Words and marks of an English sentence, as three lists that share an index.

Contractions are two words ("do" "n't", "you" "'d"); a word with hyphens is one.
"""

from __future__ import annotations

import re

__all__ = ["Tokens", "tokenize"]

_TOKEN = re.compile(
    r"[^\W\d_]+?(?=n't\b)|n't\b|'(?:s|d|ll|re|ve|m)\b"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:/]\d+)*%?|[^\w\s]|\w"
)


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
        for index, end in enumerate(self.ends):
            if end > offset:
                return index
        return len(self.ends)


def tokenize(source: str, low: str, start: int, end: int) -> Tokens:
    """Return the words of `start` to `end`; `low` is the text in small letters."""
    words, starts, ends = [], [], []
    for match in _TOKEN.finditer(low, start, end):
        words.append(match[0])
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(source, words, starts, ends)
