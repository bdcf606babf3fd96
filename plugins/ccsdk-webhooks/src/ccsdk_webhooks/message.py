"""The body of a webhook: an event as CloudEvents 1.0 has it, in structured JSON.

Source: CloudEvents 1.0.2, sections "Context attributes" and "JSON event format"; the page of
the bus says which of our members becomes which attribute.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cache
from typing import Any

import msgspec

from ccsdk.hooks.observing import Committed
from ccsdk.model.command import PersonalHalf
from ccsdk.model.event import REFS, event_type
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.values import personal_class

__all__ = ["CONTENT_TYPE", "lane_of", "message_id", "message_of", "ping"]

CONTENT_TYPE = "application/cloudevents+json"
POSITION_DIGITS = 20


def message_of(center: str, committed: Committed, personal: Collection[str]) -> str:
    """Return the body that tells an event, with these classes of its personal half."""
    facts = _facts(committed.event)
    attributes: dict[str, Any] = {
        "specversion": "1.0",
        "id": committed.id,
        "source": f"/ccsdk/{center}/{committed.epoch}",
        "type": event_type(type(committed.event)),
        "time": to_rfc3339(committed.at_ms),
        "subject": committed.id.rpartition(":")[0],
        "sequence": f"{committed.position:0{POSITION_DIGITS}}",
    }
    if committed.cause is not None:
        attributes["causationid"] = committed.cause
    attributes |= {ref: facts.pop(ref) for ref in REFS if ref in facts}
    shown, hidden = _cut(committed.personal, personal)
    if shown:
        facts["personal"] = shown
    if hidden:
        facts["redacted"] = hidden
    attributes |= {"datacontenttype": "application/json", "data": facts}
    return msgspec.json.encode(attributes).decode()


def ping(center: str, target: str, at_ms: int) -> str:
    """Return the body that tells nothing but that somebody tries the way."""
    attributes = {
        "specversion": "1.0",
        "id": f"ping-{at_ms}",
        "source": f"/ccsdk/{center}",
        "type": "webhooks.Ping.v1",
        "time": to_rfc3339(at_ms),
        "subject": f"target/{target}",
        "datacontenttype": "application/json",
        "data": {},
    }
    return msgspec.json.encode(attributes).decode()


def message_id(center: str, committed: Committed, target: str) -> str:
    """Return what a message is told by: the same whenever this event is told this target."""
    origin = f"{center} {committed.epoch} {committed.position} {target}"
    return f"msg_{hashlib.sha256(origin.encode()).hexdigest()[:32]}"


def lane_of(committed: Committed) -> str:
    """Return what the event is in order with: its Interaction, else whatever it is about."""
    interaction = getattr(committed.event, "interaction", None)
    return str(interaction or committed.id.rpartition(":")[0])


def _facts(struct: msgspec.Struct) -> dict[str, Any]:
    """Return the members that are there; an absent one is left out, never null."""
    return {k: v for k, v in msgspec.to_builtins(struct).items() if v is not None}


def _cut(half: PersonalHalf | None, classes: Collection[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the personal members of these classes, and the names of all others."""
    if half is None:
        return {}, []
    of = _classes(type(half))
    facts = _facts(half)
    shown = {name: value for name, value in facts.items() if of[name] in classes}
    return shown, [name for name in facts if name not in shown]


@cache
def _classes(half: type[PersonalHalf]) -> dict[str, str | None]:
    return {field.name: personal_class(field.type) for field in msgspec.structs.fields(half)}
