"""What a channel's provider delivers: a customer's message, and how it is told from others."""

from __future__ import annotations

from typing import Any

import attrs

from ccsdk.errors import ConfigurationError

__all__ = ["Inbound"]


def _check_given(inbound: Inbound, attribute: attrs.Attribute[Any], value: str) -> None:
    if not value:
        raise ConfigurationError(path=f"Inbound.{attribute.name}", problem="is empty")


@attrs.frozen(kw_only=True)
class Inbound:
    """A customer's message, as the provider of a channel delivers it.

    Args:
        account: An account of the center file, of a channel that the plugin contributes.
        sender: Who writes, as the provider tells people apart: a number, a user id. What is
            kept of it is a keyed hash, from which the Customer follows.
        id: What the provider calls this message; delivered again, it is the same message.
        text: What it says.
        address: Where an answer goes; kept as personal data of class `address`, and gone when
            the customer is erased. An agent sees it masked.
        name: What the sender is called, if the provider says it.
        language: A tag such as `zh-Hant`, if the provider says it.
        is_verified: Whether the provider vouches for the sender.

    Raises:
        ConfigurationError: Account, sender or id is empty.
    """

    account: str = attrs.field(validator=_check_given)
    sender: str = attrs.field(validator=_check_given, repr=False)
    id: str = attrs.field(validator=_check_given)
    text: str = attrs.field(repr=False)
    address: str | None = attrs.field(default=None, repr=False)
    name: str | None = attrs.field(default=None, repr=False)
    language: str | None = None
    is_verified: bool = False
