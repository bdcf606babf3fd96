"""Explanation: what each part of a condition made of the values, in words."""

from __future__ import annotations

import attrs

from ccsdk.model.condition.evaluation import PYTHON_TYPES, compiled
from ccsdk.model.condition.field import Type
from ccsdk.model.condition.node import (
    Comparison,
    Contains,
    Leaf,
    Node,
    OneOf,
    Reference,
    Value,
    Values,
    leaves,
)

__all__ = ["Part", "explained"]

_OUTCOMES = {True: "yes", False: "no", None: "unknown"}


@attrs.frozen
class Part:
    """Hold a part as it is written, its outcome (None is unknown) and the facts behind it."""

    text: str
    outcome: bool | None
    facts: tuple[str, ...]

    def __str__(self) -> str:
        facts = f" ({', '.join(self.facts)})" if self.facts else ""
        return f"{self.text}: {_OUTCOMES[self.outcome]}{facts}"


def explained(node: Node, values: Values) -> tuple[Part, ...]:
    """Return every leaf of a condition with its outcome, from left to right."""
    return tuple(
        Part(
            text=str(leaf),
            outcome=compiled(leaf)(values),
            facts=tuple(_fact(reference, values) for reference in references(leaf)),
        )
        for leaf in leaves(node)
    )


def references(leaf: Leaf) -> tuple[Reference, ...]:
    """Return the fields that a leaf asks about, from left to right."""
    operands: tuple[object, ...]
    match leaf:
        case Comparison(left=left, right=right):
            operands = (left, right)
        case OneOf(item=item):
            operands = (item,)
        case Contains(item=item, container=container):
            operands = (item, container)
        case _:
            operands = (leaf,)
    return tuple(each for each in operands if isinstance(each, Reference))


def _fact(reference: Reference, values: Values) -> str:
    value = values.get(reference.name)
    if type(value) is not PYTHON_TYPES[reference.type]:
        return f"{reference.name} is unknown"
    return f"{reference.name} is {_shown(value, reference.type)}"


def _shown(value: object, type_: Type) -> str:
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_quoted, value)))}}}"
    if type_ is Type.DURATION and isinstance(value, int) and value < 0:
        return f"{value} ms"
    return str(Value(value, type_)) if isinstance(value, bool | int) else _quoted(value)


def _quoted(value: object) -> str:
    return f'"{value}"'
