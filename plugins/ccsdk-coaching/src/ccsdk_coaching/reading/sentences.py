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
from ccsdk_coaching.reading.once import once
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["SENTENCE_MAX", "Sentence", "language_of", "paragraph_spans", "sentence_spans"]

SENTENCE_MAX = 600

_BLANK = re.compile(r"\n[ \t\u3000]*\n\s*")
_END = re.compile(
    # One sign of a set comes first, which `re` looks for fastest; then, which it was.
    r"[.!?\u2026\u3002\uff01\uff1f\n](?:"
    # Nothing is given back, and no run of marks is tried twice.
    r"(?<=[.!?\u2026])(?<![.!?\u2026][.!?\u2026])[.!?\u2026]*+[\"'\u201d\u2019)\]\u00bb]*+(?=\s)"
    r"|(?<=[\u3002\uff01\uff1f!?])[\u3002\uff01\uff1f!?]*[\"\u201d\u2019\u300d\u300f\uff09)]*"
    r"|(?<=\n))"
)
_ABBREVIATION = re.compile(
    r"(?<![^\s(])(?:mr|mrs|ms|dr|prof|st|no|vs|e\.g|i\.e|approx|dept|ext|[a-z])$", re.IGNORECASE
)
# The last two letters of those.
_ABBREVIATED = frozenset("mr rs ms dr of st no vs ox pt xt".split())
_NEXT = re.compile(r"\s*[\"'(\[\u201c\u2018\u00ab]*([^\s\"'(\[\u201c\u2018\u00ab]?)")
_ITEM = re.compile(r"\s*(?:[-*+\u2022\u00b7>#]|\d{1,2}[.)]|[^\s:]{1,30}(?: [^\s:]{1,30}){0,4}:)")
_HAN = late("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_words = re.compile(r"\w+").findall
# ASCII with a blank for what is in no word: to split at blanks is faster than to find words.
_WORDS_ALONE = bytes(each if chr(each).isalnum() or each == ord("_") else 32 for each in range(128))
_WORDS_ALONE += bytes(128)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
# Behind these a line goes on even with a capital.
_GOES_ON = re.compile(
    r"(?:[,;]|(?<![\w'-])(?:an?|the|this|that|my|your|his|her|its|our|their|and|or|but|nor|of|to|in"
    r"|on|at|for|from|with|by|as|about|than|if|when|because|who|which|was|is|were|are|be|not|no|via"
    r"|per))\Z",
    re.IGNORECASE,
)
_I = re.compile(r"\s*I(?:'\w+)?\b(?!\.)")
_WRAPPED = 60
# Behind ticks and blanks a number opens a line, too.
_NUMBER_REACH = 12


class Sentence:
    """Hold one sentence: `start` to `end` in the original text, and who it is spelled for.

    What is worked out of it is kept; `reading` is the Chinese rules' own. `lexicon` are the
    words of packs, where there are any.
    """

    lexicon: Lexicon | None = None
    reading: Any = None

    def __init__(
        self, source: str, low: str, start: int, end: int, lang: str, paragraph: int, index: int
    ) -> None:
        self._source = source
        self.start = start
        self.end = end
        # In small letters, curly apostrophes straight, on one line, of the same length.
        low = low[start:end]
        self.low = low.replace("\n", " ") if "\n" in low else low
        self.lang = lang
        self.paragraph = paragraph
        self.index = index

    @property
    def text(self) -> str:
        """Return the sentence as it stands in the document."""
        return self._source[self.start : self.end]

    @once
    def hans(self) -> str:
        """Return it in Simplified Chinese, of the same length, words of packs as their models."""
        hans = fold(self.text)
        return self.lexicon.read_chinese(hans) if self.lexicon else hans

    @once
    def tokens(self) -> Tokens:
        """Return its words and marks, words of packs as their models."""
        tokens = Tokens(self._source, self.low, self.start)
        if self.lexicon:
            tokens.words = self.lexicon.read_words(tokens.words)
        return tokens

    @once
    def vocabulary(self) -> frozenset[str]:
        """Return the words of `low`, each once: letters, digits and _ in a row, as they stand."""
        low = self.low
        if low.isascii():
            return frozenset(low.encode().translate(_WORDS_ALONE).decode().split())
        return frozenset(_words(low))

    def rest(self) -> None:
        """Forget its words; they are made again if they are asked for again."""
        self.__dict__.pop("tokens", None)
        self.__dict__.pop("vocabulary", None)


def language_of(text: str) -> str:
    """Return "zh" where Han characters outweigh words in Latin letters, else "en"."""
    if text.isascii():
        return "en"
    return "zh" if len(_HAN.findall(text)) > len(_LATIN.findall(text)) else "en"


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, which blank lines part."""
    at = 0
    for blank in _BLANK.finditer(text):
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
        # Nothing follows the last mark, so it need not be an end.
        if at < stop < end and _is_end(text, mark, at, end):
            if _is_whole(text, at, stop):
                spans.append((at, stop))
            else:
                _add_pieces(spans, text, at, stop)
            at = stop + 1 if text[stop] == " " else stop
    if at < end and _is_whole(text, at, end):
        spans.append((at, end))
    else:
        _add_pieces(spans, text, at, end)
    return spans


def _is_whole(text: str, start: int, end: int) -> bool:
    """Return whether a sentence is not too long, and without blanks around it."""
    is_short = end - start <= SENTENCE_MAX
    return is_short and not (text[start].isspace() or text[end - 1].isspace())


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
    # The line, not the sentence, which may begin in the midst of it.
    is_short = line_end < _WRAPPED or text.find("\n", line_end - _WRAPPED, line_end) >= 0
    if is_short or _ITEM.match(text, following, min(following + 200, end)):
        return True
    follows = _NEXT.match(text, following, min(following + 40, end))
    if follows is None or follows[1].islower() or follows[1].isdigit():
        return follows is None
    return not (_GOES_ON.search(text, line_end - 8, line_end) or _I.match(text, following))


def _add_pieces(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence without its outer blanks, cut where it is too long."""
    piece = text[start:end]
    bare = piece.strip()
    if len(bare) < len(piece):
        start += piece.find(bare)
        end = start + len(bare)
    while end - start > SENTENCE_MAX:
        cut = text.rfind(" ", start + 1, start + SENTENCE_MAX)
        cut = cut if cut > start else start + SENTENCE_MAX
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append((start, end))
