"""What can be said of a paragraph by its own text alone: its sentences and its quotations.

Places are counted from the start of the paragraph, so that what is found of one text holds
wherever it stands, and need not be looked for again while another paragraph is written.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

import msgspec

from ccsdk_coaching.reading.sentences import language_of, sentence_spans
from ccsdk_coaching.reading.zones import quote_places

__all__ = ["Paragraph", "Paragraphs", "paragraph_of"]

_Spans = tuple[tuple[int, int], ...]


class Paragraph(msgspec.Struct, eq=False, gc=False):
    """Hold the places of a paragraph's sentences, with their languages, and of its quotations.

    Args:
        sentences: Start, end and language of each that is in no comment.
        quotes: Where the outermost ones begin and end.
        bits: By sentence, which rules are to look at it, once that is known.
        has_bits: All of these together.
    """

    sentences: list[tuple[int, int, str]]
    quotes: tuple[array[int], array[int]]
    bits: list[int] | None = None
    has_bits: int = 0


class Paragraphs:
    """Read paragraphs; those of the text before are known and not read again.

    Args:
        lang: As in the settings: auto, en or zh.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._known: dict[tuple[str, _Spans], Paragraph] = {}
        self._before: dict[tuple[str, _Spans], Paragraph] = {}

    def turn(self) -> None:
        """Begin another text: what the one now read does not have is forgotten after it."""
        self._before, self._known = self._known, {}

    def read(self, text: str, comments: _Spans) -> Paragraph:
        """Return what a paragraph holds; `comments` are the places of comments in it."""
        key = text, comments
        found = self._before.get(key) or self._known.get(key)
        if found is None:
            found = paragraph_of(text, comments, self._lang)
        self._known[key] = found
        return found


def paragraph_of(text: str, comments: _Spans, lang: str) -> Paragraph:
    """Return what a paragraph holds; see `Paragraphs`."""
    spans = sentence_spans(text, 0, len(text))
    if comments:
        starts = [start for start, _ in comments]
        spans = [each for each in spans if not _is_within(each[0], comments, starts)]
    if lang == "auto" and not text.isascii():
        sentences = [(start, end, language_of(text[start:end])) for start, end in spans]
    else:
        known = "en" if lang == "auto" else lang
        sentences = [(start, end, known) for start, end in spans]
    return Paragraph(sentences, quote_places(text))


def _is_within(offset: int, spans: _Spans, starts: list[int]) -> bool:
    place = bisect_right(starts, offset) - 1
    return place >= 0 and offset < spans[place][1]
