"""Zones of a text: quotations, headings, list items, and comments that ignore rules.

Zones are tagged, never blanked. Straight marks pair by parity within a paragraph, single ones
by what stands beside them: an apostrophe opens nothing. A quotation that nobody closes is none.
"""

from __future__ import annotations

import re
from array import array

import attrs

__all__ = ["Ignore", "Quote", "comment_spans", "heading_of", "ignores", "quote_places"]

_PAIRS = {
    "\u201c": "\u201d",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u00ab": "\u00bb",
    "\u2018": "\u2019",
}
_MARKS = re.compile("[\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f\u00ab\u00bb]")
# A single mark opens before a word that it does not shorten, and closes behind one; `re` skips
# to the mark.
_SINGLE_OPENS = re.compile(
    r"'(?<![^\s(\[/\u2014\u2013-]')(?=[^\W_])"
    r"(?!(?i:em|til|till|twas|tis|twere|cause|cos|coz|bout|round|n|fraid|kay|spose|d|ll|re|ve|s|t"
    r"|\d0s|\d\d)\b)"
)
_SINGLE_CLOSES = re.compile(r"'(?<=[^\s']')(?![\w'])")
# "The guests' bags": no end, where another follows.
_OWNS = re.compile(r"(?<=s)' (?=[a-z])")
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).){0,2000}-->", re.DOTALL)
_IGNORE = re.compile(
    r"<!--\s*coach-lint:\s*(ignore|"
    r"ignore-file)\s*\[([^\]]{0,200})\]\s*((?:(?!-->).){0,1000})-->",
    re.DOTALL,
)
_HEADING = re.compile(
    r"(?:[-*+\u2022>]\s+|#{1,6}\s+|\d{1,2}[.)]\s+)*"
    r"([^\s:.!?*][^:.!?*\r\n]{0,60}?)\s*[:\uff1a](?=\s|$)"
)


@attrs.frozen
class Quote:
    """Hold a quotation, its marks included."""

    start: int
    end: int


@attrs.frozen
class Ignore:
    """Hold a comment that ignores rules: of the next paragraph, or of the whole file."""

    start: int
    end: int
    codes: tuple[str, ...]
    reason: str
    is_file: bool


_NOWHERE = array("q"), array("q")


def quote_places(text: str) -> tuple[array[int], array[int]]:
    """Return where the outermost quotations of a paragraph begin and where they end, in order.

    A text may hold half as many as it has characters, so they are plain numbers.
    """
    starts, ends = _straight_places(text) if '"' in text else _NOWHERE
    others = _single_spans(text) if "'" in text else []
    if not text.isascii():
        others += _curly_spans(text)
    if not others:
        return starts, ends
    spans = sorted([*zip(starts, ends, strict=True), *others])
    starts, ends = array("q"), array("q")
    outer_end = 0
    for start, end in spans:
        if start >= outer_end:
            starts.append(start)
            ends.append(end)
            outer_end = end
    return starts, ends


def _straight_places(text: str) -> tuple[array[int], array[int]]:
    """Return where quotations in straight marks begin and end: each second mark ends one."""
    starts, ends = array("q"), array("q")
    end = 0
    while (start := text.find('"', end)) >= 0 and (last := text.find('"', start + 1)) >= 0:
        end = last + 1
        starts.append(start)
        ends.append(end)
    return starts, ends


def _single_spans(text: str) -> list[tuple[int, int]]:
    """Return what straight single marks enclose."""
    spans = []
    opening = _SINGLE_OPENS.search(text)
    while opening:
        start = opening.start()
        closing = _SINGLE_CLOSES.search(text, start + 1)
        if closing is None:
            break
        opening = _SINGLE_OPENS.search(text, closing.end())
        if _OWNS.match(text, closing.start()):
            last = opening.start() if opening else len(text)
            closing = _SINGLE_CLOSES.search(text, closing.end(), last) or closing
        spans.append((start, closing.end()))
    return spans


def _curly_spans(text: str) -> list[tuple[int, int]]:
    """Return what marks enclose that open and close, also one pair within another."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            opened.append((_PAIRS[mark], at))
        elif opened and not _is_apostrophe(text, mark, at):
            if opened[-1][0] == mark:
                found.append((opened.pop()[1], at + 1))
            elif len(opened) > 1 and opened[-2][0] == mark:
                opened.pop()
                found.append((opened.pop()[1], at + 1))
    return found


def _is_apostrophe(text: str, mark: str, at: int) -> bool:
    return (
        mark == "\u2019"
        and text[at - 1 : at].isalpha()
        and text[at + 1 : at + 2].isalpha()
        and text[at + 1] < "\u3400"
    )


def comment_spans(text: str) -> list[tuple[int, int]]:
    """Return where comments stand; what is in them is no wording of the note."""
    if "<!--" not in text:
        return []
    return [match.span() for match in _COMMENT.finditer(text)]


def ignores(text: str) -> list[Ignore]:
    """Return the comments that ignore rules; one without a reason ignores nothing."""
    if "<!--" not in text:
        return []
    return [
        Ignore(
            start=match.start(),
            end=match.end(),
            codes=tuple(code.strip() for code in match[2].split(",") if code.strip()),
            reason=match[3].strip(),
            is_file=match[1] == "ignore-file",
        )
        for match in _IGNORE.finditer(text)
    ]


def heading_of(text: str) -> tuple[str, int, int] | None:
    """Return the words of a heading that opens a sentence, and where they and the colon stand."""
    match = _HEADING.match(text)
    return (match[1], match.start(1), match.end()) if match else None
