"""Paragraphs and sentences, in one pass; a sentence is never longer than `SENTENCE_MAX`.

What no mark ends is cut at a blank, so that a line of ten million characters costs no more
per character than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ccsdk_coaching.lexicon.classes import Lexicon
from ccsdk_coaching.lexicon.han import fold
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.reading.tokens import Tokens, tokenize

__all__ = ["SENTENCE_MAX", "Sentence", "language_of", "paragraph_spans", "sentence_spans"]

SENTENCE_MAX = 600

_BLANK = re.compile(r"\n[ \t\u3000]*\n\s*")
_END = re.compile(
    # Nothing is given back, and no run of marks is tried twice.
    r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u201d\u2019)\]\u00bb]*+(?=\s)"
    r"|[\u3002\uff01\uff1f!?]+[\"\u201d\u2019\u300d\u300f\uff09)]*"
    r"|\n"
)
_ABBREVIATION = re.compile(
    r"(?<![^\s(])(?:mr|mrs|ms|dr|prof|st|no|vs|e\.g|i\.e|approx|dept|ext|[a-z])$", re.IGNORECASE
)
# The last two letters of those.
_ABBREVIATED = frozenset("mr rs ms dr of st no vs ox pt xt".split())
_NEXT = re.compile(r"\s*[\"'(\[\u201c\u2018\u00ab]*([^\s\"'(\[\u201c\u2018\u00ab]?)")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u00b7>#]|\d{1,2}[.)]|[^\s:]{1,30}(?: [^\s:]{1,30}){0,4}:)")
_HAN = late("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_WRAPPED = 60
# Behind ticks and blanks a number opens a line, too.
_NUMBER_REACH = 12


class Sentence:
    """Hold one sentence: `start` to `end` in the original text, and who it is spelled for.

    What is worked out of it is kept; `reading` is the Chinese rules' own. `lexicon` are the
    words of packs, where there are any.
    """

    __slots__ = (
        "_hans",
        "_source",
        "_tokens",
        "_vocabulary",
        "end",
        "index",
        "lang",
        "lexicon",
        "low",
        "paragraph",
        "reading",
        "start",
    )

    def __init__(
        self, source: str, low: str, start: int, end: int, lang: str, paragraph: int, index: int
    ) -> None:
        self._source = source
        self.start = start
        self.end = end
        # In small letters, curly apostrophes straight, of the same length.
        self.low = low[start:end]
        self.lang = lang
        self.paragraph = paragraph
        self.index = index
        self.lexicon: Lexicon | None = None
        self.reading: Any = None
        self._hans: str | None = None
        self._tokens: Tokens | None = None
        self._vocabulary: frozenset[str] | None = None

    @property
    def text(self) -> str:
        """Return the sentence as it is read, see `readable`."""
        return self._source[self.start : self.end]

    @property
    def hans(self) -> str:
        """Return it in Simplified Chinese, of the same length, words of packs as their models."""
        if self._hans is None:
            hans = fold(self.text)
            self._hans = self.lexicon.read_chinese(hans) if self.lexicon else hans
        return self._hans

    @property
    def tokens(self) -> Tokens:
        """Return its words and marks, words of packs as their models."""
        if self._tokens is None:
            self._tokens = tokenize(self._source, self.low, self.start)
            if self.lexicon:
                self._tokens.words = self.lexicon.read_words(self._tokens.words)
        return self._tokens

    @property
    def vocabulary(self) -> frozenset[str]:
        """Return the words of `low`, each once: letters, digits and _ in a row, as they stand."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(_WORD.findall(self.low))
        return self._vocabulary

    def rest(self) -> None:
        """Forget its words; they are made again if they are asked for again."""
        self._tokens = None
        self._vocabulary = None


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


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of a paragraph, without the blanks around them."""
    spans: list[tuple[int, int]] = []
    at = start
    for mark in _END.finditer(text, start, end):
        stop = mark.end()
        if stop > at and _is_end(text, mark, at, end):
            _add_pieces(spans, text, at, stop)
            at = stop
    _add_pieces(spans, text, at, end)
    return spans


def _is_end(text: str, mark: re.Match[str], at: int, end: int) -> bool:
    begin, stop = mark.span()
    first = text[begin]
    if first == "\n":
        return _ends_line(text, at, begin, stop, end)
    if first in "\u3002\uff01\uff1f":
        return True
    if text[stop : stop + 1] == " " and text[stop + 1 : min(stop + 2, end)].isalnum():
        letter = text[stop + 1]
    else:
        follows = _NEXT.match(text, stop, min(end, stop + 40))
        letter = follows[1] if follows else ""
    if first == "." and stop == begin + 1:
        if _is_abbreviation(text, at, begin):
            return False
        is_number = text[begin - 1 : begin].isdigit() and begin - at <= _NUMBER_REACH
        if is_number and len(text[at:begin].lstrip()) <= 3:
            return False  # of a list item
    return not letter.islower()


def _is_abbreviation(text: str, at: int, stop: int) -> bool:
    """Return whether the word before a full stop is an abbreviation; few words end like one."""
    tail = text[max(stop - 2, at) : stop]
    if len(tail) == 2 and tail.isalpha() and tail.lower() not in _ABBREVIATED:
        return False
    return _ABBREVIATION.search(text, max(at, stop - 8), stop) is not None


def _ends_line(text: str, at: int, line_end: int, following: int, end: int) -> bool:
    """Return whether a line break ends a sentence, rather than wrapping it."""
    while line_end > at and text[line_end - 1] == " ":
        line_end -= 1
    # No further back than a long line is long.
    begin = max(line_end - _WRAPPED, at)
    is_short = line_end - at < _WRAPPED or text.find("\n", begin, line_end) >= 0
    if is_short or _ITEM.match(text, following, min(following + 200, end)):
        return True
    follows = _NEXT.match(text, following, min(following + 40, end))
    return follows is None or not follows[1].islower()


def _add_pieces(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence without its outer blanks, cut where it is too long."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > SENTENCE_MAX:
        cut = text.rfind(" ", start + 1, start + SENTENCE_MAX)
        cut = cut if cut > start else start + SENTENCE_MAX
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append((start, end))
