"""What a center says of the shop's own server: where it is, and what of its answers is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from urllib.parse import quote

import attrs
import msgspec

from ccsdk.hooks.manifest import Secret
from ccsdk.hooks.profile import FIELDS_MAX
from ccsdk.model.values import Code
from ccsdk_profile_http.pointer import problem_of

__all__ = ["PLACE", "AttributeSettings", "FieldSettings", "ProfileSettings"]

# Where a URL says who is asked about.
PLACE = "{customer}"

Label = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
TimeoutMs = Annotated[int, msgspec.Meta(ge=50, le=5_000)]
KeptMs = Annotated[int, msgspec.Meta(ge=0, le=86_400_000)]

_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def _check_pointer(of: Any, attribute: attrs.Attribute[Any], pointer: str | None) -> None:
    if pointer is not None and (problem := problem_of(pointer)):
        raise ValueError(f"{attribute.name}: {problem}")


@attrs.frozen(kw_only=True)
class FieldSettings:
    """Show agents one thing of the answer, under its label, in other languages under `labels`.

    `at` says where it stands, as a JSON pointer. A `date` is `2024-02-29` or an instant with its
    zone, `money` a number or a decimal as text in a `currency`, or in what stands at
    `currency_at`; a `link` begins with `https://` and is called by its host, or by what stands at
    `text_at`.

    Raises:
        ValueError: A pointer is none, or money has no currency.
    """

    label: Label
    at: str = attrs.field(validator=_check_pointer)
    labels: Mapping[Code, Label] = attrs.field(factory=dict)
    kind: Literal["text", "number", "date", "money", "link"] = "text"
    currency: str | None = None
    currency_at: str | None = attrs.field(default=None, validator=_check_pointer)
    text_at: str | None = attrs.field(default=None, validator=_check_pointer)

    def __attrs_post_init__(self) -> None:
        known = self.currency is not None or self.currency_at is not None
        if known != (self.kind == "money"):
            raise ValueError("money has a currency, or currency_at, and nothing else has")
        if self.text_at is not None and self.kind != "link":
            raise ValueError("text_at: only a link is called something else")
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            raise ValueError(f"currency: {self.currency!r} is no code such as EUR")


@attrs.frozen(kw_only=True)
class AttributeSettings:
    """Let conditions of queues ask for one thing of the answer, as `attr.<id>`.

    `at` says where it stands, as a JSON pointer; the rest is as in `[attributes]`.

    Raises:
        ValueError: The pointer is none.
    """

    at: str = attrs.field(validator=_check_pointer)
    type: Literal["bool", "int", "text", "enum"]
    values: tuple[Code, ...] = ()
    default: bool | int | str | None = None


def _check_url(of: Any, attribute: attrs.Attribute[Any], url: str) -> None:
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    if scheme not in ("https", "http") or not host or PLACE in host:
        raise ValueError(f"url: {url!r} is no address such as 'https://shop.example/c/{PLACE}'")
    if path.count(PLACE) != 1:
        raise ValueError(f"url: it is to hold {PLACE} once, where the customer's id goes")


def _check_fields(of: Any, attribute: attrs.Attribute[Any], fields: Mapping[str, Any]) -> None:
    if len(fields) > FIELDS_MAX:
        raise ValueError(f"fields: at most {FIELDS_MAX} can be shown")


@attrs.frozen(kw_only=True)
class ProfileSettings:
    """Say where the shop answers, and what of its answers is shown and routed by.

    `{customer}` in the `url` is who the site's signed statement named as `sub`; nobody is asked
    about who is not signed in. The `token` goes along as `Authorization: Bearer`. What was
    answered is used for `keep_ms`, that somebody is not known for `keep_unknown_ms`; if the shop
    cannot be asked then, what it said before for `stale_ms`. `name` and `vip` are JSON pointers.

    Raises:
        ValueError: An address or a pointer is none.
    """

    url: str = attrs.field(validator=_check_url)
    token: Secret | None = None
    timeout_ms: TimeoutMs = 600
    keep_ms: KeptMs = 60_000
    keep_unknown_ms: KeptMs = 30_000
    stale_ms: KeptMs = 900_000
    title: Label | None = None
    name: str | None = attrs.field(default=None, validator=_check_pointer)
    vip: str | None = attrs.field(default=None, validator=_check_pointer)
    fields: Mapping[Code, FieldSettings] = attrs.field(factory=dict, validator=_check_fields)
    attributes: Mapping[Code, AttributeSettings] = attrs.field(factory=dict)

    @property
    def origin(self) -> str:
        """Return the address up to its path: the one place that is reached."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def address_of(self, customer: str) -> str | None:
        """Return where a customer is asked about, None for an id that would lead elsewhere."""
        # A dot or two are steps in a path, also when they are encoded.
        if customer in (".", ".."):
            return None
        return self.url.replace(PLACE, quote(customer, safe=""))
