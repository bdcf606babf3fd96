"""Labels: equal ones are equal streams, matched once, framed once, cut by the grant."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from ccsdk.bus.label import (
    FRAME_BYTES_MAX,
    FRAME_EVENTS_MAX,
    FRAMES_KEPT_MAX,
    Label,
    label_id,
)
from ccsdk.bus.ownership import Ownership
from ccsdk.bus.ring import Encoded, Ring
from ccsdk.bus.scope import CustomerPositions, Scope
from ccsdk.model import event
from ccsdk.model.event import EVENTS, Event
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import narrow, permits
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.topic import Filter
from ccsdk.wire.codec import position_text
from ccsdk.wire.envelope import envelope
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, TOM
from tests.unit.wire.samples import entry_of, sample

READERS = (MEI, TOM, SAM, ANA, BEN)
EVERYTHING = Filter.of([">"])


class Desk:
    """Hold a ring with what a label needs beside it."""

    def __init__(self) -> None:
        self.ring = Ring()
        self.ownership = Ownership()
        self.positions = CustomerPositions()

    def label(self, principal: Principal, wish: Filter = EVERYTHING) -> Label:
        scope = Scope(self.positions, principal.customer)
        grant = narrow(grant_of(principal), wish)
        return Label(grant, scope, ring=self.ring, relates=self.ownership.relates)

    def add(self, cls: type[Event], **refs: str) -> Encoded:
        refs = {"interaction": "in_1", "customer": "cu_ana", "agent": "mei", **refs}
        entry = entry_of(sample(cls, **refs), position=self.ring.head + 1)
        self.positions.note(entry.position, entry.event)
        encoded = Encoded(entry)
        self.ring.append(encoded)
        return encoded


def events_of(frame: str) -> list[dict[str, Any]]:
    return json.loads(frame)["events"]  # type: ignore[no-any-return]


def test_equal_wishes_of_equal_grants_are_one_label() -> None:
    desk = Desk()
    other = Principal(id="other", role=SYSTEM.role, center="shop")

    assert desk.label(SYSTEM).id == desk.label(other).id
    assert (
        desk.label(SAM, Filter.of(["a.>", ">"])).id == desk.label(SAM, Filter.of([">", "a.>"])).id
    )


def test_other_rows_filters_or_scopes_are_other_labels() -> None:
    desk = Desk()
    wishes = [
        EVERYTHING,
        Filter.of(["interaction.*.InteractionQueued"]),
        Filter.of([">"], {"interaction": ["in_1"]}),
    ]

    labels = {desk.label(reader, wish).id for reader in READERS for wish in wishes}

    assert len(labels) == len(READERS) * len(wishes)


def test_label_tells_nothing_of_its_reader() -> None:
    desk = Desk()

    label = desk.label(ANA).id

    assert "ana" not in label
    assert label == label_id(narrow(grant_of(ANA), EVERYTHING), Scope(desk.positions, ANA.customer))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.id)
@pytest.mark.parametrize("is_owned", [False, True])
@pytest.mark.parametrize("cls", EVENTS.values(), ids=lambda cls: cls.__name__)
def test_shared_frame_equals_the_one_built_for_this_reader_alone(
    cls: type[Event], reader: Principal, is_owned: bool
) -> None:
    desk = Desk()
    if is_owned:
        desk.ownership.note(sample(event.OfferAccepted, interaction="in_1", agent="mei"))
    encoded = desk.add(cls)
    label = desk.label(reader)

    shared = label.frame(0, 0, label.recent(0))

    alone = permits(grant_of(reader), encoded.topic, encoded.refs, desk.ownership.relates)
    bodies = [envelope(encoded.entry, alone.profile)] if alone else []
    expected = {
        "op": "ev",
        "sub": label.id,
        "prev": position_text(0),
        "cursor": position_text(label.scope.count(1)),
        "events": [json.loads(body) for body in bodies],
    }
    assert json.loads(shared) == expected
    assert (
        shared
        == msgspec.json.encode(
            {**expected, "events": [msgspec.Raw(body) for body in bodies]}
        ).decode()
    )


def test_every_socket_gets_the_same_object() -> None:
    desk = Desk()
    desk.add(event.QueueDefined)
    label = desk.label(SAM)

    frames = [label.frame(0, 0, label.recent(0)) for _ in range(3)]

    assert frames[0] is frames[1] is frames[2]


def test_event_is_matched_once_per_label(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.add(event.QueueDefined)
    label = desk.label(SAM)
    matched: list[int] = []
    match = label.match
    monkeypatch.setattr(label, "match", lambda e: matched.append(e.position) or match(e))

    for _ in range(3):
        label.recent(0)
    desk.add(event.QueueDefined)
    for evaluated in (0, 0, 1):
        label.recent(evaluated)

    assert matched == [1, 2]


def test_frame_differs_by_what_was_sent_and_evaluated() -> None:
    desk = Desk()
    desk.add(event.CenterResumed)
    desk.add(event.QueueDefined)
    label = desk.label(SAM)

    from_start = json.loads(label.frame(0, 0, label.recent(0)))
    from_one = json.loads(label.frame(1, 1, label.recent(1)))

    assert (from_start["prev"], from_one["prev"]) == (position_text(0), position_text(1))
    assert from_start["events"] == from_one["events"]


def test_change_of_owner_makes_what_was_kept_void() -> None:
    desk = Desk()
    desk.add(event.MessageReceived)
    label = desk.label(MEI)
    before = label.frame(0, 0, label.recent(0))

    desk.ownership.note(sample(event.OfferAccepted, interaction="in_1", agent="mei"))
    label.forget()
    after = label.frame(0, 0, label.recent(0))

    assert events_of(before) == []
    said = {"text": "personal-text", "file_names": ["personal-file_names"]}
    assert [each["personal"] for each in events_of(after)] == [said]
    assert label.agents == {"mei"}
    assert desk.label(SAM).agents == {"sam"}
    assert desk.label(ANA).agents == set()


def test_a_mention_makes_what_was_kept_void_for_the_reader() -> None:
    desk = Desk()
    desk.add(event.NoteAdded)
    label = desk.label(TOM)
    before = label.frame(0, 0, label.recent(0))

    changed = desk.ownership.note(sample(event.AgentMentioned, interaction="in_1", agent="tom"))
    label.forget()
    after = label.frame(0, 0, label.recent(0))

    assert events_of(before) == []
    said = {"note": "personal-note", "staff": "personal-staff"}
    assert [each["personal"] for each in events_of(after)] == [said]
    assert set(changed) == label.agents == {"tom"}


def test_frame_is_full_at_so_many_events() -> None:
    desk = Desk()
    for _ in range(FRAME_EVENTS_MAX + 5):
        desk.add(event.QueueDefined)
    label = desk.label(SAM)

    first = label.recent(0)
    second = label.recent(first.reached)

    assert (len(first.events), first.reached) == (FRAME_EVENTS_MAX, FRAME_EVENTS_MAX)
    assert (len(second.events), second.reached) == (5, FRAME_EVENTS_MAX + 5)


def test_frame_is_full_at_so_many_bytes() -> None:
    desk = Desk()
    desk.ownership.note(sample(event.OfferAccepted, interaction="in_1", agent="mei"))
    half = event.MessageReceived.Personal(text="x" * 30_000)
    for position in range(1, 13):
        happened = sample(event.MessageReceived, interaction="in_1")
        desk.ring.append(Encoded(entry_of(happened, position=position, personal=half)))
    label = desk.label(MEI)

    span = label.recent(0)
    frame = label.frame(0, 0, span)

    assert len(span.events) == 8
    assert len(frame.encode()) <= FRAME_BYTES_MAX
    assert len(frame.encode()) + len(span.events[0]) > FRAME_BYTES_MAX


def test_one_event_always_fits() -> None:
    desk = Desk()
    desk.ownership.note(sample(event.OfferAccepted, interaction="in_1", agent="mei"))
    half = event.MessageReceived.Personal(text="x" * FRAME_BYTES_MAX)
    happened = sample(event.MessageReceived, interaction="in_1")
    desk.ring.append(Encoded(entry_of(happened, personal=half)))

    span = desk.label(MEI).recent(0)

    assert (len(span.events), span.reached) == (1, 1)


def test_evaluation_goes_past_what_does_not_match() -> None:
    desk = Desk()
    for _ in range(3 * FRAME_EVENTS_MAX):
        desk.add(event.CustomerConnected)
    label = desk.label(SAM)

    span = label.recent(0)

    assert (span.events, span.reached) == ((), 3 * FRAME_EVENTS_MAX)


def test_matches_of_events_that_left_the_ring_are_forgotten() -> None:
    desk = Desk()
    desk.ring = Ring(events_max=2)
    label = desk.label(SAM)

    for _ in range(20):
        desk.add(event.QueueDefined)
        label.recent(desk.ring.head - 1)

    assert len(label._matches) <= 2 * 2 + 1


def test_few_frames_are_kept() -> None:
    desk = Desk()
    for _ in range(FRAMES_KEPT_MAX + 10):
        desk.add(event.QueueDefined)
    label = desk.label(SAM)

    for sent in range(FRAMES_KEPT_MAX + 10):
        label.frame(sent, sent, label.recent(sent))

    assert len(label._frames) <= FRAMES_KEPT_MAX
