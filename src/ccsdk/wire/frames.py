"""Frames of protocol `ccsdk.v1`: one Struct per `op`, strict inbound, tolerant outbound.

What a client sends is bounded and refuses unknown members; what a server sends is read
tolerantly, so that a newer server may add members. Instants are RFC 3339 text, cursors
and positions 20 digits as text: compared, never computed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from ccsdk.model.topic import PATTERNS_MAX, REFS_MAX, TOPIC_LENGTH_MAX, VALUES_MAX

__all__ = [
    "SUBPROTOCOL",
    "TTL_MS_MAX",
    "VERSION",
    "Ack",
    "Asked",
    "Auth",
    "Bye",
    "ClientFrame",
    "ClientInfo",
    "Cmd",
    "Cursor",
    "Eph",
    "Err",
    "Ev",
    "GoAway",
    "HandlerInfo",
    "Hb",
    "Heard",
    "Hello",
    "Inbound",
    "Limits",
    "Outbound",
    "PluginInfo",
    "Problem",
    "ProblemPath",
    "Refusal",
    "Reply",
    "Req",
    "RequestId",
    "Res",
    "ServerFrame",
    "Snap",
    "Start",
    "Sub",
    "Unsub",
    "Welcome",
    "Who",
]

SUBPROTOCOL = "ccsdk.v1"
VERSION = 1
# How long an ephemeral frame may hold.
TTL_MS_MAX = 10_000

# Integers that every JSON reader keeps whole.
_INTEGER_MAX = 2**53 - 1

RequestId = (
    Annotated[int, msgspec.Meta(ge=-_INTEGER_MAX, le=_INTEGER_MAX)]
    | Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
)
Cursor = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{20}$", max_length=20)]
_Instant = Annotated[str, msgspec.Meta(max_length=40)]
_Label = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Method = Annotated[
    str, msgspec.Meta(max_length=64, pattern=r"^[a-z][a-z0-9_]*\.v[1-9][0-9]*$(?!\n)")
]
_Name = Annotated[str, msgspec.Meta(max_length=64)]
_Session = Annotated[
    str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$(?!\n)")
]
_Topic = Annotated[
    str,
    msgspec.Meta(max_length=TOPIC_LENGTH_MAX, pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$(?!\n)"),
]
_Token = Annotated[str, msgspec.Meta(min_length=1, max_length=3_072)]
_Value = Annotated[str, msgspec.Meta(min_length=1, max_length=96)]


class Inbound(
    msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Group what a client sends: bounded, and refused with an unknown member."""


class Outbound(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Group what a server sends: read tolerantly."""


class ClientInfo(Inbound, kw_only=True, frozen=True):
    """Name the program that connects, for the server's log."""

    kind: _Name = ""
    name: _Name = ""
    version: _Name = ""


class HandlerInfo(Inbound, kw_only=True, frozen=True):
    """Name a request that a plugin answers, such as `lint_note.v1`, for whom, and how fast."""

    name: _Method
    roles: tuple[Literal["visitor", "agent", "supervisor", "plugin"], ...] = ("agent", "supervisor")
    timeout_ms: Annotated[int, msgspec.Meta(ge=1, le=60_000)] = 1_000


class PluginInfo(Inbound, kw_only=True, frozen=True):
    """Say which plugin connects, and what it answers, at most `max_inflight` at a time."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    version: _Name = ""
    hooks: Annotated[tuple[_Name, ...], msgspec.Meta(max_length=32)] = ()
    handlers: Annotated[tuple[HandlerInfo, ...], msgspec.Meta(max_length=32)] = ()
    max_inflight: Annotated[int, msgspec.Meta(ge=1, le=64)] = 16


class Hello(Inbound, kw_only=True, frozen=True, tag_field="op", tag="hello"):
    """Open the session: first frame, within 5 s, at most 4 KiB.

    `session` is made per tab and kept across reconnects. Without `token` the credential
    is the `Authorization` header of the upgrade. `plugin` is there if it is one, to be asked.
    """

    v: Annotated[tuple[int, ...], msgspec.Meta(min_length=1, max_length=8)]
    session: _Session
    token: _Token | None = None
    client: ClientInfo | None = None
    plugin: PluginInfo | None = None


class Auth(Inbound, kw_only=True, frozen=True, tag_field="op", tag="auth"):
    """Renew the credential on the live socket, for the same principal."""

    id: RequestId
    token: _Token


class Start(Inbound, kw_only=True, frozen=True):
    """Resume behind `cursor` of `epoch`."""

    epoch: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    cursor: Cursor


class Sub(Inbound, kw_only=True, frozen=True, tag_field="op", tag="sub"):
    """Subscribe, or move the live subscription that has the same label.

    With `eph` it also brings ephemeral frames; a server without that feature knows no such
    member.
    """

    id: RequestId
    topics: Annotated[
        tuple[Annotated[str, msgspec.Meta(max_length=TOPIC_LENGTH_MAX)], ...],
        msgspec.Meta(min_length=1, max_length=PATTERNS_MAX),
    ]
    start: Start | Literal["now", "snapshot"] = msgspec.field(name="from")
    where: Annotated[
        dict[_Name, Annotated[tuple[_Value, ...], msgspec.Meta(max_length=VALUES_MAX)]],
        msgspec.Meta(max_length=REFS_MAX),
    ] = {}
    eph: bool = False


class Unsub(Inbound, kw_only=True, frozen=True, tag_field="op", tag="unsub"):
    """End a subscription."""

    id: RequestId
    sub: _Label


class Ack(Inbound, kw_only=True, frozen=True, tag_field="op", tag="ack"):
    """Say up to which cursor each subscription is applied; also the client's heartbeat."""

    subs: Annotated[dict[_Label, Cursor], msgspec.Meta(max_length=256)] = {}


class Cmd(Inbound, kw_only=True, frozen=True, tag_field="op", tag="cmd"):
    """Give a command; `key` makes it safe to send again."""

    id: RequestId
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    type: Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
    data: dict[str, Any] = {}
    personal: dict[str, Any] | None = None
    deadline: _Instant | None = None


class Req(Inbound, kw_only=True, frozen=True, tag_field="op", tag="req"):
    """Ask for a read; `ccsdk.model.request` has a question per method."""

    id: RequestId
    method: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    data: dict[str, Any] = {}


class Refusal(Inbound, kw_only=True, frozen=True):
    """Say why a plugin does not answer what it was asked."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Reply(Inbound, kw_only=True, frozen=True, tag_field="op", tag="res"):
    """Answer what the server asked of a plugin: `ok` or `err`.

    A hook's answer is `ok.answer`, a handler's is `ok` itself. One that comes too late, or
    to nothing that was asked, is passed over.
    """

    id: RequestId
    ok: dict[str, Any] | None = None
    err: Refusal | None = None


class Eph(Inbound, kw_only=True, frozen=True, tag_field="op", tag="eph"):
    """Announce what holds for `ttl_ms` from now, 0 for no longer; there is no answer."""

    topic: _Topic
    ttl_ms: Annotated[int, msgspec.Meta(ge=0, le=TTL_MS_MAX)]


class Bye(Inbound, kw_only=True, frozen=True, tag_field="op", tag="bye"):
    """Say that the client closes on purpose."""


ClientFrame = Hello | Auth | Sub | Unsub | Ack | Cmd | Req | Reply | Eph | Bye


class Who(Outbound, kw_only=True, frozen=True):
    """Tell the client who it is."""

    id: str
    center: str
    role: str


class Limits(Outbound, kw_only=True, frozen=True, omit_defaults=False):
    """Tell the client what the server takes: bytes, bytes, counts."""

    frame_in: int
    event: int = 65_536
    subs: int = 64
    inflight: int = 32


class Welcome(Outbound, kw_only=True, frozen=True, tag_field="op", tag="welcome"):
    """Answer `hello`."""

    v: int
    epoch: str
    session: str
    time: str
    principal: Who
    auth_expires: str
    hb_ms: int
    features: tuple[str, ...]
    schema: str
    reconnect_max_ms: int
    limits: Limits


class ProblemPath(Outbound, kw_only=True, frozen=True):
    """Name one wrong member; `path` is rooted at the frame."""

    path: str
    reason: str


class Problem(Outbound, kw_only=True, frozen=True):
    """Say what went wrong; `ref` is what the server's log calls it.

    `by` and `at` are who took an Offer, and when.
    """

    code: str
    retryable: bool
    reason: str | None = None
    by: str | None = None
    at: str | None = None
    retry_after_ms: int | None = None
    ref: str | None = None
    errors: tuple[ProblemPath, ...] = ()


class Res(Outbound, kw_only=True, frozen=True, tag_field="op", tag="res"):
    """Answer a request: `ok` or `err`; for commands also `cursor` and `replayed`."""

    id: RequestId
    ok: dict[str, Any] | None = None
    err: Problem | None = None
    cursor: str | None = None
    replayed: bool | None = None


class Asked(Outbound, kw_only=True, frozen=True, tag_field="op", tag="req"):
    """Ask a plugin; what does not come within `deadline_ms` milliseconds is not waited for."""

    id: RequestId
    method: str
    deadline_ms: int
    data: dict[str, Any] = {}


class Snap(Outbound, kw_only=True, frozen=True, tag_field="op", tag="snap", omit_defaults=False):
    """Carry a part of a snapshot taken at cursor `at`."""

    sub: str
    at: str
    part: int
    last: bool
    items: tuple[dict[str, Any], ...]


class Ev(Outbound, kw_only=True, frozen=True, tag_field="op", tag="ev", omit_defaults=False):
    """Link `prev` to `cursor`; without events it is a checkpoint."""

    sub: str
    prev: str
    cursor: str
    events: tuple[dict[str, Any], ...]


class Heard(Outbound, kw_only=True, frozen=True, tag_field="op", tag="eph"):
    """Tell what another session announced and how long it still holds.

    `key` is who: `customer`, or an Agent's id. The latest of a topic and key counts.
    """

    topic: str
    key: str
    ttl_ms: int


class Hb(Outbound, kw_only=True, frozen=True, tag_field="op", tag="hb"):
    """Say that the server lives, where no subscription says so."""

    time: str


class Err(Outbound, kw_only=True, frozen=True, tag_field="op", tag="err"):
    """End a subscription (`sub`), or announce a close."""

    code: str
    sub: str | None = None
    retryable: bool = False
    reason: str | None = None
    retry_after_ms: int | None = None
    ref: str | None = None
    errors: tuple[ProblemPath, ...] = ()


class GoAway(Outbound, kw_only=True, frozen=True, tag_field="op", tag="goaway"):
    """Ask the client to reconnect in `after_ms`; a close follows."""

    reason: str
    after_ms: int


ServerFrame = Welcome | Res | Asked | Snap | Ev | Heard | Hb | Err | GoAway
