"""Profiles: what a customer's own books say of them, and what that means for routing.

`lookup_profile` is asked when an Agent looks at an Interaction, `enrich_interaction` before an
Interaction enters its queue. Both are told who it is, cut to the personal classes that the
plugin's manifest names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import attrs
from attrs.validators import instance_of, optional

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution

__all__ = [
    "EMPTY_PROFILE",
    "FIELDS_MAX",
    "NO_ATTRIBUTES",
    "Arrival",
    "Attribute",
    "Identity",
    "ProfileField",
    "ProfileFragment",
    "Value",
]

# What an attribute of an Interaction may be; a text is a code such as `gold`.
Value = bool | int | str
FieldKind = Literal["text", "number", "date", "money", "link"]

FIELDS_MAX = 32
LANGUAGES_MAX = 8
TEXT_LENGTH_MAX = 1_000
NAME_LENGTH_MAX = 200
_KINDS = ("text", "number", "date", "money", "link")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_TYPES = ("bool", "int", "text", "enum")
_SOURCES = ("identity", "form", "enrichment")


@attrs.frozen(kw_only=True)
class Identity:
    """Say whose profile is asked for.

    `customer` is the center's own id. The others are personal: None unless the manifest's
    `Capabilities.personal` names their class, which is called as they are. `external_id` is
    who they are in the books of the site that signed for them, `name` and `address` what the
    site signed or the customer gave; only `is_verified` makes them true.
    """

    account: str
    channel: str
    customer: str
    is_verified: bool = False
    external_id: str | None = attrs.field(default=None, repr=False)
    name: str | None = attrs.field(default=None, repr=False)
    address: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Arrival:
    """Show an Interaction that is on disk and has not entered its queue yet.

    `attributes` are what the site signed and the customer said, as far as it is declared.
    """

    interaction: str
    queue: str
    language: str | None = None
    attributes: Mapping[str, Value] = attrs.field(factory=dict)
    identity: Identity


def _check_key(field: Any, attribute: attrs.Attribute[str], key: object) -> None:
    if not isinstance(key, str) or not _CODE.fullmatch(key):
        raise ValueError(f"{attribute.name} is no code: letters, digits, _ and -, at most 64")


def _check_value(field: ProfileField, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, str):
        if not 1 <= len(value) <= TEXT_LENGTH_MAX:
            raise ValueError(f"a text has 1 to {TEXT_LENGTH_MAX} characters")
        if field.kind == "number":
            raise TypeError("a number is an int or a float")
        if field.kind == "link" and not value.startswith("https://"):
            raise ValueError("a link begins with https://")
    elif field.kind != "number" or isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a {type(value).__name__} is no {field.kind}")
    elif not abs(value) <= 2**53:
        raise ValueError("a number is at most 2 to the power of 53, either way")


def _check_kind(field: ProfileField, attribute: attrs.Attribute[Any], kind: object) -> None:
    if kind not in _KINDS:
        raise ValueError(f"kind is one of {', '.join(_KINDS)}")


def _check_currency(field: ProfileField, attribute: attrs.Attribute[Any], code: object) -> None:
    if (field.kind == "money") != (code is not None):
        raise ValueError("money has a currency, and nothing else has")
    if code is not None and not (isinstance(code, str) and _CURRENCY.fullmatch(code)):
        raise ValueError("currency is a code of three capitals, such as EUR")


def _check_text(of: Any, attribute: attrs.Attribute[Any], text: object) -> None:
    if text is None and attribute.default is None:
        return
    if not isinstance(text, str):
        raise TypeError(f"{attribute.name} is to be a text")
    if len(text) > NAME_LENGTH_MAX:
        raise ValueError(f"{attribute.name} may have at most {NAME_LENGTH_MAX} characters")


def _check_labels(field: ProfileField, attribute: attrs.Attribute[Any], labels: object) -> None:
    told = list(labels.items()) if isinstance(labels, Mapping) else [(None, None)]
    if len(told) > LANGUAGES_MAX:
        raise ValueError(f"labels have at most {LANGUAGES_MAX} languages")
    for language, label in told:
        if not isinstance(language, str) or not isinstance(label, str):
            raise TypeError("labels are texts by their language")
        _check_text(field, attribute, label)


@attrs.frozen(kw_only=True)
class ProfileField:
    """Show an Agent one thing about a customer; it is shown as text, whatever it holds.

    Args:
        key: What it is to programs, such as `open_orders`; of two fields with one key the one
            of the plugin that comes first is shown.
        label: What it is to people; `labels` says it in other languages, such as `zh-Hant`.
        kind: `text`; `number`; `date`, an RFC 3339 date or instant; `money`, a decimal such as
            `129.90` with a `currency`; `link`, an address that begins with `https://`.
        value: A number for `number`, a text of at most 1,000 characters for the others.
        text: What a link is called, None for its label.

    Raises:
        TypeError, ValueError: One of them is another.
    """

    key: str = attrs.field(validator=_check_key)
    label: str = attrs.field(validator=_check_text)
    labels: Mapping[str, str] = attrs.field(factory=dict, validator=_check_labels)
    kind: FieldKind = attrs.field(default="text", validator=_check_kind)
    value: str | int | float = attrs.field(repr=False, validator=_check_value)
    currency: str | None = attrs.field(default=None, validator=_check_currency)
    text: str | None = attrs.field(default=None, validator=_check_text)


def _check_fields(profile: Any, attribute: attrs.Attribute[Any], fields: object) -> None:
    if not isinstance(fields, tuple) or any(not isinstance(f, ProfileField) for f in fields):
        raise TypeError("fields are a tuple of ProfileField")
    if len(fields) > FIELDS_MAX:
        raise ValueError(f"at most {FIELDS_MAX} fields")


@attrs.frozen(kw_only=True)
class ProfileFragment:
    """Say what one source knows of a customer.

    Args:
        name: What they are called there.
        is_vip: Whether they are one of the good customers; None if that is not known.
        fields: What an Agent is shown, at most 32.
        age_ms: How long ago the source said so.
        is_stale: Whether the source could not be asked, and this is what it said before.

    Raises:
        TypeError, ValueError: One of them is of another type, or too much.
    """

    name: str | None = attrs.field(default=None, repr=False, validator=_check_text)
    is_vip: bool | None = attrs.field(default=None, validator=optional(instance_of(bool)))
    fields: tuple[ProfileField, ...] = attrs.field(default=(), repr=False, validator=_check_fields)
    age_ms: int = attrs.field(default=0, validator=instance_of(int))
    is_stale: bool = attrs.field(default=False, validator=instance_of(bool))


EMPTY_PROFILE = ProfileFragment()
NO_ATTRIBUTES: Mapping[str, Value] = MappingProxyType({})


def _check_name(own: Any, attribute: attrs.Attribute[str], name: object) -> None:
    if not isinstance(name, str) or not _CODE.fullmatch(name):
        problem = f"{name!r} is no code: letters, digits, _ and -, at most 64"
        raise ConfigurationError(path="Attribute.name", problem=problem)


def _check_type(own: Any, attribute: attrs.Attribute[str], name: str) -> None:
    known = _TYPES if attribute.name == "type" else _SOURCES
    if name not in known:
        problem = f"{name!r} is none of {', '.join(known)}"
        raise ConfigurationError(path=f"Attribute.{attribute.name}", problem=problem)


@attrs.frozen(kw_only=True)
class Attribute(Contribution):
    """Declare what conditions of queues may ask as `attr.<name>`, as `[attributes]` does.

    Args:
        name: Taken once per center; the center file may declare the same, if in the same way.
        type: `bool`, `int`, `text` (a code such as `gold`) or `enum`, which lists its `values`.
        source: Who says it: `enrichment`, a plugin's `enrich_interaction`; `identity`, the
            site's signed statement; `form`, the customer.
        values: What an `enum` may be.
        default: What holds until somebody says otherwise; None means that it is not known.

    Raises:
        ConfigurationError: A name or type is none, or the default does not fit.
    """

    name: str = attrs.field(validator=_check_name)
    type: Literal["bool", "int", "text", "enum"] = attrs.field(validator=_check_type)
    source: Literal["identity", "form", "enrichment"] = attrs.field(
        default="enrichment", validator=_check_type
    )
    values: tuple[str, ...] = ()
    default: Value | None = None
