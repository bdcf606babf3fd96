"""From a draft to its answer: what the linter finds, in the reader's words, as much as is told.

Whoever imports this imports every rule, which takes a while: `live` does so on its thread.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Hashable, Sequence

import attrs
import msgspec

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import Diagnostic
from ccsdk_coaching.relint import Draft
from ccsdk_coaching.requests import LintNote, Noted, NoteLinted, RuleWords, Suggested
from ccsdk_coaching.wording import Wording

__all__ = ["ABOUT_NOTE", "KEPT_MAX", "TOLD_BYTES_MAX", "TOLD_MAX", "Drafts", "linted"]

# More findings than anybody reads, and not more than one frame holds.
TOLD_MAX = 300
TOLD_BYTES_MAX = 160 * 2**10
# More coaches than write at once.
KEPT_MAX = 16
# What is missing in a note is missing nowhere in particular.
ABOUT_NOTE = frozenset({"CL202", "CL203", "CL204", "CL205", "CL207"})

# Given names and family names alone mean the same agent; an initial may mean anybody.
_NAME = re.compile(r"[^\W\d_]{2,}")


@attrs.define
class _Kept:
    """Hold a draft, the names it is read with, and when it was asked about last."""

    names: tuple[str, ...]
    draft: Draft
    asked_ms: int


class Drafts:
    """Lint drafts in their versions, sooner than anew; of one thread.

    A draft is kept until `forget` lets it go, or `KEPT_MAX` others were asked about since.

    Args:
        linter: Whose rules, settings and strikes all of them use.
    """

    def __init__(self, linter: Linter) -> None:
        self.strikes = linter.strikes
        self._linter = linter
        self._kept: dict[Hashable, _Kept] = {}

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._kept)

    def answer(self, key: Hashable, request: LintNote, now_ms: int) -> NoteLinted:
        """Return what is found in a draft as it is now.

        Args:
            key: Of the draft.
            request: What is asked about it.
            now_ms: Of a clock that only goes on.
        """
        kept = self._kept.pop(key, None)
        if kept is None or kept.names != request.names:
            draft = _knowing(self._linter, request.names).draft()
            kept = _Kept(request.names, draft, now_ms)
        kept.asked_ms = now_ms
        self._kept[key] = kept
        while len(self._kept) > KEPT_MAX:
            del self._kept[next(iter(self._kept))]
        return linted(kept.draft, request)

    def forget(self, until_ms: int) -> int:
        """Let go what was asked about until then, and not since; return how many are left."""
        for key in [key for key, each in self._kept.items() if each.asked_ms <= until_ms]:
            del self._kept[key]
        return len(self._kept)


def _knowing(linter: Linter, names: Sequence[str]) -> Linter:
    """Return a linter that takes these names for agents', too: the same rules and strikes."""
    if not names:
        return linter
    parts = (part for name in names for part in _NAME.findall(name))
    agents = dict.fromkeys((*linter.config.agents, *names, *parts))
    knows = copy.copy(linter)
    knows.config = attrs.evolve(linter.config, agents=tuple(agents))
    return knows


def linted(linter: Linter | Draft, request: LintNote) -> NoteLinted:
    """Return the answer to a request: what is found, as much of it as is told."""
    found = linter.lint(request.note)
    wording = Wording(request.locale)
    told = _told(found, request.note, wording)
    reasons = {each.code: wording.reason(each.code) for each in told}
    return NoteLinted(
        version=request.version,
        diagnostics=told,
        count=len(found),
        rules={
            code: RuleWords(why=reason.why, instead=reason.instead)
            for code, reason in sorted(reasons.items())
            if reason is not None
        },
    )


def _told(found: Sequence[Diagnostic], note: str, wording: Wording) -> tuple[Noted, ...]:
    """Return the first findings, as many as one answer holds."""
    told: list[Noted] = []
    size = 0
    for each in found[:TOLD_MAX]:
        noted = _noted(each, wording.message(each, note[each.start : each.end]))
        size += len(msgspec.json.encode(noted))
        if size > TOLD_BYTES_MAX:
            break
        told.append(noted)
    return tuple(told)


def _noted(found: Diagnostic, message: str) -> Noted:
    return Noted(
        code=found.code,
        name=found.name,
        severity=found.severity,
        lang=found.lang,
        start=found.start,
        end=found.end,
        line=found.line,
        column=found.column,
        message=message,
        suggestions=tuple(
            Suggested(start=each.start, end=each.end, text=each.text) for each in found.suggestions
        ),
        is_about_note=found.code in ABOUT_NOTE,
    )
