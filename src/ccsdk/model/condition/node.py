"""Nodes: what a condition is made of. Each prints itself in the one canonical form.

All are frozen and compare by value, so two texts that mean the same structure are equal.
`All` and `AnyOf` never hold their own kind: `a and (b and c)` is one `All` of three.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import attrs

from ccsdk.model.condition.field import Type
from ccsdk.model.duration import duration_text

__all__ = [
    "All",
    "AnyOf",
    "Comparison",
    "Contains",
    "Node",
    "Not",
    "OneOf",
    "Operand",
    "Reference",
    "Scalar",
    "Value",
    "Values",
    "leaves",
]

Scalar = bool | int | str


class Values(Protocol):
    """Answer what a field's value is now; a plain dict does.

    A duration is an int of milliseconds, a set a frozenset of texts, an enum's value its
    text. None, and whatever is not exactly of the field's type, is unknown.
    """

    def get(self, name: str, /) -> object:
        """Return the value of a field, None if it is unknown."""
        ...


@attrs.frozen
class Reference:
    """Stand for a field's value; alone it is a bool."""

    name: str
    type: Type

    def __str__(self) -> str:
        return self.name


@attrs.frozen
class Value:
    """Stand for what is written: a duration is an int of milliseconds."""

    value: Scalar
    type: Type

    def __str__(self) -> str:
        if self.type is Type.DURATION:
            return f'"{duration_text(int(self.value))}"'
        if isinstance(self.value, str):
            quote = "'" if '"' in self.value else '"'
            return f"{quote}{self.value}{quote}"
        return str(self.value)


Operand = Reference | Value


@attrs.frozen
class Comparison:
    """Compare two operands of one type by `==`, `!=`, `<`, `<=`, `>` or `>=`."""

    left: Operand
    operator: str
    right: Operand

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@attrs.frozen
class OneOf:
    """Ask whether a field's value is, or is not, one of those listed."""

    item: Reference
    values: tuple[Value, ...]
    is_negated: bool

    def __str__(self) -> str:
        listed = ", ".join(map(str, self.values))
        return f"{self.item} {_word(self.is_negated)} [{listed}]"


@attrs.frozen
class Contains:
    """Ask whether a set has, or has not, a member."""

    item: Operand
    container: Reference
    is_negated: bool

    def __str__(self) -> str:
        return f"{self.item} {_word(self.is_negated)} {self.container}"


@attrs.frozen
class Not:
    """Turn true into false and false into true; unknown stays unknown."""

    part: Node

    def __str__(self) -> str:
        return f"not {_bracketed(self.part, All, AnyOf)}"


@attrs.frozen
class All:
    """Hold if all parts do; false as soon as one is false."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(_bracketed(part, AnyOf) for part in self.parts)


@attrs.frozen
class AnyOf:
    """Hold if any part does; false only if all are."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


Leaf = Reference | Value | Comparison | OneOf | Contains
Node = Leaf | Not | All | AnyOf


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the parts that are true or false by themselves, from left to right."""
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from leaves(part)
    elif isinstance(node, Not):
        yield from leaves(node.part)
    else:
        yield node


def _word(is_negated: bool) -> str:
    return "not in" if is_negated else "in"


def _bracketed(part: Node, *looser: type) -> str:
    return f"({part})" if isinstance(part, looser) else str(part)
