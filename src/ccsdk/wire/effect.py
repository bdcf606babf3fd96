"""Effects: what a server's session asks its shell to do, as plain frozen values.

The shell does it and reports by the method of `BusSession` that each docstring names;
every request is answered by exactly one of them, or by `failed`.
"""

from __future__ import annotations

from typing import Any, Literal

import attrs

from ccsdk.model.request import Question
from ccsdk.model.topic import Filter
from ccsdk.wire.frames import ClientInfo, PluginInfo, Refusal, RequestId, Start
from ccsdk.wire.refusal import CloseCode

__all__ = [
    "Announce",
    "Ask",
    "Authenticate",
    "Close",
    "Effect",
    "Renew",
    "Replied",
    "Submit",
    "Subscribe",
    "Unsubscribe",
]


@attrs.frozen(kw_only=True)
class Authenticate:
    """Find out who this is; report by `welcome` or `reject`.

    Without `token` the credential is the one of the upgrade request. `plugin` is what it
    offers to answer, if it says that it is one.
    """

    token: str | None = attrs.field(repr=False)
    session: str
    client: ClientInfo | None = None
    plugin: PluginInfo | None = None


@attrs.frozen(kw_only=True)
class Renew:
    """Check that a new token names the same principal; report by `renewed` or `failed`."""

    id: RequestId
    token: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Subscribe:
    """Open or move a subscription; report by `subscribed` or `failed`.

    With `hears` ephemeral frames come as well.
    """

    id: RequestId
    filter: Filter
    start: Start | Literal["now", "snapshot"]
    hears: bool = False


@attrs.frozen(kw_only=True)
class Unsubscribe:
    """Forget the subscription with this label; nothing to report."""

    label: str


@attrs.frozen(kw_only=True)
class Submit:
    """Give a command to the center; report by `answered` or `failed`.

    `deadline_ms` is in milliseconds since the Unix epoch.
    """

    id: RequestId
    key: str
    type: str
    data: dict[str, Any]
    personal: dict[str, Any] | None = attrs.field(default=None, repr=False)
    deadline_ms: int | None = None


@attrs.frozen(kw_only=True)
class Ask:
    """Ask the center what changes nothing; report by `answered` or `failed`."""

    id: RequestId
    question: Question


@attrs.frozen(kw_only=True)
class Announce:
    """Tell other sessions what holds for `ttl_ms`, where grants allow; nothing to report."""

    topic: str
    ttl_ms: int


@attrs.frozen(kw_only=True)
class Replied:
    """Take what a plugin answered to a question of ours that is still open; nothing to report."""

    id: RequestId
    ok: dict[str, Any] | None = attrs.field(default=None, repr=False)
    err: Refusal | None = None


@attrs.frozen(kw_only=True)
class Close:
    """Close the transport with this code; the session has ended."""

    code: CloseCode
    reason: str


Effect = Authenticate | Renew | Subscribe | Unsubscribe | Submit | Ask | Announce | Replied
