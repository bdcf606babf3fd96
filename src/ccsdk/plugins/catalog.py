"""The catalogue: every hook and every contribution type, as the code declares them.

`ccsdk hooks` and the reference page print it, so that neither can say what is not so.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import attrs

from ccsdk import hooks
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Contribution

__all__ = ["ContributionType", "Hook", "contribution_types", "hook_names", "hook_specs"]

_WIDTH = 96
# How an Enum's member shows itself, and what is its name in that.
_MEMBER = re.compile(r"<(\w+\.\w+): [^>]*>")


@attrs.frozen(kw_only=True)
class Hook:
    """Describe a hook: its kind, its time limit, its signature and what it is for."""

    name: str
    kind: str
    timeout_ms: int | None
    merge: str | None
    signature: str
    about: str


@attrs.frozen(kw_only=True)
class ContributionType:
    """Describe a contribution type: its fields as it is made, and what it is for."""

    name: str
    signature: str
    about: str


def hook_names() -> list[str]:
    """Return the names of all hooks, as the spec file has them."""
    return [name for name, each in vars(specs).items() if hasattr(each, f"{specs.PROJECT}_spec")]


def hook_specs() -> Iterator[Hook]:
    """Yield every hook, in the order of the spec file."""
    for name in hook_names():
        function = getattr(specs, name)
        asked = specs.QUERIES.get(name)
        kind, limit_ms = _kind_of(name)
        yield Hook(
            name=name,
            kind=kind,
            timeout_ms=limit_ms,
            merge=asked.merge.name if asked else None,
            signature=_signature(function),
            about=inspect.getdoc(function) or "",
        )


def _kind_of(name: str) -> tuple[str, int | None]:
    """Return how a hook runs, and within which time."""
    if name in specs.QUERIES:
        return "query", specs.QUERIES[name].timeout_ms
    if name in specs.OBSERVING:
        return "observe", specs.OBSERVING[name]
    return ("life", specs.LIFE[name]) if name in specs.LIFE else ("register", None)


def contribution_types() -> Iterator[ContributionType]:
    """Yield every contribution type that plugins import, by name."""
    for name in sorted(hooks.__all__):
        kind = getattr(hooks, name)
        if not (isinstance(kind, type) and issubclass(kind, Contribution)):
            continue
        if kind is not Contribution:
            fields = [_field(field) for field in attrs.fields(kind) if field.init]
            yield ContributionType(
                name=name, signature=_call(name, fields, ""), about=inspect.getdoc(kind) or ""
            )


def _signature(function: Any) -> str:
    """Return a function's head as its file has it: annotations stay text."""
    signature = inspect.signature(function)
    word = "async def" if inspect.iscoroutinefunction(function) else "def"
    parts = [str(each).replace("'", "") for each in signature.parameters.values()]
    return _call(f"{word} {function.__name__}", parts, f" -> {signature.return_annotation}")


def _field(field: attrs.Attribute[Any]) -> str:
    told = f"{field.alias or field.name}: {_type(field.type)}"
    default: Any = field.default
    if default is attrs.NOTHING:
        return told
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory()
    shown = _MEMBER.sub(r"\1", repr(default))
    return f"{told} = {shown}"


def _type(hint: Any) -> str:
    return hint if isinstance(hint, str) else getattr(hint, "__name__", str(hint))


def _call(head: str, parts: list[str], tail: str) -> str:
    """Return a call in one line, or with a line for each part if it is too long."""
    line = f"{head}({', '.join(parts)}){tail}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{head}(", *(f"    {part}," for part in parts), f"){tail}"])
