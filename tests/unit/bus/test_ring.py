"""The ring: bounded, gapless, each event encoded once."""

from __future__ import annotations

import json

import pytest

from ccsdk.bus.ring import Encoded, Ring
from ccsdk.model import event
from ccsdk.model.profile import AGENT, BARE, VISITOR, WHOLE, Profile
from ccsdk.wire.envelope import envelope
from tests.unit.wire.samples import entry_of, sample, samples


def encoded(position: int) -> Encoded:
    return Encoded(entry_of(sample(event.MessageSent), position=position))


@pytest.mark.parametrize("profile", [BARE, AGENT, VISITOR, WHOLE], ids=lambda each: each.name)
def test_encoded_event_is_the_envelope_of_its_entry(profile: Profile) -> None:
    for entry in samples():
        if profile.shows(type(entry.event).__name__):
            assert Encoded(entry).envelope(profile) == envelope(entry, profile)


def test_envelope_is_made_once_per_profile() -> None:
    one = encoded(1)

    assert one.envelope(AGENT) is one.envelope(AGENT)
    assert one.envelope(AGENT) is not one.envelope(BARE)
    assert "personal-text" in json.dumps(json.loads(one.envelope(AGENT)))


def test_refs_are_those_that_are_there() -> None:
    one = Encoded(
        entry_of(event.InteractionForgotten(interaction="in_1", customer="cu_1", channel="chat"))
    )

    assert one.refs == {"interaction": "in_1", "customer": "cu_1", "channel": "chat"}
    assert one.topic == "interaction.in_1.InteractionForgotten"


def test_oldest_events_leave_beyond_the_count() -> None:
    ring = Ring(events_max=3)

    for position in range(1, 6):
        ring.append(encoded(position))

    assert (ring.first, ring.head) == (3, 5)
    assert [each.position for each in ring.after(2)] == [3, 4, 5]
    assert [each.position for each in ring.after(4)] == [5]
    assert list(ring.after(5)) == []


def test_oldest_events_leave_beyond_the_bytes() -> None:
    ring = Ring(bytes_max=2 * encoded(1).size + 1)

    for position in range(1, 6):
        ring.append(encoded(position))

    assert [each.position for each in ring.after(ring.first - 1)] == [4, 5]


def test_what_files_are_called_counts_for_the_bytes() -> None:
    half = event.MessageSent.Personal(text="x" * 10, file_names=("y" * 20, "z" * 30))
    bare = Encoded(entry_of(sample(event.MessageSent), personal=None))

    named = Encoded(entry_of(sample(event.MessageSent), personal=half))

    assert named.size == bare.size + 60


def test_one_event_is_always_kept() -> None:
    ring = Ring(bytes_max=1)

    ring.append(encoded(1))
    ring.append(encoded(2))

    assert [each.position for each in ring.after(1)] == [2]


def test_ring_begins_behind_what_the_log_holds() -> None:
    ring = Ring()
    ring.begin(7)

    ring.append(encoded(8))

    assert (ring.first, ring.head) == (8, 8)


def test_gap_and_double_are_refused() -> None:
    ring = Ring()
    ring.append(encoded(1))

    for position in (1, 3):
        with pytest.raises(AssertionError, match="each once"):
            ring.append(encoded(position))
    with pytest.raises(AssertionError, match="come from the log"):
        list(Ring(events_max=1).after(-1))
