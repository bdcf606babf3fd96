"""What a center says of its webhooks: who is told what, and by which secret they know us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import attrs
import msgspec

from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.manifest import Secret
from ccsdk.model.topic import Pattern
from ccsdk_webhooks.signature import key_of

__all__ = ["TargetSettings", "WebhooksSettings"]

TargetName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,39}(?!\n)$",
        description="small letters, digits and - without spaces",
    ),
]
Url = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^https?://[^\s@]+(?!\n)$",
        max_length=2_000,
        description="an address such as https://shop.example/hooks",
    ),
]
Header = Annotated[str, msgspec.Meta(pattern=r"^[ -~]*$", max_length=1_000)]
PersonalClass = Literal["address", "name", "note", "staff", "text"]


def _check_topics(
    settings: TargetSettings, attribute: attrs.Attribute[tuple[str, ...]], topics: tuple[str, ...]
) -> None:
    for index, text in enumerate(topics):
        try:
            Pattern.parse(text, path=f"topics[{index}]")
        except InvalidRequestError as error:
            raise ValueError(str(error)) from error


def _check_secret(
    settings: TargetSettings, attribute: attrs.Attribute[Any], secret: Secret | None
) -> None:
    if secret is not None:
        try:
            key_of(secret.reveal())
        except ValueError as error:
            # Without its cause, which may tell of the secret.
            raise ValueError(f"{attribute.name}: {error}") from None


@attrs.frozen(kw_only=True)
class TargetSettings:
    """Say who is told what.

    Whatever fits one of `topics` is sent to `url`, signed by `secret`. While secrets change,
    `former_secret` signs, too. Of what events hold of people, `personal` names the classes
    that are sent. Deliveries of one Interaction come in order; with `ordered = "target"` all of
    the target do. `headers` are sent along; `authorization` is one that stays secret.

    Raises:
        ValueError: A topic is no pattern, or a secret none of Standard Webhooks'.
    """

    url: Url
    secret: Secret = attrs.field(validator=_check_secret)
    former_secret: Secret | None = attrs.field(default=None, validator=_check_secret)
    topics: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=64)] = attrs.field(
        validator=_check_topics
    )
    personal: tuple[PersonalClass, ...] = ()
    ordered: Literal["interaction", "target"] = "interaction"
    headers: Mapping[str, Header] = attrs.field(factory=dict)
    authorization: Secret | None = None
    enabled: bool = True


@attrs.frozen(kw_only=True)
class WebhooksSettings:
    """Hold `[plugins.webhooks]`: targets by name."""

    targets: Mapping[TargetName, TargetSettings] = attrs.field(factory=dict)
