"""A simulated day is explained: every Offer, everybody passed over, and everybody who waits.

The log is replayed; at each Offer's position, and after every so many decisions, an independent
judge says in its own words who could have had what. `CCSDK_DAY_EVERY=1` looks after them all.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from ccsdk.engine.explaining import verdict
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.explaining.wording import sentences
from ccsdk.engine.index import Index, Signature
from ccsdk.engine.line import Place
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.engine.state import State
from ccsdk.model.event import OfferMade
from ccsdk.model.explanation import CONDITIONS, Standing
from ccsdk.model.receipt import Reason
from tests.simulation.day import Day
from tests.simulation.day_judge import Judge

EVERY = int(os.environ.get("CCSDK_DAY_EVERY", "20"))
CUSTOMERS, AGENTS, SEED = 1_000, 12, 4


def played(customers: int = CUSTOMERS) -> Day:
    day = Day(seed=SEED, customers=customers, agents=AGENTS)
    day.play()
    return day


def explained(day: Day, *, every: int) -> Counter[str]:
    """Judge a whole day; return how many of what were explained."""
    state, counts, sampled = State(), Counter[str](), set(day.ends[::every])
    decided = defaultdict[int, list[OfferMade]](list)
    for entry in day.entries:
        if isinstance(entry.event, OfferMade):
            assert entry.event.receipt is not None
            decided[entry.event.receipt.position].append(entry.event)
    for entry in day.entries:
        replay([entry], state)
        judge = Judge(state)
        for made in decided.get(entry.position, ()):
            told = explain_offer(state, made)
            assert sentences(told)
            counts["offers"] += 1
            counts += Counter(
                f"passed over: {why}" for why in judge.check_offer(told, made.receipt)
            )
            counts[f"reason: {told.receipt.reason.value}"] += 1
        if entry.position in sampled:
            counts += waits_explained(state, judge)
    assert fingerprint(state) == fingerprint(day.state)
    return counts


def waits_explained(state: State, judge: Judge) -> Counter[str]:
    """Judge everybody who waits now."""
    counts = Counter[str]()
    for queue in state.queues.values():
        for interaction in queue.waiting:
            told = explain_interaction(state, interaction)
            if told.standing is Standing.NOT_WAITING:
                continue
            assert sentences(told)
            counts["waits"] += 1
            counts["verdicts"] += judge.check_wait(told)
            counts += Counter(f"waits: {each.failed}" for each in told.agents)
            if told.standing is Standing.IN_LINE:
                # Nothing in line stands beside who could have it.
                assert all(each.failed is not None for each in told.agents)
    return counts


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_36_and_47_every_offer_and_every_wait_of_a_day_is_explained(
    record_property: Callable[[str, object], None],
) -> None:
    day = played()

    counts = explained(day, every=EVERY)

    passed = sum(count for what, count in counts.items() if what.startswith("passed over"))
    made = sum(isinstance(entry.event, OfferMade) for entry in day.entries)
    for what, count in (
        ("a day's interactions", CUSTOMERS),
        ("its offers, receipts equal to what is explained", counts["offers"]),
        ("its passed over, each for a reason", passed),
        (f"its waits, one decision in {EVERY}", counts["waits"]),
        ("its verdicts on agents, as an independent judge says", counts["verdicts"]),
    ):
        record_property("figure", (what, f"{count:,}", "all"))
    assert counts["offers"] == made
    # A day on which little happens would prove little; no plugin has a rule in this shop.
    assert {f"waits: {each}" for each in CONDITIONS if each != "rule"} <= counts.keys()
    assert {f"reason: {each.value}" for each in Reason} <= counts.keys()
    assert {"passed over: priority", "passed over: pull"} <= counts.keys()
    assert min(passed, counts["waits"]) > 1_000


def the_youngest_is_served(patch: pytest.MonkeyPatch) -> None:
    line_up = Index.line_up

    def backwards(index: Index, signature: Signature, place: Place, *, at_most: int) -> None:
        tier, order_from_ms, interaction = place
        line_up(index, signature, (tier, -order_from_ms, interaction), at_most=at_most)

    patch.setattr(Index, "line_up", backwards)


def nobody_is_said_to_be_full(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ccsdk.engine.eligibility.why_no_room", lambda *given: None)


def exclusion_is_not_explained(patch: pytest.MonkeyPatch) -> None:
    why_not = verdict.why_not

    def without(*given: object) -> str | None:
        return "presence" if (found := why_not(*given)) == "excluded" else found

    patch.setattr(verdict, "why_not", without)


@pytest.mark.slow
@pytest.mark.parametrize(
    "plant", [the_youngest_is_served, nobody_is_said_to_be_full, exclusion_is_not_explained]
)
def test_an_explanation_that_lies_is_found_out(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        explained(played(300), every=EVERY)
