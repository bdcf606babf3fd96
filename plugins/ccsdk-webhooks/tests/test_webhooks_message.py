from __future__ import annotations

import json
from typing import Any

import attrs
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from ccsdk.hooks.observing import Committed
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentPresenceChanged, MessageSent
from ccsdk_webhooks.message import lane_of, message_id, message_of, ping

MESSAGE = Committed(
    position=104_260,
    at_ms=1_767_603_600_123,
    topic="interaction.in_7.MessageSent",
    event=MessageSent(interaction="in_7", customer="cu_9", agent="mei", channel="chat"),
    id="interaction/in_7:13",
    epoch="01JB",
    cause="0193",
    personal=MessageSent.Personal(text="您好, <b>", staff="Mei Lin"),
)


def read(body: str) -> CloudEvent:
    """Return what the official library makes of a body; it checks every attribute."""
    event = JSONFormat().read(CloudEvent, body)
    assert isinstance(event, CloudEvent)
    return event


def data(*classes: str, of: Committed = MESSAGE) -> dict[str, Any]:
    found = read(message_of("shop", of, classes)).get_data()
    assert isinstance(found, dict)
    return found


def test_event_is_a_cloud_event_with_our_members_as_attributes() -> None:
    event = read(message_of("shop", MESSAGE, ()))

    assert event.get_attributes() | {"time": event.get_time().isoformat()} == {
        "specversion": "1.0",
        "id": "interaction/in_7:13",
        "source": "/ccsdk/shop/01JB",
        "type": "ccsdk.MessageSent.v1",
        "time": "2026-01-05T09:00:00.123000+00:00",
        "subject": "interaction/in_7",
        "sequence": "00000000000000104260",
        "causationid": "0193",
        "interaction": "in_7",
        "agent": "mei",
        "customer": "cu_9",
        "channel": "chat",
        "datacontenttype": "application/json",
    }


def test_nothing_personal_is_told_unless_its_class_is_named() -> None:
    assert data() == {"files": [], "redacted": ["text", "staff"]}
    assert data("text") == {"files": [], "personal": {"text": "您好, <b>"}, "redacted": ["staff"]}
    assert data("text", "staff") == {
        "files": [],
        "personal": {"text": "您好, <b>", "staff": "Mei Lin"},
    }


def test_what_was_erased_is_told_without_its_personal_half() -> None:
    erased = attrs.evolve(MESSAGE, personal=None)

    assert data("text", "staff", of=erased) == {"files": []}


def test_ping_is_a_cloud_event() -> None:
    assert read(ping("shop", "crm", 1_767_603_600_123)).get_type() == "webhooks.Ping.v1"


def test_event_without_a_cause_says_none() -> None:
    assert "causationid" not in json.loads(
        message_of("shop", attrs.evolve(MESSAGE, cause=None), ())
    )


def test_id_is_the_same_for_the_same_event_and_target_and_no_other() -> None:
    ids = {
        message_id("shop", MESSAGE, "crm"),
        message_id("shop", attrs.evolve(MESSAGE), "crm"),
        message_id("shop", MESSAGE, "erp"),
        message_id("shop", attrs.evolve(MESSAGE, position=104_261), "crm"),
        message_id("shop", attrs.evolve(MESSAGE, epoch="01JC"), "crm"),
        message_id("branch", MESSAGE, "crm"),
    }

    assert len(ids) == 5


def test_order_is_kept_by_interaction_else_by_what_it_is_about() -> None:
    ready = AgentPresenceChanged(agent="mei", presence=Presence.READY, by="agent")
    about_mei = attrs.evolve(MESSAGE, event=ready, id="agent/mei:3")

    assert (lane_of(MESSAGE), lane_of(about_mei)) == ("in_7", "agent/mei")
