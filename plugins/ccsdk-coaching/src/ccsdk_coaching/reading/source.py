"""From bytes to text, from offsets to lines, and to what a reader sees of a text.

Offsets are code points of the text as it was decoded: a byte-order mark is one, CR LF are two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import attrs

__all__ = ["NotTextError", "Source", "decode", "readable"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
# Carriage returns; controls, marks of direction and joining, halves of characters; and signs
# that say nothing in words: ticks, arrows, bullets, emoji.
_WORDLESS = re.compile(
    "\r\n?|[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
    "\u20e3\u2190-\u23ff\u25a0-\u27bf\u2900-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]+"
)


@attrs.define
class NotTextError(Exception):
    """Name the first byte, counted from 0, that is not UTF-8."""

    offset: int
    byte: int

    def __str__(self) -> str:
        return f"byte {self.offset} is 0x{self.byte:02x}: not UTF-8"


def decode(content: bytes) -> str:
    """Return the text of a file, a byte-order mark included.

    Raises:
        NotTextError: It is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotTextError(error.start, content[error.start]) from error


def readable(text: str) -> str:
    """Return what is read of a text, of the same length.

    A line ends with a line feed alone, and what says nothing in words is a blank: no mark of
    direction, tick or emoji before "must" hides it.
    """
    return _WORDLESS.sub(_read, text)


def _read(match: re.Match[str]) -> str:
    signs = match[0]
    return {"\r\n": " \n", "\r": "\n"}.get(signs) or " " * len(signs)


class Source:
    """Map offsets to lines and columns; the table is made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.start = 1 if text.startswith(_BOM) else 0
        self._starts: list[int] | None = None

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1; a byte-order mark has no column."""
        if self._starts is None:
            self._starts = [self.start, *_line_ends(self.text)]
        line = max(bisect_right(self._starts, offset), 1)
        return line, max(offset - self._starts[line - 1], 0) + 1


def _line_ends(text: str) -> Iterable[int]:
    """Return where each line but the last ends, its end mark included."""
    if "\r" in text:
        return (match.end() for match in _LINE_END.finditer(text))
    return accumulate(len(line) + 1 for line in text.split("\n")[:-1])
