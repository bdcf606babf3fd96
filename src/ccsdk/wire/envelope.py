"""Event envelopes: the immutable half encoded once, the personal half once per profile.

An envelope is one JSON object. Its head holds place, time, type, subject, refs, cause and
data and is the same for all staff; its tail is the personal half as a profile may see it.
A profile with an allow-list gets an envelope of its own, built from what it may see
rather than by taking away: a field that nobody thought of never reaches it. Of a class
that a profile masks, a hint is shown; the field is cut all the same and says so.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry
from ccsdk.model.event import REFS, Event, event_type
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.profile import Profile
from ccsdk.model.values import personal_class
from ccsdk.wire.codec import position_text

__all__ = [
    "Envelope",
    "data_half",
    "decode_envelope",
    "envelope",
    "masked",
    "personal_half",
]

_ENCODER = msgspec.json.Encoder()


class Envelope(msgspec.Struct, kw_only=True, frozen=True):
    """Hold an event as a client reads it; unknown members are skipped.

    `version` counts the subject's events from 1; `<subject>:<version>` is the event's id.
    `redacted` names the personal fields that the reader's profile does not show, or shows
    masked only.
    """

    type: str
    subject: str
    version: int
    time: str
    data: dict[str, Any] = {}
    personal: dict[str, Any] | None = None
    redacted: tuple[str, ...] = ()
    position: str | None = None
    cause: str | None = None
    interaction: str | None = None
    offer: str | None = None
    queue: str | None = None
    agent: str | None = None
    customer: str | None = None
    channel: str | None = None

    @property
    def id(self) -> str:
        """Return the event's id, unique in its center."""
        return f"{self.subject}:{self.version}"


def decode_envelope(envelope: dict[str, Any] | bytes | str) -> Envelope:
    """Read an envelope from a frame's `events`, or from a line of `ccsdk log --json`.

    Raises:
        msgspec.ValidationError: It is no envelope.
    """
    if isinstance(envelope, dict):
        return msgspec.convert(envelope, Envelope)
    return msgspec.json.decode(envelope, type=Envelope)


def envelope(entry: Entry, profile: Profile | None) -> bytes:
    """Return an entry's envelope as a profile may see it; None: without a personal half."""
    if profile is None:
        return data_half(entry) + b"}"
    if profile.events is not None:
        return _allowed_envelope(entry, profile)
    return data_half(entry) + personal_half(entry, profile) + b"}"


def data_half(entry: Entry) -> bytes:
    """Return the envelope up to where the personal half goes; no closing brace."""
    facts = _facts(entry.event)
    members: dict[str, Any] = {
        "position": position_text(entry.position),
        "time": to_rfc3339(entry.at_ms),
        "type": event_type(type(entry.event)),
        "subject": entry.subject,
        "version": entry.version,
    }
    members.update((ref, facts.pop(ref)) for ref in REFS if ref in facts)
    if entry.cause is not None:
        members["cause"] = entry.cause
    members["data"] = facts
    return _ENCODER.encode(members)[:-1]


def personal_half(entry: Entry, profile: Profile) -> bytes:
    """Return the members `personal` and `redacted` with a leading comma, or nothing."""
    shown, hidden = _cut(entry.personal, profile)
    half = b""
    if shown:
        half += b',"personal":' + _ENCODER.encode(shown)
    if hidden:
        half += b',"redacted":' + _ENCODER.encode(hidden)
    return half


def _allowed_envelope(entry: Entry, profile: Profile) -> bytes:
    name = type(entry.event).__name__
    assert profile.shows(name), f"{name} is not for profile {profile.name}"
    members: dict[str, Any] = {
        "time": to_rfc3339(entry.at_ms),
        "type": event_type(type(entry.event)),
        "subject": entry.subject,
        "version": entry.version,
        "interaction": entry.subject.partition("/")[2],
    }
    if entry.cause is not None:
        members["cause"] = entry.cause
    facts = _facts(entry.event)
    members["data"] = {name: facts[name] for name in facts if name in profile.members}
    shown, _ = _cut(entry.personal, profile)
    if shown:
        members["personal"] = shown
    return _ENCODER.encode(members)


def _facts(struct: Event | PersonalHalf) -> dict[str, Any]:
    """Return the members that are there; an absent one is left out, never null."""
    facts = msgspec.to_builtins(struct)
    return {name: value for name, value in facts.items() if value is not None}


def _cut(half: PersonalHalf | None, profile: Profile) -> tuple[dict[str, Any], list[str]]:
    """Return what a profile shows of a personal half, and the names of what it hides."""
    if half is None:
        return {}, []
    classes = _classes(type(half))
    shown: dict[str, Any] = {}
    hidden: list[str] = []
    for name, value in _facts(half).items():
        if classes[name] in profile.classes:
            shown[name] = value
            continue
        hidden.append(name)
        if classes[name] in profile.masked:
            shown[name] = masked(value)
    return shown, hidden


def masked(address: str) -> str:
    """Return the hint at an e-mail address: its first character and its domain.

    Of what is no address nothing is told.
    """
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***{at}{domain if at else ''}"


@cache
def _classes(half: type[PersonalHalf]) -> dict[str, str | None]:
    return {field.name: personal_class(field.type) for field in msgspec.structs.fields(half)}
