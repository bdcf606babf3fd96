"""Domains: for each field a few values, one of each stretch that a condition can tell apart.

Between two neighbouring numbers that stand in the condition all values fare alike, so one
is enough; k fields that are compared with each other want k of them, to stand in any order.
A text is one of those that are written, or some other one; a set has any of the members
that are asked for. What holds for these values holds for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations

from ccsdk.model.condition.explanation import references
from ccsdk.model.condition.field import Field, Type
from ccsdk.model.condition.node import Comparison, Contains, Leaf, OneOf, Value

__all__ = ["MEMBERS_MAX", "Domain", "domain_of"]

Domain = Mapping[str, tuple[object, ...]]

MEMBERS_MAX = 6
# No condition can write a text with this character in it.
_OTHER = "\0"


def domain_of(leaves: Iterable[Leaf], fields: Iterable[Field]) -> Domain | None:
    """Return the values to try for each field that is asked for, None if they are too many.

    A field that has two types, in two conditions, has the values of both.
    """
    parts = tuple(leaves)
    asked = {name for part in parts for name in _names(part)}
    declared = [field for field in fields if field.name in asked]
    linked = {name for part in parts if len(named := _names(part)) > 1 for name in named}
    shared = [value for part in parts for value in _written(part)]
    for field in declared:
        if field.name in linked:
            shared += (*field.of, _least(field) or 0)
    domain: dict[str, tuple[object, ...]] = {}
    for field in declared:
        if field.name in linked:
            written, reach = shared, len(linked)
        else:
            mentioned = (part for part in parts if field.name in _names(part))
            written, reach = [value for part in mentioned for value in _written(part)], 1
        if field.type is Type.SET and (field.name in linked or len(set(written)) > MEMBERS_MAX):
            return None
        values = dict.fromkeys((*domain.get(field.name, ()), *_values(field, written, reach)))
        domain[field.name] = tuple(values)
    return domain


def _values(field: Field, written: list[object], reach: int) -> Iterable[object]:
    """Return the values to try for a field that meets those that are written."""
    texts = [value for value in dict.fromkeys(written) if isinstance(value, str)]
    match field.type:
        case Type.INT | Type.DURATION:
            return _numbers(_least(field), written, reach)
        case Type.ENUM:
            other = [value for value in field.of if value not in texts]
            return [value for value in field.of if value in texts] + other[:1]
        case Type.SET:
            return map(frozenset, _subsets(texts))
        case Type.TEXT:
            return texts + [f"{_OTHER}{n}" for n in range(reach)]
        case _:
            return (False, True)


def _numbers(least: int | None, written: list[object], reach: int) -> list[int]:
    """Return the numbers around each one that is written, from the least upwards."""
    anchors = {least or 0, *(value for value in written if type(value) is int)}
    around = {each + step for each in anchors for step in range(-reach, reach + 1)}
    return sorted(each for each in around if least is None or each >= least)


def _least(field: Field) -> int | None:
    return 0 if field.type is Type.DURATION else field.at_least


def _subsets(members: list[str]) -> Iterable[tuple[str, ...]]:
    sizes = range(len(members) + 1)
    return chain.from_iterable(combinations(members, size) for size in sizes)


def _names(part: Leaf) -> tuple[str, ...]:
    return tuple(each.name for each in references(part))


def _written(part: Leaf) -> Iterator[object]:
    """Yield the values that stand in a part."""
    match part:
        case Comparison(left=left, right=right):
            yield from (each.value for each in (left, right) if isinstance(each, Value))
        case OneOf(values=values):
            yield from (each.value for each in values)
        case Contains(item=Value(value=value)):
            yield value
