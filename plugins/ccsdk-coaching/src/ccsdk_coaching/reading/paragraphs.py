"""What can be said of a paragraph by its own text alone: its sentences and its quotations.

Places are counted from the start of the paragraph, so that what is found of one text holds
wherever it stands, and need not be looked for again while another paragraph is written.
"""

from __future__ import annotations

from bisect import bisect_right

import attrs

from ccsdk_coaching.reading.sentences import language_of, sentence_spans
from ccsdk_coaching.reading.zones import Quote, quotes

__all__ = ["Paragraph", "Paragraphs"]

_Spans = tuple[tuple[int, int], ...]


@attrs.define(eq=False)
class Paragraph:
    """Hold the places of a paragraph's sentences, with their languages, and of its quotations.

    Args:
        sentences: Start, end and language of each that is in no comment.
        quotes: The outermost ones.
        bits: By sentence, which rules are to look at it, once that is known.
        has_bits: All of these together.
    """

    sentences: tuple[tuple[int, int, str], ...]
    quotes: tuple[Quote, ...]
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
        found = self._before.get(key) or self._known.get(key) or self._read(text, comments)
        self._known[key] = found
        return found

    def _read(self, text: str, comments: _Spans) -> Paragraph:
        spans = sentence_spans(text, 0, len(text))
        if comments:
            starts = [start for start, _ in comments]
            spans = [each for each in spans if not _is_within(each[0], comments, starts)]
        lang = "en" if self._lang == "auto" and text.isascii() else self._lang
        sentences = (
            (start, end, language_of(text[start:end]) if lang == "auto" else lang)
            for start, end in spans
        )
        return Paragraph(tuple(sentences), tuple(quotes(text, 0, len(text))))


def _is_within(offset: int, spans: _Spans, starts: list[int]) -> bool:
    place = bisect_right(starts, offset) - 1
    return place >= 0 and offset < spans[place][1]
