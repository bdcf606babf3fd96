"""What a fact contributes, and how visits become a journey."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.metrics.fact import Episode, Handling, Offer, Outcome, Span, Visit, journey
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.offer import OfferState


def visit(**changes: Any) -> Visit:
    facts: dict[str, Any] = {
        "id": "v", "interaction": "i", "queue": "q", "kind": "inbound",
        "entered_at_ms": 0, "target_ms": 20_000,
    }  # fmt: skip
    return Visit(**(facts | changes))


@pytest.mark.parametrize(
    ("outcome", "wait_ms", "reason", "expected"),
    [
        (None, 0, None, {"W": 1}),
        (Outcome.ANSWERED, 20_000, None, {"O": 1, "A": 1, "Ax": 1, "wait": 20_000}),
        (Outcome.ANSWERED, 20_001, None, {"O": 1, "A": 1, "Ax": 0, "wait": 20_001}),
        (Outcome.ABANDONED, 4_999, None, {"O": 1, "B": 1, "Bx": 1, "S": 1}),
        (Outcome.ABANDONED, 5_000, None, {"O": 1, "B": 1, "Bx": 1, "S": 0}),
        (Outcome.FLOWED_OUT, 5_000, "callback", {"O": 1, "F": 1, "Cx": 1}),
        (Outcome.FLOWED_OUT, 30_000, "callback", {"O": 1, "F": 1, "Cx": 0}),
        (Outcome.FLOWED_OUT, 5_000, "overflow", {"O": 1, "F": 1, "Cx": 0}),
    ],
)
def test_within_the_target_is_inclusive_and_short_is_not(
    outcome: Outcome | None, wait_ms: int, reason: str | None, expected: dict[str, int]
) -> None:
    found = visit(outcome=outcome, wait_ms=wait_ms, reason=reason).symbols()

    assert found == expected


def test_open_facts_count_as_open_only() -> None:
    handling = Handling(
        id="h", interaction="i", agent="ana", queue="q", kind="inbound", answered_at_ms=0
    )
    offer = Offer(id="o", interaction="i", agent="ana", queue="q", made_at_ms=0)
    episode = Episode(id="e", interaction="i", customer="c", channel="chat", received_at_ms=0)

    assert handling.symbols() == {"H_open": 1}
    assert offer.symbols() == {"E_open": 1}
    assert episode.symbols() == {"P_open": 1}


def test_episode_that_nobody_replied_to_has_no_response_time() -> None:
    episode = Episode(
        id="e", interaction="i", customer="c", channel="chat", received_at_ms=0, closed_at_ms=9
    )

    assert episode.symbols() == {}


def test_response_time_runs_from_the_queue_to_the_first_message() -> None:
    episode = Episode(
        id="e", interaction="i", customer="c", channel="chat",
        received_at_ms=0, routed_at_ms=5, replied_at_ms=9,
    )  # fmt: skip

    assert episode.symbols() == {"P": 1, "reply": 4}


def test_only_an_expired_offer_is_rona() -> None:
    offer = Offer(
        id="o", interaction="i", agent="ana", queue="q", made_at_ms=0, outcome=OfferState.WITHDRAWN
    )

    assert offer.symbols() == {"E": 1, "R": 0}


@pytest.mark.parametrize(
    ("presence", "occupancy", "symbol", "state"),
    [
        (Presence.READY, Occupancy.IDLE, "idle", "idle"),
        (Presence.READY, Occupancy.OFFERED, None, "offered"),
        (Presence.READY, Occupancy.ENGAGED, "busy", "engaged"),
        (Presence.NOT_READY, Occupancy.WRAP_UP, "busy", "wrap_up"),
        (Presence.NOT_READY, Occupancy.IDLE, None, "not_ready"),
    ],
)
def test_span_is_busy_idle_or_neither(
    presence: Presence, occupancy: Occupancy, symbol: str | None, state: str
) -> None:
    span = Span(agent="ana", presence=presence, occupancy=occupancy, from_ms=10, to_ms=30)

    assert (span.symbol, span.state) == (symbol, state)
    assert (span.between(0, 20), span.between(20, 99), span.between(30, 99)) == (10, 10, 0)


def test_journey_adds_the_waits_up_to_the_first_answer() -> None:
    moved = visit(outcome=Outcome.FLOWED_OUT, reason="overflow", wait_ms=60_000, positions=(1, 2))
    answered = visit(
        queue="other", kind="overflow", entered_at_ms=60_000, outcome=Outcome.ANSWERED,
        wait_ms=10_000, agent="cy", positions=(3, 4), target_ms=99_000,
    )  # fmt: skip
    later = visit(queue="third", kind="transfer", outcome=Outcome.ABANDONED, wait_ms=5_000)

    whole = journey([moved, answered, later])

    assert whole is not None
    assert (whole.outcome, whole.wait_ms, whole.agent) == (Outcome.ANSWERED, 70_000, "cy")
    # The promise was made where the customer came in.
    assert (whole.queue, whole.target_ms) == (None, 20_000)
    assert whole.positions == (1, 2, 3, 4)


def test_journey_leaves_out_what_is_apart() -> None:
    callback = visit(kind="callback", outcome=Outcome.ANSWERED, wait_ms=9)
    flowed = visit(outcome=Outcome.FLOWED_OUT, reason="callback", wait_ms=30_000)

    whole = journey([flowed, callback])

    assert whole is not None
    assert (whole.outcome, whole.wait_ms) == (Outcome.FLOWED_OUT, 30_000)
    assert journey([callback]) is None
