"""Fields: what a condition may ask about, each declared with its type.

A name that ends in `.*` declares a whole family, such as `open.*`. A family without a type
is declared by use: the first use of `attr.age` in a condition gives it its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import attrs

from ccsdk.model.spelling import nearest

__all__ = ["Field", "Fields", "Type", "declare", "lookup", "resembling"]


class Type(Enum):
    """Name what kind of value a field has."""

    BOOL = "bool"
    INT = "int"
    DURATION = "duration"
    TEXT = "text"
    ENUM = "enum"
    SET = "set"


@attrs.frozen
class Field:
    """Declare a name that conditions may use.

    `of` lists every value of an enum, or every member a set may have (empty: any text).
    `at_least` is the smallest value of an int, where it has one; a duration's is 0. Without
    a type, a field is declared by its first use.
    """

    name: str
    type: Type | None = None
    of: tuple[str, ...] = ()
    at_least: int | None = attrs.field(default=None, kw_only=True)


Fields = Mapping[str, Field]


def declare(*fields: Field) -> Fields:
    """Return fields by their names, as `parse` wants them."""
    return {field.name: field for field in fields}


def lookup(name: str, fields: Fields) -> Field | None:
    """Return the declaration of a name, its own or its family's, under that very name."""
    if (own := fields.get(name)) is not None:
        return own
    family, _, member = name.partition(".")
    if member and "." not in member and (declared := fields.get(f"{family}.*")) is not None:
        return attrs.evolve(declared, name=name)
    return None


def resembling(name: str, fields: Fields) -> str | None:
    """Return the declared name that is probably meant; of a family, only its begin."""
    known = {each.removesuffix("*") for each in fields}
    return nearest(name, {*known, "True", "False", "and", "or", "not", "in"})
