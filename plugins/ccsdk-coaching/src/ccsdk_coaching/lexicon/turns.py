"""Turns of phrase, each looked for only where one of its own words stands.

One pattern of many alternatives is tried at every place of a sentence, although most sentences
hold none of their words. Here a turn names the words of which each of its matches has one, and
costs nothing where none of these stands; neither is it compiled before it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Turns", "Words", "places_of"]

# With blanks between, or one by one.
Words = str | Iterable[str]


def places_of(words: list[str], sought: frozenset[str]) -> Sequence[int]:
    """Return at which places of a sentence one of some words stands, most often one or none."""
    said = sought.intersection(words)
    if not said:
        return ()
    if len(said) == 1:
        (word,) = said
        if words.count(word) == 1:
            return (words.index(word),)
    return [place for place, word in enumerate(words) if word in said]


class Turns:
    """Hold turns; what they find is what one pattern of them all would find, in its order.

    Args:
        turns: Words and a pattern. The words are whole ones, as `Sentence.vocabulary` has them;
            each match of the pattern holds one of them. Other words may follow: each match
            holds one of these, too.
    """

    def __init__(self, turns: Iterable[tuple[Words, str] | tuple[Words, str, Words]]) -> None:
        turns = tuple(turns)
        self.turns: Sequence[tuple[frozenset[str], str]] = tuple(
            (_set(turn[0]), turn[1]) for turn in turns
        )
        self.others: Sequence[frozenset[str]] = tuple(_set(*turn[2:]) for turn in turns)
        # Turns are bits of a number, the first the lowest: by word, and by other word.
        self._by_word = _bits(words for words, _ in self.turns)
        self._by_other = _bits(self.others)
        self._alone = sum(1 << place for place, others in enumerate(self.others) if not others)
        # The bits of those that other words belong to.
        self._paired = (1 << len(turns)) - 1 & ~self._alone
        self.words = frozenset(self._by_word)
        self._other_words = frozenset(self._by_other)
        # By bit, as far as they were needed.
        self._compiled: dict[int, re.Pattern[str]] = {}

    def finditer(self, low: str, vocabulary: frozenset[str]) -> Sequence[re.Match[str]]:
        """Return what the turns find in a sentence of these words, none over another."""
        said = self.words & vocabulary
        if not said:
            return ()
        found = self._firsts(low, said, vocabulary)
        if not found:
            return ()
        if len(found) > 1:
            return tuple(_in_order(found, low))
        first = found[0]
        return (first, *first.re.finditer(low, first.end()))

    def search(self, low: str, vocabulary: frozenset[str]) -> re.Match[str] | None:
        """Return what the turns find first in a sentence of these words."""
        said = self.words & vocabulary
        found = self._firsts(low, said, vocabulary) if said else None
        if not found:
            return None
        return found[0] if len(found) == 1 else min(found, key=re.Match.start)

    def _firsts(
        self, low: str, said: frozenset[str], vocabulary: frozenset[str]
    ) -> list[re.Match[str]]:
        """Return the first match of each turn that has one, by turn; `said` are words of turns."""
        by_word = self._by_word
        bits = 0
        for word in said:
            bits |= by_word[word]
        if bits & self._paired:
            near = self._alone
            by_other = self._by_other
            for word in self._other_words & vocabulary:
                near |= by_other[word]
            bits &= near
        found = []
        compiled = self._compiled
        while bits:
            bit = bits & -bits
            bits ^= bit
            match = (compiled.get(bit) or self._compile(bit)).search(low)
            if match:
                found.append(match)
        return found

    def _compile(self, bit: int) -> re.Pattern[str]:
        pattern = self.turns[bit.bit_length() - 1][1]
        compiled = self._compiled[bit] = re.compile(pattern)
        return compiled


def _set(words: Words = ()) -> frozenset[str]:
    return frozenset(words.split() if isinstance(words, str) else words)


def _bits(sets: Iterable[frozenset[str]]) -> dict[str, int]:
    """Return by word which sets hold it."""
    bits: dict[str, int] = {}
    for place, words in enumerate(sets):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << place
    return bits


def _in_order(found: list[re.Match[str]], low: str) -> Iterator[re.Match[str]]:
    """Yield matches from left to right, of the first turn where two begin together."""
    while found:
        first = min(found, key=re.Match.start)
        yield first
        end = first.end()
        found = [
            again
            for match in found
            if (again := match if match.start() >= end else match.re.search(low, end))
        ]
