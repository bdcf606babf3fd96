"""Records: what the shop's answer says, as far as the settings ask for it and it can be read.

The answer is somebody else's and may hold anything. What is not of its kind is left out, and
only its name is told: never what it held.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

import attrs
import msgspec

from ccsdk.hooks.profile import ProfileField, Value
from ccsdk_profile_http.pointer import read
from ccsdk_profile_http.settings import AttributeSettings, FieldSettings, ProfileSettings

__all__ = ["BYTES_MAX", "NOBODY", "Record", "UnreadableError", "record_of"]

BYTES_MAX = 262_144
_TEXT_MAX = 1_000
_NAME_MAX = 200
_MONEY_MAX = Decimal(10) ** 15


class UnreadableError(Exception):
    """Say what is wrong with an answer, without a word of it."""


@attrs.frozen(kw_only=True)
class Record:
    """Hold what is known of one customer; `unread` names what could not be read."""

    name: str | None = attrs.field(default=None, repr=False)
    is_vip: bool | None = None
    fields: tuple[ProfileField, ...] = attrs.field(default=(), repr=False)
    attributes: dict[str, Value] = attrs.field(factory=dict, repr=False)
    unread: tuple[str, ...] = ()


NOBODY = Record()


def record_of(content: bytes, settings: ProfileSettings) -> Record:
    """Return what an answer says.

    Raises:
        UnreadableError: It is no JSON object, or too much.
    """
    if len(content) > BYTES_MAX:
        raise UnreadableError(f"it answered more than {BYTES_MAX} bytes")
    try:
        said = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        # Its words quote nothing of the answer, but the place is nobody's concern either.
        raise UnreadableError("it answered no JSON") from error
    if not isinstance(said, dict):
        raise UnreadableError("it answered JSON that is no object")
    unread: list[str] = []
    return Record(
        name=_one(said, "name", settings.name, _short, unread),
        is_vip=_one(said, "vip", settings.vip, _flag, unread),
        fields=_fields(said, settings, unread),
        attributes=_attributes(said, settings, unread),
        unread=tuple(unread),
    )


def _one(said: Any, name: str, pointer: str | None, convert: Any, unread: list[str]) -> Any:
    value = None if pointer is None else read(said, pointer)
    if value is None:
        return None
    try:
        return convert(value)
    except (TypeError, ValueError):
        unread.append(name)
        return None


def _fields(said: Any, settings: ProfileSettings, unread: list[str]) -> tuple[ProfileField, ...]:
    found = []
    for key, each in settings.fields.items():
        value = read(said, each.at)
        if value is None:
            continue
        try:
            found.append(_field(key, each, value, said))
        except (TypeError, ValueError):
            unread.append(f"fields.{key}")
    return tuple(found)


def _field(key: str, own: FieldSettings, value: Any, said: Any) -> ProfileField:
    currency, text = own.currency, None
    if own.currency_at is not None:
        currency = read(said, own.currency_at)
    if own.text_at is not None and (told := read(said, own.text_at)) is not None:
        text = _short(told)
    return ProfileField(
        key=key,
        label=own.label,
        labels=own.labels,
        kind=own.kind,
        value=_CONVERSIONS[own.kind](value),
        currency=currency,
        text=text,
    )


def _attributes(said: Any, settings: ProfileSettings, unread: list[str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, each in settings.attributes.items():
        value = read(said, each.at)
        if value is None:
            continue
        if _fits(value, each):
            found[name] = value
        else:
            unread.append(f"attributes.{name}")
    return found


def _fits(value: Any, own: AttributeSettings) -> bool:
    if own.type in ("bool", "int"):
        return type(value) is (bool if own.type == "bool" else int)
    return isinstance(value, str) and (own.type != "enum" or value in own.values)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _short(value: Any) -> str | None:
    return _text(value)[:_NAME_MAX] or None


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    seen = "".join(each if each.isprintable() else " " for each in str(value)).strip()
    return seen if len(seen) <= _TEXT_MAX else seen[: _TEXT_MAX - 1] + "…"


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return value


def _date(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    if len(value) == len("2024-02-29"):
        return date.fromisoformat(value).isoformat()
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError
    return instant.isoformat()


def _money(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError from error
    if not amount.is_finite() or abs(amount) >= _MONEY_MAX:
        raise ValueError
    return format(amount, "f")


def _link(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _TEXT_MAX or not value.isprintable():
        raise TypeError
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
        raise ValueError
    return value


_CONVERSIONS = {"text": _text, "number": _number, "date": _date, "money": _money, "link": _link}
