"""What was found in one file, and what kept a file from being read."""

from __future__ import annotations

from functools import cached_property

import attrs

from ccsdk_coaching.model import Diagnostic, Spared
from ccsdk_coaching.reading.source import Source

__all__ = ["Problem", "Region", "Report"]


@attrs.frozen(kw_only=True)
class Problem:
    """Say why a file was not read, or which rule failed on it, then with its code."""

    path: str
    text: str
    is_error: bool = True
    code: str | None = None

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


@attrs.frozen(kw_only=True)
class Region:
    """Give a span by lines and columns, from 1; the end column is the one after the span."""

    line: int
    column: int
    end_line: int
    end_column: int


@attrs.define(kw_only=True, slots=False, eq=False)
class Report:
    """Hold one file's text and what was found in it; `path` as it was given, `-` is stdin.

    `spared` is what comments and guards took back.
    """

    path: str
    text: str
    diagnostics: list[Diagnostic]
    spared: list[Spared] = attrs.field(factory=list)

    @cached_property
    def source(self) -> Source:
        """Return the map of offsets, made once."""
        return Source(self.text)

    def region(self, start: int, end: int) -> Region:
        """Return where a span is."""
        line, column = self.source.position(start)
        last = max(end - 1, start)
        end_line, end_column = self.source.position(last)
        return Region(
            line=line, column=column, end_line=end_line, end_column=end_column + (end > start)
        )
