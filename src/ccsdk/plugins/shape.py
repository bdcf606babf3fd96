"""The shape of an answer: whether it is what was declared, and no more than what is bearable.

A plugin's answer may be anything, of any size. It is looked at before anybody works with it,
and the look itself is bounded.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Union, get_args, get_origin

import attrs
import msgspec

__all__ = ["ANSWER_DEPTH_MAX", "ANSWER_SIZE_MAX", "complaint"]

# Characters of text, and one for everything else: what a frame of 256 KiB may hold.
ANSWER_SIZE_MAX = 200_000
ANSWER_DEPTH_MAX = 32


def complaint(answer: Any, declared: Any) -> str | None:
    """Return what is wrong with an answer, None if nothing is.

    Args:
        answer: What a plugin returned.
        declared: A type as annotations have it: a class, a union, `Sequence[Article]`,
            `Mapping[str, int]`, `Any`.
    """
    kind = type(answer).__name__
    try:
        if _size(answer, ANSWER_SIZE_MAX, ANSWER_DEPTH_MAX) > ANSWER_SIZE_MAX:
            return f"answered a {kind} that is too large or too deep"
        if not _is(answer, declared):
            return f"answered a {kind}, not {_name(declared)}"
    except Exception:
        # Its members may be code of the plugin's.
        return f"answered a {kind} that cannot be looked at"
    return None


def _size(value: Any, most: int, depth: int) -> int:
    """Return the size of a value, more than `most` as soon as that is certain."""
    if isinstance(value, str | bytes | bytearray):
        return 1 + len(value)
    parts = _parts(value)
    if depth == 0 and parts is not None:
        return most + 1
    size = 1
    for part in parts or ():
        size += _size(part, most - size, depth - 1)
        if size > most:
            break
    return size


def _parts(value: Any) -> Iterable[Any] | None:
    """Return what a value consists of, None if it is whole."""
    if isinstance(value, Mapping):
        return (each for pair in value.items() for each in pair)
    if isinstance(value, Sequence | AbstractSet):
        return value
    if isinstance(value, msgspec.Struct):
        return (getattr(value, name) for name in value.__struct_fields__)
    if attrs.has(type(value)):
        return (getattr(value, each.name, None) for each in attrs.fields(type(value)))
    return None


def _is(value: Any, declared: Any) -> bool:
    if declared is Any:
        return True
    if declared is None:
        return value is None
    origin, arguments = get_origin(declared), get_args(declared)
    if origin is None:
        return _is_one(value, declared)
    if origin in (Union, types.UnionType):
        return any(_is(value, each) for each in arguments)
    if not isinstance(value, origin):
        return False
    if issubclass(origin, Mapping):
        key, held = arguments
        return all(_is(k, key) and _is(v, held) for k, v in value.items())
    if isinstance(value, str | bytes):
        return False
    return all(_is(each, arguments[0]) for each in value)


def _is_one(value: Any, kind: type) -> bool:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        return False
    if not isinstance(value, msgspec.Struct):
        return True
    # Nothing checks the members of a Struct that is made in Python.
    try:
        msgspec.convert(msgspec.to_builtins(value), type(value))
    except (msgspec.ValidationError, TypeError, RecursionError):
        return False
    return True


def _name(declared: Any) -> str:
    if isinstance(declared, type) and get_origin(declared) is None:
        return f"a {declared.__name__}"
    return str(declared).replace("collections.abc.", "").replace("typing.", "")
