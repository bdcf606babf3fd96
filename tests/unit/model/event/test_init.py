from __future__ import annotations

import inspect
import typing

import msgspec
import pytest

from ccsdk.model import event as events
from ccsdk.model.agent import Presence
from ccsdk.model.event import EVENTS, REFS, Event, event_type, subject_of
from ccsdk.model.values import personal_class

EVERY = list(EVENTS.values())


def test_an_event_has_its_wire_name() -> None:
    assert event_type(events.OfferMade) == "ccsdk.OfferMade.v1"
    assert {event_type(kind): kind for kind in EVERY} == EVENTS


def test_every_event_class_is_listed() -> None:
    classes = inspect.getmembers(events, inspect.isclass)

    listed = {kind for name, kind in classes if issubclass(kind, Event) and hasattr(kind, "kind")}

    assert {kind for kind in listed if not kind.__name__.startswith("_")} == set(EVERY)


@pytest.mark.parametrize("kind", EVERY)
def test_the_subject_is_a_ref_or_the_center(kind: type[Event]) -> None:
    assert kind.kind == "system" or kind.kind in REFS
    assert kind.kind == "system" or kind.kind in kind.__struct_fields__


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_personal_stands_outside_the_personal_half(kind: type[Event]) -> None:
    hints = typing.get_type_hints(kind, include_extras=True)

    assert {
        name: personal_class(hint) for name, hint in hints.items() if personal_class(hint)
    } == {}
    if kind.Personal is not None:
        hints = typing.get_type_hints(kind.Personal, include_extras=True)
        inner = {name: hints[name] for name in kind.Personal.__struct_fields__}
        # An erased half is empty, so nothing in it may be required.
        assert all(personal_class(hint) for hint in inner.values())
        assert kind.Personal() == kind.Personal()


def test_the_subject_names_what_the_event_is_about() -> None:
    about = {"interaction": "in_1", "customer": "cu_1", "channel": "chat"}
    resumed = events.CenterResumed(
        is_restart=True,
        stopped_at_ms=0,
        agent_grace_due_at_ms=1,
        leg_due_at_ms=2,
        logout_due_at_ms=3,
    )

    assert subject_of(events.MessageReceived(**about)) == "interaction/in_1"
    assert subject_of(events.CustomerCreated(customer="cu_1")) == "customer/cu_1"
    assert subject_of(events.AgentConnected(agent="ana", session="s")) == "agent/ana"
    assert subject_of(resumed) == "system/center"


def test_a_stored_event_is_read_although_it_has_members_of_a_later_version() -> None:
    stored = b'{"agent":"ana","presence":"READY","by":"agent","mood":"fine"}'

    event = msgspec.json.decode(stored, type=events.AgentPresenceChanged)

    assert event == events.AgentPresenceChanged(agent="ana", presence=Presence.READY, by="agent")


def test_an_event_cannot_be_changed() -> None:
    event = events.CustomerCreated(customer="cu_1")

    with pytest.raises(AttributeError):
        event.customer = "cu_2"
