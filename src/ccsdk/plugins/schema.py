"""JSON Schema of settings: what an editor needs to complete and check a center file.

It says what `Reader` takes: durations and secrets are text, a field that ends in `_ms` is
written without it, and no other key may stand there.
"""

from __future__ import annotations

import inspect
import typing
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, cast, get_args, get_origin

import attrs
import msgspec

from ccsdk.hooks.manifest import Secret
from ccsdk.model.duration import duration_text

__all__ = ["DIALECT", "schema_of"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DURATION = {
    "type": "string",
    "pattern": "^[0-9]{1,9} ?(ms|s|min|h|d)$",
    "description": "a duration such as '20s' or '10 min'",
}
_SECRET = {
    "type": "string",
    "pattern": r"^(\$\{env:[A-Za-z_][A-Za-z0-9_]*\}|file:.+)$",
    "description": "where a secret is: ${env:NAME} or file:PATH",
}


def schema_of(settings: type[Any]) -> dict[str, Any]:
    """Return the schema of a table that is read into an attrs class."""
    hints = typing.get_type_hints(settings, include_extras=True)
    declared = cast("tuple[attrs.Attribute[Any], ...]", attrs.fields(settings))
    properties, required = {}, []
    for field in declared:
        alias = field.alias or field.name
        name = alias.removesuffix("_ms")
        said = dict(_DURATION) if alias.endswith("_ms") else _schema(hints[field.name])
        if field.default is attrs.NOTHING:
            required.append(name)
        elif (default := _default(alias, field.default)) is not None:
            said = {**said, "default": default}
        properties[name] = said
    about = (inspect.getdoc(settings) or "").partition("\n\n")[0]
    whole: dict[str, Any] = {
        "type": "object",
        "description": " ".join(about.split()),
        "properties": properties,
        "additionalProperties": False,
    }
    return {**whole, "required": required} if required else whole


def _schema(hint: Any) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint is Secret:
        return dict(_SECRET)
    if hint is Path:
        return {"type": "string"}
    if attrs.has(hint):
        return schema_of(hint)
    if origin is Annotated and _holds_tables(arguments[0]):
        # Bounds of a list come from its annotation, what stands in it from us.
        bounds = _leaf(Annotated[list[Any], *arguments[1:]])
        return {**_schema(arguments[0]), **{k: v for k, v in bounds.items() if k != "items"}}
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if origin is tuple and arguments[-1:] == (Ellipsis,):
        return {"type": "array", "items": _schema(arguments[0])}
    if len(arguments) > 1 and origin is not Annotated and type(None) in arguments:
        # A settings file has no null.
        rest = [part for part in arguments if part is not type(None)]
        return _schema(rest[0]) if len(rest) == 1 else {"anyOf": [_schema(p) for p in rest]}
    if origin in (typing.Union, type(int | str)):
        return {"anyOf": [_schema(part) for part in arguments]}
    return _leaf(hint)


def _leaf(hint: Any) -> dict[str, Any]:
    """Return what msgspec says of a type; of what it cannot say anything, anything goes."""
    try:
        said = msgspec.json.schema(hint)
    except (TypeError, RuntimeError):
        return {}
    definitions = said.pop("$defs", {})
    if reference := said.pop("$ref", None):
        said = definitions[reference.rpartition("/")[2]]
    return {key: value for key, value in said.items() if key != "title"}


def _holds_tables(hint: Any) -> bool:
    arguments = get_args(hint)
    return len(arguments) == 2 and arguments[1] is Ellipsis and attrs.has(arguments[0])


def _default(alias: str, default: Any) -> Any:
    """Return a default as a file would say it, None where there is nothing to say."""
    if isinstance(default, Enum):
        default = default.value
    if alias.endswith("_ms") and isinstance(default, int):
        return duration_text(default)
    if isinstance(default, Path):
        return str(default)
    return default if isinstance(default, bool | int | float | str) else None
