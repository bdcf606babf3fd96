"""The ledger: sums follow every change of a fact, and the floor bounds it all."""

from __future__ import annotations

from datetime import UTC

from msgspec.structs import replace

from ccsdk.metrics.fact import Handling, Offer, Outcome, Population, Span, Visit
from ccsdk.metrics.ledger import CENTER, CHANGES_MAX, Ledger, scopes_of
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.offer import OfferState

HALF_MS = 1_800_000
VISIT = Visit(
    id="v", interaction="i", queue="q", kind="inbound", entered_at_ms=HALF_MS, target_ms=20_000
)
ANSWERED = replace(VISIT, outcome=Outcome.ANSWERED, wait_ms=7_000, left_at_ms=HALF_MS + 7_000)
SPAN = Span(
    agent="ana",
    presence=Presence.READY,
    occupancy=Occupancy.IDLE,
    from_ms=HALF_MS - 500,
    to_ms=HALF_MS + 250,
)


def test_changed_fact_takes_the_place_of_the_old_one() -> None:
    ledger = Ledger(UTC)

    ledger.put(VISIT)
    before = ledger.since(0)["queue", "q"]
    ledger.put(ANSWERED)

    sums = ledger.since(0)["queue", "q"]
    assert before == {"W": 1}
    assert (sums["W"], sums["O"], sums["A"], sums["wait"]) == (0, 1, 1, 7_000)
    assert ledger.facts(Population.VISITS, 0, of_center=False) == [ANSWERED]


def test_many_changes_are_counted_though_nobody_reads() -> None:
    ledger = Ledger(UTC)

    for number in range(CHANGES_MAX + 1):
        ledger.put(replace(VISIT, id=f"v{number}"))

    assert len(ledger._changed) == 1
    assert ledger.since(0)["queue", "q"]["W"] == CHANGES_MAX + 1


def test_window_slides_by_the_instant_a_fact_began() -> None:
    ledger = Ledger(UTC)
    for number in range(3):
        ledger.put(replace(ANSWERED, id=f"v{number}", entered_at_ms=HALF_MS + number))

    assert ledger.sliding(HALF_MS + 1)["queue", "q"]["A"] == 2
    assert ledger.sliding(HALF_MS + 3) == {}


def test_span_is_shared_out_to_its_half_hours_and_cut_by_windows() -> None:
    ledger = Ledger(UTC)

    ledger.add_span(SPAN)

    halves = ledger.halves(("agent", "ana"))
    assert (halves[0]["idle"], halves[HALF_MS]["idle"]) == (500, 250)
    assert ledger.sliding(HALF_MS + 100)[CENTER]["idle"] == 150
    assert ledger.spans("ana", HALF_MS + 250) == []
    assert ledger.spans("nobody", 0) == []


def test_span_that_belongs_to_no_symbol_is_kept_for_whoever_asks() -> None:
    ledger = Ledger(UTC)
    offered = replace(SPAN, occupancy=Occupancy.OFFERED)

    ledger.add_span(offered)
    ledger.add_span(replace(SPAN, to_ms=SPAN.from_ms))

    assert ledger.spans("ana", 0) == [offered]
    assert ledger.since(0) == {}
    assert ledger.sliding(0) == {}


def test_cut_takes_away_whole_spans_and_parts_with_their_sums() -> None:
    ledger = Ledger(UTC)
    ledger.add_span(SPAN)
    ledger.add_span(replace(SPAN, from_ms=SPAN.to_ms, to_ms=SPAN.to_ms + 9))

    ledger.cut_spans("ana", HALF_MS + 50)

    assert ledger.since(0)["agent", "ana"] == {"idle": 550}
    assert [span.to_ms for span in ledger.spans("ana", 0)] == [HALF_MS + 50]


def test_floor_drops_what_began_before_and_lets_nothing_back() -> None:
    ledger = Ledger(UTC)
    ledger.put(VISIT)
    ledger.add_span(SPAN)

    ledger.forget(2 * HALF_MS)
    ledger.put(ANSWERED)
    ledger.add_span(replace(SPAN, to_ms=2 * HALF_MS + 7))

    assert ledger.facts(Population.VISITS, 0, of_center=False) == []
    assert ledger.since(0)["agent", "ana"] == {"idle": 7}
    assert ledger.halves(("queue", "q")) == {}
    assert ledger.halves(("queue", "unknown")) == {}


def test_each_fact_counts_for_those_who_answer_for_it() -> None:
    handling = Handling(
        id="h", interaction="i", agent="ana", queue="q", kind="inbound", answered_at_ms=0
    )
    offer = Offer(
        id="o", interaction="i", agent="ana", queue="q", made_at_ms=0, outcome=OfferState.EXPIRED
    )
    queue, agent = ("queue", "q"), ("agent", "ana")

    assert scopes_of(VISIT) == (queue,)
    assert scopes_of(replace(VISIT, queue=None)) == (CENTER,)
    assert scopes_of(replace(VISIT, kind="requeue")) == ()
    assert scopes_of(handling) == (CENTER, agent, queue)
    assert scopes_of(replace(handling, kind="callback")) == (CENTER, agent)
    assert scopes_of(offer) == (CENTER, agent, queue)
    assert scopes_of(SPAN) == (CENTER, agent)
