"""Misspelling: what a plugin names that the core does not have, told with the nearest name.

Hooks gain arguments and contributions fields only; a name that is not there is from a newer
core, or a slip.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Iterator
from typing import Any

import attrs
import pluggy

from ccsdk import hooks
from ccsdk.hooks import specs
from ccsdk.model.spelling import nearest
from ccsdk.plugins.isolation import told

__all__ = ["in_words"]

_FIELD = re.compile(r"(?:(\w+)\.)?__init__\(\) got an unexpected keyword argument '(\w+)'")
_HOOK = re.compile(r"unknown hook '(\w+)'")
_ARGUMENT = re.compile(r"for hook '(\w+)'\n")
_ARGUMENTS = re.compile(r"Argument\(s\) \{(.*)\} are declared in the hookimpl")


def in_words(error: BaseException) -> str:
    """Return kind and words of an error, and the name that was probably meant."""
    line = " ".join(told(error).split())
    hints = [
        f"{name!r} is unknown" + (f"; did you mean {near!r}?" if near else "")
        for name, near in _misspelt(error)
    ]
    return "; ".join([line, *hints])


def _misspelt(error: BaseException) -> Iterator[tuple[str, str | None]]:
    text = str(error) if isinstance(error, TypeError | pluggy.PluginValidationError) else ""
    if match := _FIELD.search(text):
        yield match[2], nearest(match[2], _fields(match[1]))
    elif match := _HOOK.search(text):
        yield match[1], nearest(match[1], _hooks())
    elif (match := _ARGUMENT.search(text)) and (unknown := _ARGUMENTS.search(text)):
        known = inspect.signature(getattr(specs, match[1])).parameters
        for name in sorted(each.strip(" '\"") for each in unknown[1].split(",")):
            yield name, nearest(name, known)


def _fields(name: str | None) -> Collection[str]:
    """Return the fields of a class that plugins make, by its name."""
    kind: Any = getattr(hooks, name or "", None)
    if not (isinstance(kind, type) and attrs.has(kind)):
        return ()
    return [field.alias or field.name for field in attrs.fields(kind)]


def _hooks() -> Collection[str]:
    return [name for name, each in vars(specs).items() if hasattr(each, "ccsdk_spec")]
