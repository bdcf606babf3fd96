"""Zones of a text: quotations, headings, list items, and comments that ignore rules.

Zones are tagged, never blanked. Straight marks pair by parity within a paragraph, an
apostrophe opens nothing, and a quotation that nobody closes is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import attrs

__all__ = ["Ignore", "Quote", "comment_spans", "heading_of", "ignores", "quotes"]

_PAIRS = {
    "\u201c": "\u201d",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u00ab": "\u00bb",
    "\u2018": "\u2019",
}
_MARKS = re.compile('["\u201c\u201d\u2018\u2019\u300c\u300d\u300e\u300f\u00ab\u00bb]')
_COMMENT = re.compile(r"<!--(?:(?!-->|<!--).){0,2000}-->", re.DOTALL)
_IGNORE = re.compile(
    r"<!--\s*coach-lint:\s*(ignore|"
    r"ignore-file)\s*\[([^\]]{0,200})\]\s*((?:(?!-->).){0,1000})-->",
    re.DOTALL,
)
_HEADING = re.compile(
    r"(?:[-*+\u2022>]\s+|#{1,6}\s+|\d{1,2}[.)]\s+)*(?:\*\*|__)?"
    r"([^\s:.!?*][^:.!?*\r\n]{0,60}?)\s*(?:\*\*|__)?[:\uff1a](?:\*\*|__)?(?=\s|$)"
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


def quotes(text: str, start: int, end: int) -> Iterator[Quote]:
    """Yield the outermost quotations of a paragraph, in order."""
    opened: list[tuple[str, int]] = []
    straight: int | None = None
    outer_end = start
    found: list[Quote] = []
    for match in _MARKS.finditer(text, start, end):
        mark, at = match[0], match.start()
        if mark == '"':
            if straight is None:
                straight = at
            else:
                found.append(Quote(straight, at + 1))
                straight = None
        elif mark in _PAIRS:
            opened.append((_PAIRS[mark], at))
        elif opened and not _is_apostrophe(text, mark, at):
            if opened[-1][0] == mark:
                found.append(Quote(opened.pop()[1], at + 1))
            elif len(opened) > 1 and opened[-2][0] == mark:
                opened.pop()
                found.append(Quote(opened.pop()[1], at + 1))
    for quote in sorted(found, key=lambda each: (each.start, -each.end)):
        if quote.start >= outer_end:
            yield quote
            outer_end = quote.end


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
