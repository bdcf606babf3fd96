"""Soundness: what a condition that reads well nevertheless says wrongly.

Whether a condition can be true is decided, not guessed: the search gives each field one
value of each stretch that matters (`domain`), or none, and goes down only where the answer
is still unknown. Where that takes too long there is no finding.

Mixed-up units are refused where the text is read. What is wrong between several rules is
not looked for here; `is_covered` is what a linter of rules asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import attrs

from ccsdk.model.condition.condition import Condition
from ccsdk.model.condition.domain import Domain, domain_of
from ccsdk.model.condition.evaluation import Evaluate, compiled
from ccsdk.model.condition.field import Field
from ccsdk.model.condition.node import All, AnyOf, Node, Not, Value, leaves

__all__ = ["STEPS_MAX", "Fault", "Finding", "is_covered", "lint"]

STEPS_MAX = 10_000


class Fault(Enum):
    """Name what is wrong with a condition, or a part of it."""

    NEVER_TRUE = "never_true"
    ALWAYS_TRUE = "always_true"
    SHADOWED = "shadowed"


_WORDS = {
    Fault.NEVER_TRUE: "is never true",
    Fault.ALWAYS_TRUE: "is always true",
    Fault.SHADOWED: "changes nothing beside the rest",
}


@attrs.frozen
class Finding:
    """Name a part of a condition, as it is printed, and what is wrong with it."""

    fault: Fault
    part: str

    def __str__(self) -> str:
        return f"{self.part}: {_WORDS[self.fault]}"


def lint(condition: Condition) -> tuple[Finding, ...]:
    """Return what is wrong with a condition, the whole before its parts.

    A part is never, or always, true whatever the values are, once they are known. It is
    shadowed if the condition is true, or for a part under `not` false, just as often
    without it. `True` alone is how one writes that a rule always holds, and no fault.
    """
    if isinstance(condition.root, Value) and condition.root.value is True:
        return ()
    return tuple(_findings(condition.root, condition.fields, wanted=True))


def is_covered(condition: Condition, earlier: Sequence[Condition]) -> bool:
    """Say whether a rule can never fire, because an earlier one fires whenever it would.

    Whatever is unknown makes no earlier rule fire. False where nobody can say.
    """
    fields = [field for each in (condition, *earlier) for field in each.fields]
    return _implies([condition.root], [each.root for each in earlier], fields, wanted=True)


def _findings(node: Node, fields: Sequence[Field], *, wanted: bool) -> Iterator[Finding]:
    """Yield what is wrong with a node; it matters when it is `wanted`, false under a `not`."""
    constant = _constant(node, fields)
    if constant:
        yield Finding(constant, str(node))
    match node:
        case Not(part=part):
            parts, inner = (part,), not wanted
        case All(parts=parts) | AnyOf(parts=parts):
            inner = wanted
        case _:
            return
    below = [found for part in parts for found in _findings(part, fields, wanted=inner)]
    yield from below
    if not constant and not below and not isinstance(node, Not):
        yield from _shadowed(node, fields, wanted=wanted)


def _constant(node: Node, fields: Sequence[Field]) -> Fault | None:
    if _implies([node], [], fields, wanted=True):
        return Fault.NEVER_TRUE
    if _implies([node], [], fields, wanted=False):
        return Fault.ALWAYS_TRUE
    return None


def _shadowed(node: All | AnyOf, fields: Sequence[Field], *, wanted: bool) -> Iterator[Finding]:
    """Yield the parts that the others make idle; of two that are equal, the later one."""
    # What is wanted of `and` is wanted of every part; of `or` false is, under a `not`.
    needs_every_part = isinstance(node, All) is wanted
    kept = list(node.parts)
    for part in reversed(node.parts):
        rest = [each for each in kept if each is not part]
        premises, conclusions = (rest, [part]) if needs_every_part else ([part], rest)
        if rest and _implies(premises, conclusions, fields, wanted=wanted):
            kept = rest
            yield Finding(Fault.SHADOWED, str(part))


def _implies(
    premises: Iterable[Node], conclusions: Iterable[Node], fields: Iterable[Field], *, wanted: bool
) -> bool:
    """Say whether, whenever all premises are as wanted, a conclusion is, too."""
    premises, conclusions = tuple(premises), tuple(conclusions)
    domain = domain_of((leaf for node in premises + conclusions for leaf in leaves(node)), fields)
    if domain is None:
        return False
    search = _Search(
        domain, [*map(compiled, premises)], [*map(compiled, conclusions)], wanted=wanted
    )
    return search.finds(tuple(domain), {}) is False


@attrs.define
class _Search:
    """Look for values that make all premises as wanted and no conclusion."""

    domain: Domain
    premises: list[Evaluate]
    conclusions: list[Evaluate]
    wanted: bool = attrs.field(kw_only=True)
    steps: int = 0

    def finds(self, names: tuple[str, ...], values: dict[str, object]) -> bool | None:
        """Say whether such values exist, given some; None after too many steps."""
        self.steps += 1
        if self.steps > STEPS_MAX:
            return None
        found = self._is_found(values)
        if found is not None or not names:
            return bool(found)
        name, rest = names[0], names[1:]
        for value in (*self.domain[name], None):
            outcome = self.finds(rest, {**values, name: value})
            if outcome is not False:
                return outcome
        return False

    def _is_found(self, values: dict[str, object]) -> bool | None:
        """Say whether these values do, False if no further one could make them."""
        outcomes = [premise(values) for premise in self.premises]
        if (not self.wanted) in outcomes:
            return False
        if any(conclusion(values) is self.wanted for conclusion in self.conclusions):
            return False
        return None if None in outcomes else True
