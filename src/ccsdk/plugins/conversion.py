"""Turn tables of a settings file into typed settings, noting every mistake with its path.

Rules: nothing is coerced (`"3"` is no number); an unknown name is a mistake and its nearest
known name is told; a field that ends in `_ms` is written without it, as text with a unit
(`ring = "15s"` fills `ring_ms`); a `Secret` is written as `${env:NAME}` or `file:PATH`,
never itself. Everything else is checked by msgspec, bounds of `Annotated` types included.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

import attrs
import msgspec

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.manifest import Secret
from ccsdk.model.duration import duration_ms
from ccsdk.model.spelling import nearest

__all__ = ["Reader"]

T = TypeVar("T")

_NAMES = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    ">=": "at least",
    "<=": "at most",
}
_WORDING = (
    (re.compile(r"Expected (\w+), got (\w+)"), "expected {}, got {}"),
    (re.compile(r"Expected (?:int|float) ([<>]=) (\S+)"), "is to be {} {}"),
    (re.compile(r"Expected str of length ([<>]=) (\d+)"), "is to have {} {} characters"),
    (re.compile(r"Expected array of length ([<>]=) (\d+)"), "is to have {} {} entries"),
)
_ENVIRONMENT = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}")


@attrs.define(kw_only=True)
class Reader:
    """Read tables into attrs classes; what is wrong gathers in `mistakes`.

    `folder` is where relative paths (defaults, too) and `file:` start; `environ` is what
    `${env:...}` asks.
    """

    folder: Path
    environ: Mapping[str, str]
    mistakes: list[ConfigurationError] = attrs.field(factory=list)

    def note(self, path: str, problem: str, *, close_to: str | None = None) -> None:
        """Remember a mistake; `close_to` is the name that was probably meant."""
        self.mistakes.append(ConfigurationError(path=path, problem=problem, nearest=close_to))

    def table(self, wanted: type[T], table: object, *, path: str) -> T | None:
        """Return an instance of the attrs class `wanted`; use it only without mistakes.

        What is wrong has its default instead, so that a caller can look for further
        mistakes; a required field, missing or wrong, makes the whole None.
        """
        if not isinstance(table, Mapping):
            self.note(path, f"expected a table, got {_kind(table)}")
            return None
        hints = typing.get_type_hints(wanted, include_extras=True)
        declared: tuple[attrs.Attribute[Any], ...] = attrs.fields(cast("type[Any]", wanted))
        aliases = [(field.alias or field.name, field) for field in declared]
        fields = {alias.removesuffix("_ms"): (alias, field) for alias, field in aliases}
        before = len(self.mistakes)
        for name in sorted(table.keys() - fields.keys(), key=str):
            self.note(_join(path, name), "is no setting here", close_to=nearest(name, fields))
        values: dict[str, Any] = {}
        for name, (alias, field) in fields.items():
            if name in table:
                read = self._duration if alias.endswith("_ms") else self.value
                found = read(hints[field.name], table[name], _join(path, name))
                if found is not None:
                    values[alias] = found
            elif field.default is attrs.NOTHING:
                self.note(_join(path, name), "is missing")
            elif isinstance(field.default, Path):
                values[alias] = self.folder / field.default
        if any(f.default is attrs.NOTHING and a not in values for a, f in fields.values()):
            return None
        try:
            return wanted(**values)
        except (TypeError, ValueError) as error:
            # What is wrong with the whole may follow from a part that could not be read.
            if len(self.mistakes) == before:
                self.note(path, str(error))
            return None

    def value(self, hint: Any, value: object, path: str) -> Any:
        """Return `value` as the type `hint` wants it, None after noting a mistake."""
        hint = _fitting(_without_none(hint), value)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated and _is_list_of_tables(arguments[0]):
            # How long it may be is msgspec's to say, what stands in it ours.
            if self._leaf(Annotated[list[Any], *arguments[1:]], value, path) is None:
                return ()
            return self.value(arguments[0], value, path)
        if hint is Secret:
            return self._secret(value, path)
        if hint is Path:
            return self._path(value, path)
        if attrs.has(hint):
            return self.table(hint, value, path=path)
        if origin in (dict, Mapping) and len(arguments) == 2:
            return self._mapping(arguments, value, path)
        if origin is tuple and arguments[-1] is Ellipsis:
            return self._sequence(arguments[0], value, path)
        return self._leaf(hint, value, path)

    def _mapping(self, arguments: tuple[Any, ...], value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            self.note(path, f"expected a table, got {_kind(value)}")
            return {}
        key_hint, value_hint = arguments
        result = {}
        for key, each in value.items():
            where = _join(path, key)
            if self._leaf(key_hint, key, where) is not None:
                result[key] = self.value(value_hint, each, where)
        return result

    def _sequence(self, hint: Any, value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            self.note(path, f"expected a list, got {_kind(value)}")
            return ()
        return tuple(self.value(hint, each, f"{path}[{n}]") for n, each in enumerate(value))

    def _leaf(self, hint: Any, value: object, path: str) -> Any:
        try:
            return msgspec.convert(value, hint, strict=True)
        except msgspec.ValidationError as error:
            choices = _choices(hint)
            message, _, inner = str(error).replace("`", "").partition(" - at $")
            if choices and isinstance(value, str):
                problem = f"{value!r} is none of {', '.join(sorted(choices))}"
            else:
                problem = _in_words(message, hint)
            self.note(path + inner, problem, close_to=nearest(str(value), choices))
            return None

    def _duration(self, hint: Any, value: object, path: str) -> int | None:
        if not isinstance(value, str):
            self.note(path, f"expected a duration such as '20s', got {_kind(value)}")
            return None
        try:
            read = duration_ms(value)
        except ValueError as error:
            self.note(path, str(error))
            return None
        result = self._leaf(_without_none(hint), read, path)
        return result if isinstance(result, int) else None

    def _path(self, value: object, path: str) -> Path | None:
        if not isinstance(value, str) or not value:
            self.note(path, f"expected a path, got {_kind(value)}")
            return None
        return self.folder / value

    def _secret(self, value: object, path: str) -> Secret | None:
        text = value if isinstance(value, str) else ""
        if match := _ENVIRONMENT.fullmatch(text):
            if found := self.environ.get(match[1]):
                return Secret(value=found)
            self.note(path, f"the environment has no {match[1]}")
        elif text.startswith("file:"):
            try:
                return Secret(value=(self.folder / text.removeprefix("file:")).read_text().strip())
            except (OSError, UnicodeDecodeError):
                self.note(path, f"{text} cannot be read")
        else:
            self.note(path, "a secret is written as ${env:NAME} or file:PATH, never itself")
        return None


def _in_words(message: str, hint: Any) -> str:
    """Say what msgspec says in the words of who writes a settings file."""
    for pattern, words in _WORDING:
        if match := pattern.fullmatch(message):
            return words.format(*(_NAMES.get(part, part) for part in match.groups()))
    if "regex" in message and (described := _description(hint)):
        return f"is to be {described}"
    return message


def _description(hint: Any) -> str | None:
    """Return how an annotated type describes itself, or its elements."""
    for part in get_args(hint):
        if isinstance(part, msgspec.Meta) and part.description:
            return part.description
        if found := _description(part):
            return found
    return None


def _join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def _kind(value: object) -> str:
    if isinstance(value, list | tuple):
        return "a list"
    return _NAMES.get(type(value).__name__, "a table")


def _without_none(hint: Any) -> Any:
    """Return X of `X | None`: a settings file has no null, so what is written is an X."""
    if get_origin(hint) in (typing.Union, types.UnionType):
        rest = tuple(part for part in get_args(hint) if part is not type(None))
        return rest[0] if len(rest) == 1 else hint
    return hint


def _fitting(hint: Any, value: object) -> Any:
    """Return the part of `X | Y` that has the shape of the value; if none has, the first.

    An annotated text has it if its pattern fits.
    """
    if get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    parts = get_args(hint)
    if isinstance(value, Mapping):
        tables = [p for p in parts if attrs.has(p) or get_origin(p) in (dict, Mapping)]
        return tables[0] if tables else parts[0]
    patterned = (p for p in parts[1:] if get_origin(p) is Annotated)
    return next((p for p in patterned if _is_one(p, value)), parts[0])


def _is_one(hint: Any, value: object) -> bool:
    try:
        msgspec.convert(value, hint, strict=True)
    except msgspec.ValidationError:
        return False
    return True


def _is_list_of_tables(hint: Any) -> bool:
    arguments = get_args(hint)
    return len(arguments) == 2 and arguments[1] is Ellipsis and attrs.has(arguments[0])


def _choices(hint: Any) -> tuple[str, ...]:
    if get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) is Literal:
        return tuple(str(choice) for choice in get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(str(member.value) for member in hint)
    return ()
