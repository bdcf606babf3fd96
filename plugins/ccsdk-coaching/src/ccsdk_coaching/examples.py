"""Examples as tests: what the bad and the good ones of a pack's rules and guards really do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import Rule, marked
from ccsdk_coaching.packs import Guard, LintPack

__all__ = ["broken_examples", "broken_rule_examples"]


def broken_examples(pack: LintPack, *others: LintPack) -> list[str]:
    """Return a line for each example of a pack that does not do what it is there for.

    Args:
        pack: Its rules and guards are looked at.
        others: Packs that it is used with.

    Raises:
        ConfigurationError: The packs do not go together.
    """
    linter = Linter(packs=(pack, *others))
    broken = list(broken_rule_examples(linter, pack.rules))
    for guard in pack.guards:
        unguarded = LintPack(
            name=pack.name,
            rules=pack.rules,
            lexicon=pack.lexicon,
            guards=tuple(each for each in pack.guards if each is not guard),
        )
        without = Linter(packs=(unguarded, *others))
        broken += _broken_of_guard(guard, linter, without)
    # What fails finds and spares nothing; why it fails helps more than that.
    return [*dict.fromkeys(f"{each.code}: {each.problem}" for each in linter.strikes), *broken]


def broken_rule_examples(linter: Linter, rules: Sequence[Rule]) -> Iterator[str]:
    """Yield the same for some rules of a linter."""
    for rule in rules:
        for example in rule.bad:
            if problem := _missed(linter, example, (rule.code,)):
                yield f"{rule.code}: bad example {example!r} {problem}"
        for example in rule.good:
            if _spans(linter, example, (rule.code,)):
                yield f"{rule.code}: good example {example!r} is flagged"


def _broken_of_guard(guard: Guard, linter: Linter, without: Linter) -> Iterator[str]:
    for example in guard.bad:
        if problem := _missed(linter, example, guard.codes):
            yield f"{guard.name}: bad example {example!r} {problem}"
    for example in guard.good:
        if _spans(linter, example, guard.codes):
            yield f"{guard.name}: good example {example!r} is flagged"
        if not _spans(without, example, guard.codes):
            yield f"{guard.name}: good example {example!r} is clean without the guard"


def _missed(linter: Linter, example: str, codes: Sequence[str]) -> str:
    """Return what is wrong with the findings of a bad example, nothing if all is right."""
    text, wanted = marked(example)
    found = _spans(linter, text, codes)
    if len(found) == len(wanted) and all(
        max(start, left) < min(end, right)
        for (start, end), (left, right) in zip(found, wanted, strict=True)
    ):
        return ""
    told = ", ".join(repr(text[start:end]) for start, end in found) or "nothing"
    return f"is flagged at {told}"


def _spans(linter: Linter, text: str, codes: Sequence[str]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in linter.lint(text) if each.code in codes]
