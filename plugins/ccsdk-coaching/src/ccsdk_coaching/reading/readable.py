"""What is read of a text: its words, without what only shows them.

A person reads "You **must** smile", "You must" over two lines and "You must" behind a tick alike,
and so do rules. What they find is told by where it stands in the text as it was written.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable

__all__ = ["Readable"]

# Controls, marks of direction and joining, variations of a sign: nobody sees them.
_UNSEEN = (
    "\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
# Blanks of another width; and what says nothing in words: ticks, arrows, bullets, emoji, halves
# of characters.
_BLANKS = (
    "\t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f"
    "\ud800-\udfff\u20e3\u2190-\u23ff\u25a0-\u27bf\u2900-\u2bff\U0001f000-\U0001faff"
)
_RETURN = re.compile("\r\n?")
# One sign of a set comes first, which `re` looks for fastest: anything but what is read as it is.
_SIGN = re.compile(
    "[^ -)+-^`-~\n\xa1-\xac\xae-\u0609\u2010-\u2027\u2e80-\ud7ff\uff01-\uffee]"
    rf"(?:(?<=\*)\**|(?<=_)_*|(?<=[{_UNSEEN}])[{_UNSEEN}]*|(?<=[{_BLANKS}])[{_BLANKS}]*|)"
)
# One after the other: what each leaves, the next one finds.
_MORE_BLANKS = re.compile("   *")
_BLANK_BEFORE_END = re.compile(" \n")
_BLANK_AFTER_END = re.compile("\n ")
_EMPHASIS = re.compile(r"\*+|_+")
_EMPHASIS_MAX = 3
_HAN_FIRST = "\u2e80"


class Readable:
    """Hold what is read of a text, and where that stands in it.

    Args:
        written: The text.
    """

    def __init__(self, written: str) -> None:
        self.written = written
        self.text = written
        # The last first: where edits end, and how much is gone by then.
        self._edits: list[tuple[array[int], array[int]]] = []
        if "\r" in written:
            self._edit(_RETURN, lambda _: "\n")
        self._edit(_SIGN, _spoken)
        self._edit(_MORE_BLANKS, lambda _: " ")
        self._edit(_BLANK_BEFORE_END, lambda _: "\n")
        self._edit(_BLANK_AFTER_END, lambda _: "\n")

    def _edit(self, pattern: re.Pattern[str], said: Callable[[re.Match[str]], str | None]) -> None:
        """Read what matches as `said` has it: a character, none, or None for what stays."""
        text = self.text
        parts: list[str] = []
        ends, gone = array("q"), array("q")
        at = size = 0
        for match in pattern.finditer(text):
            start, end = match.span()
            instead = said(match)
            if instead is not None:
                parts += text[at:start], instead
                size += start - at + len(instead)
                ends.append(size)
                gone.append(end - size)
                at = end
        if at:
            parts.append(text[at:])
            self.text = "".join(parts)
            self._edits.insert(0, (ends, gone))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where what stands from `start` to `end` of `text` was written."""
        last = end - 1
        for ends, gone in self._edits:
            edit = bisect_right(ends, start)
            if edit:
                start += gone[edit - 1]
            edit = bisect_right(ends, last)
            if edit:
                last += gone[edit - 1]
        return start, last + 1

    def paired(self, start: int, end: int) -> tuple[int, int] | None:
        """Return such a place in which each mark of emphasis has its pair.

        It takes in marks beside it that belong to one within; None if that is not enough.
        """
        left, right = self.place(start, end)
        if right - left == end - start:
            return left, right
        before = _EMPHASIS.match(self.written[max(left - _EMPHASIS_MAX, 0) : left][::-1])
        behind = _EMPHASIS.match(self.written, right)
        for first in (left, left - before.end()) if before else (left,):
            for last in (right, behind.end()) if behind else (right,):
                if _is_paired(self.written[first:last], self.text[start:end]):
                    return first, last
        return None


def _spoken(match: re.Match[str]) -> str | None:
    sign = match[0][0]
    if sign in "*_":
        return "" if _is_emphasis(match) else None
    if _is_unseen(sign):
        return ""
    return " " if _is_blank(sign) else None


_is_unseen = re.compile(f"[{_UNSEEN}]").match
_is_blank = re.compile(f"[{_BLANKS}]").match


def _is_emphasis(match: re.Match[str]) -> bool:
    """Return whether marks emphasise: they stand at a border of a word.

    Between blanks they are a bullet or a line, between letters a part of a word; Chinese has no
    blanks between words. What is longer is a field to fill in.
    """
    start, end = match.span()
    text = match.string
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if end - start > _EMPHASIS_MAX or not (before.strip() or after.strip()):
        return False
    return not (_is_letter(before) and _is_letter(after))


def _is_letter(sign: str) -> bool:
    return sign.isalnum() and sign < _HAN_FIRST


def _is_paired(written: str, read: str) -> bool:
    """Return whether each mark that is not read has another one like it."""
    unread = Counter(_EMPHASIS.findall(written))
    unread.subtract(_EMPHASIS.findall(read))
    return all(count % 2 == 0 for count in unread.values())
