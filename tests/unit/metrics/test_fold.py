"""Entries become facts: each event puts what it says into the fact it is about."""

from __future__ import annotations

from datetime import UTC

import pytest

from ccsdk.metrics.fact import Episode, Handling, Offer, Outcome, Population, Visit
from ccsdk.metrics.fold import Fold
from ccsdk.metrics.ledger import CENTER
from ccsdk.model.offer import OfferState
from tests.unit.metrics.journal import Journal

MIDNIGHT_MS = 20_000 * 86_400_000
NOON_MS = MIDNIGHT_MS + 12 * 3_600_000
DAY_MS = 24 * 3_600_000


def folded(journal: Journal) -> Fold:
    fold = Fold(UTC)
    fold.take(journal.entries)
    return fold


def facts(fold: Fold, population: Population, *, of_center: bool = False) -> list:
    return fold.ledger.facts(population, 0, of_center=of_center)


def talk() -> Journal:
    """Write an Interaction of 8 s wait, 60 s talk and 10 s wrap-up."""
    journal = Journal(NOON_MS).define("q", "ana").enter("i").after(3_000).offer("i", "ana")
    journal.after(5_000).accept("i", "ana").answer("i", "ana", 8_000)
    journal.after(60_000).end("i", "ana").begin_wrap_up("i", "ana")
    return journal.after(10_000).wrap_up("i", "ana")


def test_visit_runs_from_the_queue_to_the_answer() -> None:
    (visit,) = facts(folded(talk()), Population.VISITS)

    assert visit == Visit(
        id="i-v1",
        interaction="i",
        queue="q",
        kind="inbound",
        entered_at_ms=NOON_MS,
        target_ms=20_000,
        left_at_ms=NOON_MS + 8_000,
        wait_ms=8_000,
        outcome=Outcome.ANSWERED,
        agent="ana",
        positions=(4, 7),
    )


def test_handling_runs_from_the_answer_to_the_end_of_wrap_up() -> None:
    (handling,) = facts(folded(talk()), Population.HANDLINGS)

    assert handling == Handling(
        id="i-o1",
        interaction="i",
        agent="ana",
        queue="q",
        kind="inbound",
        answered_at_ms=NOON_MS + 8_000,
        talk_ms=60_000,
        wrap_up_ms=10_000,
        ended_at_ms=NOON_MS + 78_000,
        ended_by="customer",
        positions=(7, 8, 9, 10),
    )


def test_handling_without_wrap_up_ends_with_the_talk() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").offer("i", "ana").accept("i", "ana")
    journal.answer("i", "ana", 0).after(9_000).end("i", "ana").close("i", agent="ana")

    (handling,) = facts(folded(journal), Population.HANDLINGS)

    assert (handling.talk_ms, handling.wrap_up_ms) == (9_000, 0)
    assert handling.ended_at_ms == NOON_MS + 9_000


def test_abandoned_visit_ends_when_the_customer_left() -> None:
    journal = Journal(NOON_MS).define().enter("i").after(4_999).abandon("i", 4_999)

    (visit,) = facts(folded(journal), Population.VISITS)

    assert (visit.outcome, visit.wait_ms) == (Outcome.ABANDONED, 4_999)
    assert visit.symbols()["S"] == 1


@pytest.mark.parametrize(
    ("end", "outcome", "reason"),
    [
        ("accept", OfferState.ACCEPTED, None),
        ("decline", OfferState.DECLINED, "lunch"),
        ("expire", OfferState.EXPIRED, None),
        ("withdraw", OfferState.WITHDRAWN, "abandoned"),
    ],
)
def test_offer_runs_to_its_outcome(end: str, outcome: OfferState, reason: str | None) -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").offer("i", "ana").after(2_000)
    getattr(journal, end)("i", "ana")

    (offer,) = facts(folded(journal), Population.OFFERS)

    assert offer == Offer(
        id="i-o1",
        interaction="i",
        agent="ana",
        queue="q",
        made_at_ms=NOON_MS,
        ended_at_ms=NOON_MS + 2_000,
        outcome=outcome,
        reason=reason,
        positions=(5, 6),
    )


def test_episode_knows_when_it_was_routed_replied_to_and_closed() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").offer("i", "ana").accept("i", "ana")
    journal.answer("i", "ana", 0).after(7_000).reply("i", "ana").reply("i", "ana")
    journal.after(1_000).end("i", "ana").wrap_up("i", "ana")

    (episode,) = facts(folded(journal), Population.EPISODES)

    assert episode == Episode(
        id="i",
        interaction="i",
        customer="cu_i",
        channel="chat",
        queue="q",
        received_at_ms=NOON_MS,
        routed_at_ms=NOON_MS,
        replied_at_ms=NOON_MS + 7_000,
        closed_at_ms=NOON_MS + 8_000,
        is_handled=True,
        positions=(3, 4, 8, 12),
    )


def test_lost_agents_handling_ends_and_a_visit_apart_begins() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").offer("i", "ana").accept("i", "ana")
    journal.answer("i", "ana", 0).after(9_000).lose("i", "ana")
    fold = folded(journal)

    (handling,) = facts(fold, Population.HANDLINGS)
    first, second = facts(fold, Population.VISITS)

    assert (handling.talk_ms, handling.ended_by) == (9_000, "agent_lost")
    assert (first.outcome, second.outcome) == (Outcome.ANSWERED, None)
    assert (second.kind, second.entered_at_ms) == ("requeue", NOON_MS + 9_000)
    # The queue answered its customer; that they wait again is reported apart.
    assert fold.ledger.since(NOON_MS)["queue", "q"]["W"] == 0
    assert fold.ledger.since(NOON_MS)[CENTER]["A"] == 1
    assert [visit.id for visit in fold.waiting()] == ["i-v2"]


def test_visit_goes_on_after_a_failed_connect() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").offer("i", "ana").accept("i", "ana")
    journal.after(10_000).fail("i", "ana").after(5_000)
    journal.offer("i", "ana", 2).accept("i", "ana", 2).answer("i", "ana", 15_000, number=2)

    (visit,) = facts(folded(journal), Population.VISITS)

    assert (visit.outcome, visit.wait_ms) == (Outcome.ANSWERED, 15_000)
    assert visit.entered_at_ms == NOON_MS


def test_target_is_the_one_in_force_when_the_visit_ends() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("i").after(8_000).define(target_ms=5_000)
    journal.offer("i", "ana").accept("i", "ana").answer("i", "ana", 8_000)
    journal.define(target_ms=60_000)

    (visit,) = facts(folded(journal), Population.VISITS)

    assert visit.symbols()["Ax"] == 0


def test_known_entries_change_nothing() -> None:
    journal = talk()
    fold = folded(journal)
    before = fold.ledger.since(0)

    fold.take(journal.entries[:7])

    assert fold.ledger.since(0) == before


def test_new_day_forgets_the_day_before_but_its_last_half_hour() -> None:
    late_ms = MIDNIGHT_MS + DAY_MS - 1_700_000
    journal = talk()
    journal.now_ms = late_ms
    journal.enter("late").after(DAY_MS // 24).enter("new")
    fold = folded(journal)

    assert [visit.interaction for visit in facts(fold, Population.VISITS)] == ["late", "new"]
    assert fold.ledger.floor_ms == MIDNIGHT_MS + DAY_MS - 1_800_000
    assert min(fold.ledger.halves(CENTER)) == fold.ledger.floor_ms


def test_whoever_waits_since_yesterday_is_known_and_in_no_figure_of_today() -> None:
    journal = Journal(NOON_MS).define("q", "ana").enter("old").after(DAY_MS).enter("new")
    journal.offer("old", "ana").accept("old", "ana").answer("old", "ana", DAY_MS)
    fold = folded(journal)

    assert [visit.interaction for visit in facts(fold, Population.VISITS)] == ["new"]
    assert fold.ledger.since(NOON_MS)["queue", "q"]["A"] == 0
    # What was done today is today's.
    assert [handling.interaction for handling in facts(fold, Population.HANDLINGS)] == ["old"]


def test_nothing_but_facts_is_kept_of_what_is_closed() -> None:
    fold = folded(talk().enter("j").abandon("j", 0))

    # The stated bound, which no figure would show to be broken.
    assert fold._work == {}
    assert fold.standings._owners == {}


def test_a_refusal_is_a_balk_and_no_visit() -> None:
    fold = folded(Journal(NOON_MS).define("q", "ana").refuse("i", "closed"))

    (balk,) = facts(fold, Population.BALKS)
    assert (balk.queue, balk.reason, balk.began_at_ms) == ("q", "closed", NOON_MS)
    assert (balk.is_open, balk.symbols()) == (False, {"K": 1})
    assert facts(fold, Population.VISITS) == []
