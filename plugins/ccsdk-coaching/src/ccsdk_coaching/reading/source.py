"""From bytes to text, and from offsets to lines.

Offsets are code points of the text as it was decoded: a byte-order mark is one, CR LF are two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, count
from operator import add

import attrs

__all__ = ["NotTextError", "Source", "decode"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


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
        if offset < self.start:
            return 1, 1
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def _line_ends(text: str) -> Iterable[int]:
    """Return where each line but the last ends, its end mark included."""
    if "\r" in text:
        return (match.end() for match in _LINE_END.finditer(text))
    # Each but the last is followed by one more character.
    return map(add, accumulate(map(len, text.split("\n")[:-1])), count(1))
