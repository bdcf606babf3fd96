"""A rule explained: why it is there, its examples, and what it stands on."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

from ccsdk_coaching.model import Rule
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reasons import REASONS
from ccsdk_coaching.sources import EVIDENCE, Evidence
from ccsdk_coaching.suppression import UNUSED, UNUSED_NAME

__all__ = ["contents", "described", "explained", "find_code"]

_LANGUAGE_NAMES = {"en": "English", "zh": "Chinese"}
_UNUSED = (
    "A comment that suppresses nothing hides what it was written for: take it out.\n\n"
    "Suppress a finding by a comment over its paragraph, with the reason:\n"
    "    <!-- coach-lint: ignore[authoritarian-modal] fire code -->"
)


def find_code(asked: str, rules: Sequence[Rule]) -> str | None:
    """Return the code that is asked for by code or by name; None if nobody has it."""
    for rule in rules:
        if asked.casefold() in (rule.code.casefold(), rule.name.casefold()):
            return rule.code
    return UNUSED if asked.casefold() in (UNUSED.casefold(), UNUSED_NAME) else None


def described(code: str, rules: Sequence[Rule]) -> str:
    """Return what a rule's own documentation says of it; the first line is a summary."""
    for rule in rules:
        if rule.code == code and (doc := inspect.getdoc(type(rule))):
            return re.sub(r"``?([^`]+)``?", r"'\1'", doc)
    named = next((rule.name for rule in rules if rule.code == code), UNUSED_NAME)
    return named.replace("-", " ").capitalize() + "."


def explained(code: str, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the lines that explain a rule: all languages that have it under one code."""
    if code == UNUSED:
        yield f"{UNUSED} {UNUSED_NAME} (info)"
        yield ""
        yield from _UNUSED.splitlines()
        return
    having = [rule for rule in rules if rule.code == code]
    yield f"{code} {having[0].name} ({having[0].severity})"
    yield ""
    yield from described(code, rules).splitlines()
    if code in REASONS:
        reason = REASONS[code]
        yield from ("", f"Why: {reason.why}", "", f"Instead: {reason.instead}")
        yield from ("", f"Points at: {reason.finds}", "", f"Leaves alone: {reason.leaves}")
    for rule in having:
        names = ", ".join(_LANGUAGE_NAMES.get(each, each) for each in rule.languages)
        yield from _examples(f"Found ({names}):", "x", rule.bad)
        yield from _examples(f"Not found ({names}):", "o", rule.good)
    if code in EVIDENCE:
        yield from _stands_on(EVIDENCE[code])


def _stands_on(evidence: Evidence) -> Iterator[str]:
    yield ""
    yield f"Stands on {evidence.basis}:"
    for source in evidence.sources:
        yield f"  - {source.says}"
        yield f"    {source.work}"
    yield f"  {evidence.limits}"


def _examples(title: str, mark: str, examples: Sequence[str]) -> Iterator[str]:
    yield ""
    yield title
    for example in examples:
        first, *rest = example.splitlines()
        yield f"  {mark} {first}"
        yield from (f"    {line}" for line in rest)


def contents(pack: LintPack) -> Iterator[str]:
    """Yield what a pack holds: a line for each rule, class of words and guard."""
    for rule in pack.rules:
        names = ", ".join(_LANGUAGE_NAMES.get(each, each) for each in rule.languages)
        count = f"{len(rule.bad)} bad and {len(rule.good)} good examples"
        yield f"rule {rule.code} {rule.name} ({rule.severity}; {names}; {count})"
    for name, words in pack.lexicon.items():
        yield f"{name}: {', '.join(words)}"
    for guard in pack.guards:
        yield f"guard {guard.name} of {', '.join(guard.codes)}"
