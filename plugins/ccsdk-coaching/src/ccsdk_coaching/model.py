"""What the linter says, and what a rule is.

A rule is pure: it reads a document and yields findings. The linter alone turns these into
diagnostics, drops what is suppressed, and survives a rule that fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Protocol

import attrs
import msgspec

from ccsdk_coaching.config import CoachingConfig

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.sentences import Sentence

__all__ = [
    "Diagnostic",
    "Finding",
    "Outcome",
    "Rule",
    "SentenceRule",
    "Spared",
    "Strike",
    "Suggestion",
    "marked",
]

_MARK = re.compile(r"[\[\]]")


class Suggestion(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Replace `start` to `end` by `text`; a person accepts it. Offsets are code points."""

    start: int
    end: int
    text: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Say where a rule matched; `severity` only where it differs from the rule's own."""

    code: str
    start: int
    end: int
    message: str
    suggestions: tuple[Suggestion, ...] = ()
    severity: str | None = None


class Diagnostic(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Tell one finding: half-open code points of the original text; lines and columns from 1."""

    code: str
    name: str
    severity: str
    lang: str
    start: int
    end: int
    line: int
    column: int
    message: str
    suggestions: tuple[Suggestion, ...] = ()


@attrs.frozen(kw_only=True)
class Spared:
    """Tell a finding that does not hold: `guard` is who says so, None for a comment, and why."""

    diagnostic: Diagnostic
    guard: str | None
    reason: str


@attrs.frozen
class Outcome:
    """Hold what was found in a text, and what comments and guards have spared."""

    diagnostics: list[Diagnostic]
    spared: list[Spared]


@attrs.frozen(kw_only=True)
class Strike:
    """Report a rule that failed on a text and found nothing in it, or a guard that spared nothing.

    `code` is the rule's, or the guard's name.
    """

    code: str
    problem: str


class Rule(Protocol):
    """Look for one kind of wording in some languages.

    `bad` and `good` are its examples and its tests: in a bad one, `[ ]` is around the span.
    `triggers` are, by language, the words without which the rule finds nothing in a sentence
    (in English whole words in small letters, a phrase with single blanks; in Chinese any run
    of letters, Simplified); a language without triggers is looked at everywhere.
    `quote_policy` says whose words the rule reads: "writer" (the coach's alone), "agent" (the
    agent's own, too) or "anyone". What a rule of a pack finds in others' words is dropped, with
    quotation marks or without; it need not look.
    """

    @property
    def code(self) -> str:
        """Return its code, such as CL102."""

    @property
    def name(self) -> str:
        """Return its name, such as authoritarian-modal."""

    @property
    def severity(self) -> str:
        """Return its severity: warning, info or hint."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return its languages: en, zh."""

    @property
    def quote_policy(self) -> str:
        """Return whose words it reads."""

    @property
    def triggers(self) -> Mapping[str, tuple[str, ...]]:
        """Return the words that it needs."""

    @property
    def bad(self) -> tuple[str, ...]:
        """Return what it flags."""

    @property
    def good(self) -> tuple[str, ...]:
        """Return what it leaves alone."""

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield what the rule finds, in any order."""


class SentenceRule:
    """Run sentence by sentence, only on those that hold a trigger.

    A subclass has the members of `Rule` and `check_sentence`. Where it says `is_local`, what it
    finds in a sentence depends on nothing beyond two sentences before and behind, the paragraphs
    of these and whom a pronoun in them means: then it is not asked again about a part of a text
    near which nothing was written.
    """

    code: str
    name: str
    severity: str = "warning"
    languages: tuple[str, ...] = ("en",)
    quote_policy: str = "writer"
    is_local: bool = False
    triggers: Mapping[str, tuple[str, ...]] = {}
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    message: str = ""

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield the findings of every sentence that the prefilter lets through."""
        for sentence in document.candidates(self):
            yield from self.check_sentence(document, sentence, config)

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield the findings of one sentence."""
        raise NotImplementedError

    def finding(self, start: int, end: int, *suggestions: Suggestion, message: str = "") -> Finding:
        """Return a finding of this rule."""
        return Finding(
            code=self.code,
            start=start,
            end=end,
            message=message or self.message,
            suggestions=suggestions,
        )


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a bad example without its marks, and the spans that these enclose.

    Raises:
        ValueError: The marks are not pairs, or there are none.
    """
    parts = _MARK.split(example)
    marks = "".join(_MARK.findall(example))
    if not marks or marks != "[]" * (len(parts) // 2):
        raise ValueError(f"no [ ] around the span of the example {example!r}")
    spans = []
    at = 0
    for index, part in enumerate(parts):
        if index % 2:
            spans.append((at, at + len(part)))
        at += len(part)
    return "".join(parts), spans
