"""A rule explained: why it is there, and its examples."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence

from ccsdk_coaching.model import Rule
from ccsdk_coaching.reasons import REASONS
from ccsdk_coaching.suppression import UNUSED, UNUSED_NAME

__all__ = ["described", "explained", "find_code"]

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
    for rule in having:
        names = ", ".join(_LANGUAGE_NAMES.get(each, each) for each in rule.languages)
        yield from _examples(f"Found ({names}):", "x", rule.bad)
        yield from _examples(f"Not found ({names}):", "o", rule.good)


def _examples(title: str, mark: str, examples: Sequence[str]) -> Iterator[str]:
    yield ""
    yield title
    for example in examples:
        first, *rest = example.splitlines()
        yield f"  {mark} {first}"
        yield from (f"    {line}" for line in rest)
