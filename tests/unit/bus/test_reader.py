"""A reader: links join up, checkpoints when due, pages of the log when far behind."""

from __future__ import annotations

import json

import pytest

from ccsdk.bus.label import Label
from ccsdk.bus.reader import Reader
from ccsdk.bus.ring import Encoded, Ring
from ccsdk.bus.scope import CustomerPositions, Scope
from ccsdk.model import event
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import narrow
from ccsdk.model.principal import Principal
from ccsdk.model.topic import Filter
from ccsdk.wire.codec import position_text
from tests.unit.bus.fakes import ANA, SAM
from tests.unit.wire.samples import entry_of, sample

SEEN, UNSEEN = event.InteractionQueued, event.CustomerConnected


class Stack:
    """Hold a log whose newest `kept` events are in the ring."""

    def __init__(self, *, kept: int = 10_000) -> None:
        self.log: list[Entry] = []
        self.ring = Ring(events_max=kept)
        self.positions = CustomerPositions()
        self.fetches: list[int] = []

    def add(self, *classes: type[Event], customer: str = "cu_ana") -> None:
        for cls in classes:
            happened = sample(cls, interaction="in_1", customer=customer)
            entry = entry_of(happened, position=len(self.log) + 1)
            self.log.append(entry)
            self.positions.note(entry.position, happened)
            self.ring.append(Encoded(entry))

    def reader(self, position: int = 0, principal: Principal = SAM) -> Reader:
        grant = narrow(grant_of(principal), Filter.of([">"]))
        scope = Scope(self.positions, principal.customer)
        label = Label(grant, scope, ring=self.ring, relates=lambda ref, agent, interaction: False)
        return Reader(label, position, ring=self.ring, fetch=self.fetch)

    def fetch(self, reader: Reader) -> None:
        self.fetches.append(reader.evaluated)

    def page(self, reader: Reader, limit: int = 256) -> None:
        """Answer the reader's last fetch."""
        after = self.fetches[-1]
        reader.feed(self.log[after : after + limit])


def links(reader: Reader) -> list[tuple[int, int, int]]:
    """Return (prev, cursor, number of events) of all links there are now."""
    found = []
    while link := reader.next_link(is_due=False):
        frame = json.loads(link)
        found.append((int(frame["prev"]), int(frame["cursor"]), len(frame["events"])))
    return found


def test_links_go_from_what_was_sent_to_what_is_evaluated() -> None:
    stack = Stack()
    reader = stack.reader()

    stack.add(SEEN, UNSEEN)
    first = links(reader)
    stack.add(UNSEEN)
    second = links(reader)
    stack.add(SEEN)
    third = links(reader)

    assert (first, second, third) == ([(0, 2, 1)], [], [(2, 4, 1)])
    assert reader.cursor == position_text(4)


def test_due_link_is_a_checkpoint() -> None:
    stack = Stack()
    reader = stack.reader()
    stack.add(UNSEEN, UNSEEN)

    link = json.loads(reader.next_link(is_due=True) or "")
    again = json.loads(reader.next_link(is_due=True) or "")

    assert (int(link["prev"]), int(link["cursor"]), link["events"]) == (0, 2, [])
    assert (int(again["prev"]), int(again["cursor"])) == (2, 2)


def test_readers_of_one_label_share_frames() -> None:
    stack = Stack()
    one = stack.reader()
    two = Reader(one.shared, 0, ring=stack.ring, fetch=stack.fetch)
    stack.add(SEEN)

    assert one.next_link(is_due=False) is two.next_link(is_due=False)
    assert one.label == two.label


def test_older_events_come_from_the_log_a_page_at_a_time() -> None:
    stack = Stack(kept=2)
    stack.add(*[SEEN] * 6)
    reader = stack.reader()

    waiting = links(reader)
    stack.page(reader, limit=3)
    first = links(reader)
    stack.page(reader, limit=3)
    rest = links(reader)

    assert waiting == []
    assert (first, rest) == ([(0, 3, 3)], [(3, 6, 3)])
    assert stack.fetches == [0, 3]


def test_page_longer_than_a_frame_is_sent_in_frames() -> None:
    stack = Stack(kept=1)
    stack.add(*[SEEN] * 151)
    reader = stack.reader()

    links(reader)
    stack.page(reader, limit=150)

    assert links(reader) == [(0, 100, 100), (100, 150, 50), (150, 151, 1)]


def test_page_goes_over_to_the_ring_where_it_begins() -> None:
    stack = Stack(kept=3)
    stack.add(*[SEEN] * 5)
    reader = stack.reader()

    links(reader)
    stack.page(reader, limit=2)

    assert links(reader) == [(0, 2, 2), (2, 5, 3)]
    assert stack.fetches == [0]


def test_one_page_is_asked_for_at_a_time() -> None:
    stack = Stack(kept=1)
    stack.add(*[SEEN] * 5)
    reader = stack.reader()

    due = [reader.next_link(is_due=True) for _ in range(3)]

    assert stack.fetches == [0]
    assert [json.loads(link or "")["cursor"] for link in due] == [position_text(0)] * 3


def test_page_without_a_match_moves_on_to_the_next() -> None:
    stack = Stack(kept=1)
    stack.add(*[UNSEEN] * 4, SEEN)
    reader = stack.reader()

    links(reader)
    stack.page(reader, limit=2)
    waiting = links(reader)
    stack.page(reader, limit=2)
    found = links(reader)

    assert (waiting, found) == ([], [(0, 5, 1)])
    assert stack.fetches == [0, 2]


def test_visitor_counts_own_events_only() -> None:
    stack = Stack()
    reader = stack.reader(principal=ANA)

    stack.add(SEEN, SEEN, customer="cu_ben")
    foreign = links(reader)
    stack.add(SEEN, UNSEEN, event.OfferMade)
    own = links(reader)
    stack.add(SEEN, customer="cu_ben")
    stack.add(SEEN)

    assert (foreign, own, links(reader)) == ([], [(0, 3, 1)], [(3, 4, 1)])


def test_visitor_skips_what_others_did() -> None:
    stack = Stack(kept=2)
    stack.add(*[SEEN] * 50, customer="cu_ben")
    stack.add(SEEN)
    stack.add(*[SEEN] * 50, customer="cu_ben")
    reader = stack.reader(principal=ANA)

    links(reader)
    stack.page(reader)

    assert stack.fetches == [50]
    assert links(reader) == [(0, 1, 1)]


def test_visitor_with_nothing_in_the_log_reads_none_of_it() -> None:
    stack = Stack(kept=2)
    stack.add(*[SEEN] * 50, customer="cu_ben")
    reader = stack.reader(principal=ANA)

    assert links(reader) == []
    assert stack.fetches == []
    stack.add(SEEN)
    assert links(reader) == [(0, 1, 1)]


@pytest.mark.parametrize("position", [3, 7])
def test_reader_at_or_beyond_the_head_waits(position: int) -> None:
    stack = Stack()
    stack.add(*[SEEN] * 3)
    reader = stack.reader(position)

    assert links(reader) == []
    assert stack.fetches == []
