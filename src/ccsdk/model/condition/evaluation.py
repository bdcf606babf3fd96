"""Evaluation: nodes become closures once, so that asking costs about a microsecond.

Kleene's strong logic of three values: what is missing, or not of the field's type, is
unknown (None); `and` is false as soon as a part is false, `or` true as soon as one is true,
whatever else is unknown. No closure raises: each looks at the type before it compares, and
bool is no int here.

Source: S. C. Kleene, Introduction to Metamathematics, 1952, section 64.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, assert_never

from ccsdk.model.condition.field import Type
from ccsdk.model.condition.node import (
    All,
    AnyOf,
    Comparison,
    Contains,
    Node,
    Not,
    OneOf,
    Operand,
    Reference,
    Value,
    Values,
)

__all__ = ["PYTHON_TYPES", "compiled"]

Evaluate = Callable[[Values], bool | None]

PYTHON_TYPES: dict[Type, type] = {
    Type.BOOL: bool,
    Type.INT: int,
    Type.DURATION: int,
    Type.TEXT: str,
    Type.ENUM: str,
    Type.SET: frozenset,
}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
# `20 < x` is `x > 20`: with the value always on the right, one closure does for both.
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compiled(node: Node) -> Evaluate:
    """Return the function that evaluates a node."""
    match node:
        case Value(value=value):
            return lambda values: value is True
        case Reference(name=name):
            return _flag(name)
        case Comparison(left=Value() as left, operator=sign, right=Reference() as right):
            return _against_value(right, _OPERATORS[_TURNED[sign]], left.value)
        case Comparison(left=Reference() as left, operator=sign, right=Value() as right):
            return _against_value(left, _OPERATORS[sign], right.value)
        case Comparison(left=left, operator=sign, right=right):
            return _against_each_other(left, _OPERATORS[sign], right)
        case OneOf():
            return _one_of(node)
        case Contains():
            return _contains(node)
        case Not(part=part):
            return _negation(compiled(part))
        case All(parts=parts):
            return _all(tuple(map(compiled, parts)))
        case AnyOf(parts=parts):
            return _any_of(tuple(map(compiled, parts)))
        case _:
            assert_never(node)


def _flag(name: str) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        value = values.get(name)
        return value if type(value) is bool else None

    return evaluate


def _against_value(
    reference: Reference, holds: Callable[[Any, Any], bool], limit: object
) -> Evaluate:
    name, wanted = reference.name, PYTHON_TYPES[reference.type]

    def evaluate(values: Values) -> bool | None:
        value = values.get(name)
        return holds(value, limit) if type(value) is wanted else None

    return evaluate


def _against_each_other(
    left: Operand, holds: Callable[[Any, Any], bool], right: Operand
) -> Evaluate:
    read_left, read_right = _reader(left), _reader(right)

    def evaluate(values: Values) -> bool | None:
        one, other = read_left(values), read_right(values)
        return None if one is None or other is None else holds(one, other)

    return evaluate


def _one_of(node: OneOf) -> Evaluate:
    name, wanted = node.item.name, PYTHON_TYPES[node.item.type]
    listed, is_wanted = frozenset(value.value for value in node.values), not node.is_negated

    def evaluate(values: Values) -> bool | None:
        value = values.get(name)
        return (value in listed) is is_wanted if type(value) is wanted else None

    return evaluate


def _contains(node: Contains) -> Evaluate:
    read_item, read_container = _reader(node.item), _reader(node.container)
    is_wanted = not node.is_negated

    def evaluate(values: Values) -> bool | None:
        item, container = read_item(values), read_container(values)
        return None if item is None or container is None else (item in container) is is_wanted

    return evaluate


def _reader(operand: Operand) -> Callable[[Values], Any]:
    """Return what answers an operand's value, None if it is unknown."""
    if isinstance(operand, Value):
        constant = operand.value
        return lambda values: constant
    name, wanted = operand.name, PYTHON_TYPES[operand.type]

    def read(values: Values) -> Any:
        value = values.get(name)
        return value if type(value) is wanted else None

    return read


def _negation(part: Evaluate) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        outcome = part(values)
        return None if outcome is None else not outcome

    return evaluate


def _all(parts: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        answer: bool | None = True
        for part in parts:
            outcome = part(values)
            if outcome is False:
                return False
            if outcome is None:
                answer = None
        return answer

    return evaluate


def _any_of(parts: tuple[Evaluate, ...]) -> Evaluate:
    def evaluate(values: Values) -> bool | None:
        answer: bool | None = False
        for part in parts:
            outcome = part(values)
            if outcome is True:
                return True
            if outcome is None:
                answer = None
        return answer

    return evaluate
