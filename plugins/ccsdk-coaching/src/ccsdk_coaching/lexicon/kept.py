"""What is told of single words, kept in tables: to look one up costs half of a cached call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["WORDS_MAX", "kept"]

# More words than notes have; then a table begins anew.
WORDS_MAX = 8192

Told = TypeVar("Told")


class _Table(dict[str, Told]):
    """Hold what a function tells of words; it is asked once of each."""

    __slots__ = ("_tell",)

    def __init__(self, tell: Callable[[str], Told]) -> None:
        self._tell = tell

    def __missing__(self, word: str) -> Told:
        if len(self) >= WORDS_MAX:
            self.clear()
        told = self[word] = self._tell(word)
        return told


def kept(tell: Callable[[str], Told]) -> Callable[[str], Told]:
    """Return a function that tells the same of a word, from its table where it has the word."""
    return _Table(tell).__getitem__
