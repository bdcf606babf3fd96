"""Comments that ignore rules, and CL900 for those that ignore nothing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from ccsdk_coaching.model import Finding, Rule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.zones import Ignore

__all__ = ["UNUSED", "UNUSED_NAME", "Suppressed", "suppressed"]

UNUSED = "CL900"
UNUSED_NAME = "unused-suppression"

_SAID = re.compile(r"[^\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n]")
_WORD = re.compile(r"\S")

# A finding that a comment ignores, and its reason.
Suppressed = tuple[Finding, str]


def suppressed(
    document: Document, findings: list[Finding], rules: Iterable[Rule]
) -> tuple[list[Finding], list[Suppressed]]:
    """Return the findings that no comment ignores, and those that one does.

    The first have CL900 for each comment that ignores nothing.
    """
    if not document.ignores:
        return findings, []
    names = {rule.code: rule.name for rule in rules}
    by_code = {code: _Standing(group) for code, group in _by_code(findings).items()}
    first = _first_word(document)
    extra: list[Finding] = []
    ignored: list[Suppressed] = []
    for ignore in document.ignores:
        start, end = _covered(document, ignore, first)
        for code in ignore.codes or ("",):
            hit = [
                finding
                for each, standing in by_code.items()
                if ignore.reason and code in (each, names.get(each))
                for finding in standing.take(start, end)
            ]
            ignored += [(each, ignore.reason) for each in hit]
            if not hit:
                extra.append(_unused(ignore, code, names))
    gone = {id(each) for each, _ in ignored}
    return [each for each in findings if id(each) not in gone] + extra, ignored


class _Standing:
    """Hold findings of one code that no comment has ignored yet, to be taken by their places.

    Each is passed over once, however many comments cover one place.
    """

    def __init__(self, findings: list[Finding]) -> None:
        self._findings = sorted(findings, key=lambda each: each.start)
        self._starts = [each.start for each in self._findings]
        # By index, the next one that may stand still; itself if it does.
        self._next = list(range(len(findings) + 1))

    def take(self, start: int, end: int) -> list[Finding]:
        """Return those that begin from `start` to before `end`; they stand no more."""
        taken = []
        place = self._standing(bisect_left(self._starts, start))
        while place < len(self._findings) and self._starts[place] < end:
            taken.append(self._findings[place])
            self._next[place] = place + 1
            place = self._standing(place + 1)
        return taken

    def _standing(self, place: int) -> int:
        passed = []
        while self._next[place] != place:
            passed.append(place)
            place = self._next[place]
        for each in passed:
            self._next[each] = place
        return place


def _by_code(findings: list[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.code, []).append(each)
    return groups


def _first_word(document: Document) -> int:
    """Return where a text begins to say something."""
    found = _SAID.search(document.text)
    return found.start() if found else len(document.text)


def _covered(document: Document, ignore: Ignore, first: int) -> tuple[int, int]:
    """Return what a comment covers: the file, or the next paragraph, its own if more follows."""
    if ignore.is_file:
        is_top = ignore.start <= first or document.ignores[0].is_file
        return (0, len(document.text)) if is_top else (0, 0)
    place = bisect_right(document.paragraphs, ignore.end, key=lambda each: each[1])
    while place < len(document.paragraphs):
        start, end = document.paragraphs[place]
        start = max(start, ignore.end)
        if _WORD.search(document.text, start, end):
            return start, end
        place += 1
    return (0, 0)


def _unused(ignore: Ignore, code: str, names: dict[str, str]) -> Finding:
    if not ignore.reason:
        message = "This comment gives no reason, so it ignores nothing"
    elif code not in names and code not in names.values():
        message = f"There is no rule {code!r} to ignore"
    else:
        message = f"Nothing here needs {code} to be ignored"
    return Finding(code=UNUSED, start=ignore.start, end=ignore.end, message=message)
