"""Cut text into the tokens that are indexed and asked for.

English and its kin have words; the index stems them. Chinese has no spaces, so each run of its
characters becomes all its pairs: "免费退货" is 免费, 费退, 退货, and the two-character word that
somebody types is one of them. Single characters stand apart, for who asks for one alone.

A synonym is read as the first of its group, in articles and in questions alike; where it stands,
the run is cut, as by a dictionary.

Source: overlapping bigrams are the CJK tokenization of Apache Lucene's `CJKBigramFilter`; what
they cost against real segmentation is little: Nie, Gao, Zhang, Zhou, "On the Use of Words and
N-grams for Chinese Information Retrieval", IRAL 2000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from ccsdk_knowledge.folding import fold
from ccsdk_knowledge.stopping import CHINESE_STOPS, STOPS

__all__ = ["Question", "Synonyms", "Token", "singles_of", "tokens_of"]

_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+(?:['\u2019][^\W\d_{_HAN}]+)*")
_IS_HAN = re.compile(rf"[{_HAN}]")
_OWNING = re.compile(r"['\u2019]s?$")
# A word of a text can be no longer; what is, is noise.
_WORD_MAX = 64


@attrs.frozen
class Token:
    """Hold a token, and where in the text it stands."""

    text: str
    start: int
    end: int


@attrs.frozen
class Synonyms:
    """Know which words count as which others: groups of words, the first is the one that counts."""

    groups: Sequence[Sequence[str]] = ()
    _first: Mapping[str, str] = attrs.field(init=False, eq=False)
    _pattern: re.Pattern[str] | None = attrs.field(init=False, eq=False)

    @_first.default
    def _firsts(self) -> Mapping[str, str]:
        folded = [[fold(each).strip() for each in group] for group in self.groups]
        return {each: group[0] for group in folded for each in group if each and group[0]}

    @_pattern.default
    def _compiled(self) -> re.Pattern[str] | None:
        if not self._first:
            return None
        # The longest first, so that a word within another leaves it whole.
        found = sorted(self._first, key=lambda each: (-len(each), each))
        han = [re.escape(each) for each in found if _IS_HAN.search(each)]
        words = [re.escape(each) for each in found if not _IS_HAN.search(each)]
        parts = [rf"\b(?P<word>{'|'.join(words)})(?:e?s)?\b"] if words else []
        return re.compile("|".join(parts + ([rf"(?P<han>{'|'.join(han)})"] if han else [])))

    @property
    def words(self) -> Sequence[str]:
        """Return all words that are read as others, folded, without those of Chinese."""
        return [each for each in self._first if not _IS_HAN.search(each)]

    def cut(self, folded: str) -> Iterator[tuple[str, int, int, bool]]:
        """Yield parts of a folded text: (text, start, end, whether it replaces a synonym)."""
        at = 0
        for match in self._pattern.finditer(folded) if self._pattern else ():
            if match.start() > at:
                yield folded[at : match.start()], at, match.start(), False
            found = next(each for each in match.groupdict().values() if each)
            yield self._first[found], match.start(), match.end(), True
            at = match.end()
        if at < len(folded):
            yield folded[at:], at, len(folded), False


def tokens_of(text: str, synonyms: Synonyms) -> Iterator[Token]:
    """Yield the tokens of an article's text: words, and the pairs of Chinese runs."""
    for part, start, end, is_synonym in synonyms.cut(fold(text)):
        for match in _RUN.finditer(part):
            run = match.group()
            for token, first, last in _cut(run, is_han=bool(match["han"])):
                if is_synonym:
                    yield Token(token, start, end)
                else:
                    begin = start + match.start()
                    yield Token(token, begin + first, begin + last)


def singles_of(text: str) -> Iterator[str]:
    """Yield each Chinese character of a text."""
    return (match.group() for match in _IS_HAN.finditer(fold(text)))


def _cut(run: str, *, is_han: bool) -> Iterator[tuple[str, int, int]]:
    if not is_han:
        word = _OWNING.sub("", run)
        if len(word) <= _WORD_MAX:
            yield from _plain(word)
        return
    for at in range(len(run) - 1):
        yield run[at : at + 2], at, at + 2


def _plain(word: str) -> Iterator[tuple[str, int, int]]:
    """Yield a word without its apostrophes: the index would take them for spaces."""
    plain = re.sub(r"['\u2019]", "", word)
    if plain:
        yield plain, 0, len(word)


@attrs.frozen
class Question:
    """Hold what is asked, as tokens: `words` to be stemmed, `pairs` and `singles` of Chinese.

    Words that only make it a question are left out.
    """

    words: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    singles: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, synonyms: Synonyms, *, is_typed: bool = True) -> Question:
        """Return a question's tokens, each once, in the order in which they are asked.

        Args:
            text: What is asked.
            synonyms: Words that mean the same.
            is_typed: Somebody searches for just this: where nothing else is there, words that
                only ask are what is asked for.
        """
        folded = fold(text)
        found = cls._of(folded, synonyms, stops=True)
        return found if found or not is_typed else cls._of(folded, synonyms, stops=False)

    @classmethod
    def _of(cls, folded: str, synonyms: Synonyms, *, stops: bool) -> Question:
        words: dict[str, None] = {}
        pairs: dict[str, None] = {}
        singles: dict[str, None] = {}
        for part, _, _, is_synonym in synonyms.cut(folded):
            for match in _RUN.finditer(part):
                run = match.group()
                if not match["han"]:
                    found = [token for token, _, _ in _cut(run, is_han=False)]
                    words.update(dict.fromkeys(w for w in found if not (stops and w in STOPS)))
                    continue
                for piece in CHINESE_STOPS.split(run) if stops and not is_synonym else [run]:
                    pairs.update(dict.fromkeys(piece[at : at + 2] for at in range(len(piece) - 1)))
                    if len(piece) == 1:
                        singles[piece] = None
        return cls(words=tuple(words), pairs=tuple(pairs), singles=tuple(singles))

    def __bool__(self) -> bool:
        return bool(self.words or self.pairs or self.singles)
