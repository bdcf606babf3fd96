"""Findings for a person at a terminal: the place, the reason, and the line underlined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ccsdk_coaching.model import Diagnostic
from ccsdk_coaching.output.report import Report

__all__ = ["lines", "summary"]

_INDENT = "    "
# A note may be one line of ten megabytes: what is shown is what stands around the span.
_AROUND = 60
_LINE_END = re.compile(r"[\r\n]")
_ELLIPSIS = "…"


def lines(report: Report) -> Iterator[str]:
    """Yield the lines that tell of one file's findings."""
    for found in report.diagnostics:
        place = f"{_visible(report.path)}:{found.line}:{found.column}"
        yield f"{place}: {found.code} {found.name} ({found.severity}): {_visible(found.message)}"
        shown, marks = _underlined(report.text, found)
        yield _INDENT + shown
        yield _INDENT + marks
        for suggestion in found.suggestions:
            old = _visible(report.text[suggestion.start : suggestion.end])
            yield f"{_INDENT}{old} -> {_visible(suggestion.text)}"


def summary(files: int, findings: int) -> str:
    """Return the closing line."""
    return f"{_counted(findings, 'finding')} in {_counted(files, 'file')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _underlined(text: str, found: Diagnostic) -> tuple[str, str]:
    """Return what stands around a span on its first line, and the marks below it."""
    before = text[max(0, found.start - _AROUND) : found.start]
    broken = [*_LINE_END.finditer(before)]
    if broken:
        before = before[broken[-1].end() :]
    elif found.start > _AROUND:
        before = _ELLIPSIS + before
    before = before.lstrip("\N{ZERO WIDTH NO-BREAK SPACE} \t")
    span = _LINE_END.split(text[found.start : found.end], maxsplit=1)[0]
    after = ""
    if len(span) == found.end - found.start:
        parts = _LINE_END.split(text[found.end : found.end + _AROUND], maxsplit=1)
        is_cut = len(parts) == 1 and found.end + _AROUND < len(text)
        after = parts[0].rstrip() + (_ELLIPSIS if is_cut else "")
    before, span, after = _visible(before), _visible(span), _visible(after)
    return before + span + after, " " * _width(before) + "^" * max(_width(span), 1)


def _visible(text: str) -> str:
    """Return a text that moves no cursor and turns no direction on the reader's terminal."""
    return "".join(
        " " if letter in "\t\r\n" else "\N{MIDDLE DOT}" if _is_control(letter) else letter
        for letter in text
    )


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp")


def _width(text: str) -> int:
    """Return how many columns a terminal gives a text: Han letters take two, accents none."""
    return sum(
        0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF")
        for each in text
    )
