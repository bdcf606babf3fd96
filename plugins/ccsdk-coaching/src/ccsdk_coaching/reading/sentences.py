"""Paragraphs and sentences, in one pass; a sentence is never longer than `SENTENCE_MAX`.

What no mark ends is cut at a blank, so that a line of ten million characters costs no more
per character than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from ccsdk_coaching.lexicon.han import fold
from ccsdk_coaching.reading.tokens import Tokens, tokenize

__all__ = ["SENTENCE_MAX", "Sentence", "language_of", "paragraph_spans", "sentence_spans"]

SENTENCE_MAX = 600

_BLANK = re.compile(r"(?:\r\n|\n|\r)[ \t\u3000]*(?:\r\n|\n|\r)\s*")
_END = re.compile(
    r"[.!?\u2026]+[\"'\u201d\u2019)\]\u00bb]*(?=\s)"
    r"|[\u3002\uff01\uff1f!?]+[\"\u201d\u2019\u300d\u300f\uff09)]*"
    r"|\r\n|\n|\r"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|no|vs|e\.g|i\.e|approx|dept|ext|[a-z])$", re.IGNORECASE
)
_NEXT = re.compile(r"\s*[\"'(\[\u201c\u2018\u00ab]*([^\s\"'(\[\u201c\u2018\u00ab]?)")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u00b7>#]|\d{1,2}[.)]|[^\s:]{1,30}(?: [^\s:]{1,30}){0,4}:)")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_WRAPPED = 60


class Sentence:
    """Hold one sentence: `start` to `end` in the original text, and who it is spelled for."""

    def __init__(
        self, source: str, low: str, start: int, end: int, *, lang: str, paragraph: int, index: int
    ) -> None:
        self._source = source
        self._low = low
        self.start = start
        self.end = end
        self.lang = lang
        self.paragraph = paragraph
        self.index = index

    @cached_property
    def text(self) -> str:
        """Return the sentence as it stands."""
        return self._source[self.start : self.end]

    @cached_property
    def low(self) -> str:
        """Return it in small letters, curly apostrophes straight, of the same length."""
        return self._low[self.start : self.end]

    @cached_property
    def hans(self) -> str:
        """Return it in Simplified Chinese, of the same length."""
        return fold(self.text)

    @cached_property
    def tokens(self) -> Tokens:
        """Return its words and marks."""
        return tokenize(self._source, self._low, self.start, self.end)


def language_of(text: str) -> str:
    """Return "zh" where Han characters outweigh words in Latin letters, else "en"."""
    if text.isascii():
        return "en"
    return "zh" if len(_HAN.findall(text)) > len(_LATIN.findall(text)) else "en"


def paragraph_spans(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, which blank lines part."""
    at = start
    for blank in _BLANK.finditer(text, start):
        if blank.start() > at:
            yield at, blank.start()
        at = blank.end()
    if at < len(text):
        yield at, len(text)


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph, without the blanks around them."""
    at = start
    for mark in _END.finditer(text, start, end):
        if mark.end() > at and _is_end(text, mark, at, end):
            yield from _pieces(text, at, mark.end())
            at = mark.end()
    yield from _pieces(text, at, end)


def _is_end(text: str, mark: re.Match[str], at: int, end: int) -> bool:
    first = mark[0][0]
    if first in "\r\n":
        return _ends_line(text, at, mark.start(), mark.end())
    if first in "\u3002\uff01\uff1f":
        return True
    follows = _NEXT.match(text, mark.end(), min(end, mark.end() + 40))
    letter = follows[1] if follows else ""
    if first == "." and len(mark[0]) == 1:
        if _ABBREVIATION.search(text, max(at, mark.start() - 8), mark.start()):
            return False
        if text[mark.start() - 1 : mark.start()].isdigit() and mark.start() - at <= 3:
            return False  # the number of a list item
    return not letter.islower()


def _ends_line(text: str, at: int, line_end: int, following: int) -> bool:
    """Return whether a line break ends a sentence, rather than wrapping it."""
    last_line = max(text.rfind("\n", at, line_end), text.rfind("\r", at, line_end), at - 1) + 1
    if line_end - last_line < _WRAPPED or _ITEM.match(text, following, following + 200):
        return True
    follows = _NEXT.match(text, following, following + 40)
    return follows is None or not follows[1].islower()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence without its outer blanks, cut where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > SENTENCE_MAX:
        cut = text.rfind(" ", start + 1, start + SENTENCE_MAX)
        cut = cut if cut > start else start + SENTENCE_MAX
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        yield start, end
