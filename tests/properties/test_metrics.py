"""Figures of random logs: opened they add up, folded again they are the same.

The logs are the engine's own, from drawn commands; what the fold makes of them is compared
with naive readings of the same entries, with the engine's state, and with itself.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsdk.center.board import WINDOWS, Board
from ccsdk.center.settings import CenterSection, CenterSettings
from ccsdk.metrics.fact import COUNTED_KINDS, Outcome, Population, Visit
from ccsdk.metrics.fold import Fold
from ccsdk.metrics.formula import Ratio
from ccsdk.metrics.interval import cut, half_hour, half_hours, midnight
from ccsdk.metrics.ledger import CENTER
from ccsdk.metrics.measure import MEASURES, PROFILES
from ccsdk.model import event as ev
from ccsdk.model.entry import Entry
from tests.properties.engine_world import AGENTS, QUEUES, STEPS_MS, World, draw, stored

# A search is work for a processor, of which a busy machine gives it little.
pytestmark = pytest.mark.timeout(300)

EXAMPLES = 15
STEPS = 120
# Now and then half an hour or a night goes by, so that windows have an edge to lose things at.
PAUSES_MS = (*(0,) * 60, 1_000_000, 30_000_000)
SEEDS = st.integers(0, 2**32)
FLOWING_OUT = (ev.InteractionOverflowed, ev.InteractionDeflected, ev.InteractionCancelled)
SETTINGS = CenterSettings(center=CenterSection(timezone="Europe/Berlin"))


def walks(seed: int, *, has_pauses: bool = True) -> Iterator[World]:
    """Yield a world after each of its random steps."""
    chance = random.Random(seed)
    world = World(has_twin=False)
    world.open(AGENTS[: chance.randrange(len(AGENTS))])
    for _ in range(STEPS):
        pause_ms = chance.choice(PAUSES_MS) if has_pauses else 0
        world.now_ms += chance.choice(STEPS_MS) + pause_ms
        command, by = draw(world, chance.choice)
        world.do(command, by)
        assert not world.findings
        yield world


def walked(seed: int) -> World:
    *_, world = walks(seed)
    return world


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_queue_is_balanced_at_every_position_and_agrees_with_the_judge(seed: int) -> None:
    fold = Fold(UTC)
    for world in walks(seed, has_pauses=False):
        fold.take(world.entries)

        visits = fold.ledger.facts(Population.VISITS, 0, of_center=False)
        for queue, counts in world.books.balance.items():
            of_queue = [v.outcome for v in visits if isinstance(v, Visit) and v.queue == queue]
            known = world.state.queues.get(queue)
            waiting = len(known.waiting) if known else 0
            outcomes = (Outcome.ANSWERED, Outcome.ABANDONED, Outcome.FLOWED_OUT)
            ended = [of_queue.count(outcome) for outcome in outcomes]
            assert [len(of_queue), *ended] == counts
            assert len(of_queue) == sum(ended) + waiting
            assert of_queue.count(None) == waiting


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_sums_agree_with_a_naive_reading_of_the_log(seed: int) -> None:
    fold = Fold(UTC)
    *_, world = walks(seed, has_pauses=False)
    fold.take(world.entries)

    expected = {("queue", queue): naive_sums(world.entries, queue) for queue in QUEUES}
    found = fold.ledger.since(fold.ledger.floor_ms)
    for scope, sums in expected.items():
        got = found.get(scope, Counter())
        assert {name: got[name] for name in sums} == sums


def naive_sums(entries: list[Entry], queue: str) -> dict[str, int]:
    """Count the visits that a queue answers for by scanning for their ends."""
    events = [entry.event for entry in entries]
    begun = [e for e in events if isinstance(e, ev.InteractionQueued | ev.InteractionTransferred)]
    there = [e for e in begun if e.queue == queue]
    first = {e.visit for e in there if e.visit_kind.value in COUNTED_KINDS}
    answers = [e for e in events if isinstance(e, ev.InteractionAnswered) and e.visit in first]
    losses = [e for e in events if isinstance(e, ev.InteractionAbandoned) and e.visit in first]
    flows = [e for e in events if isinstance(e, FLOWING_OUT) and getattr(e, "visit", None) in first]
    calls = [e for e in events if isinstance(e, ev.CallbackScheduled) and e.ended_visit in first]
    # An invitation is an Offer too: one that is missed is a rona, so all of them are below it.
    made = (ev.OfferMade, ev.ParticipantInvited)
    offers = [e for e in events if isinstance(e, made) and e.queue == queue]
    ronas = [e for e in events if isinstance(e, ev.OfferExpired) and e.queue == queue]
    return {
        "A": len(answers),
        "Ax": sum(e.is_in_target for e in answers),
        "wait": sum(e.wait_ms for e in answers),
        "B": len(losses),
        "S": sum(e.wait_ms < 5_000 for e in losses),
        "F": len(flows) + len(calls),
        "W": len(first) - len(answers) - len(losses) - len(flows) - len(calls),
        "R": len(ronas),
        "E": sum(offer_ended(events, offer.offer) for offer in offers),
    }


def offer_ended(events: list[ev.Event], offer: str) -> bool:
    ends = (
        ev.OfferAccepted,
        ev.LegStarted,
        ev.OfferDeclined,
        ev.OfferExpired,
        ev.OfferWithdrawn,
    )
    return any(isinstance(event, ends) and event.offer == offer for event in events)


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_agents_stand_as_the_engine_has_them_and_no_span_lies_in_a_stop(seed: int) -> None:
    fold = Fold(UTC)
    for world in walks(seed):
        fold.take(world.entries)
        for standing in fold.standings:
            agent = world.state.agents[standing.agent]
            assert standing.state == (agent.presence, agent.occupancy)

    resumed = [entry for entry in world.entries if isinstance(entry.event, ev.CenterResumed)]
    for standing in fold.standings:
        spans = [*fold.ledger.spans(standing.agent, 0), standing.span(world.now_ms)]
        assert all(a.to_ms <= b.from_ms for a, b in pairwise(spans))
        for entry in resumed:
            assert isinstance(entry.event, ev.CenterResumed)
            stop = (entry.event.stopped_at_ms, entry.at_ms)
            assert [span for span in spans if span.between(*stop)] == []


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_every_figure_is_the_sum_of_the_rows_it_opens_to(seed: int) -> None:
    world, board = walked(seed), Board(SETTINGS)
    board.note(world.entries)

    for window in WINDOWS:
        figures = board.figures(window, world.now_ms)
        for told, scope in scopes(figures):
            for name, figure in told["measures"].items():
                opened = board.explain(name, window, world.now_ms, **scope)
                assert not opened["more"]
                assert recomputed(opened) == Ratio(figure["numerator"], figure["denominator"])
                assert opened["value"] == figure["value"]
                assert opened["formula"] == MEASURES[name].formula
                if figure["unit"] == "percent":
                    assert figure["value"] is None or 0 <= figure["value"] <= 100


def scopes(figures: dict) -> Iterator[tuple[dict, dict[str, str]]]:
    yield figures["center"], {}
    for queue in figures["queues"]:
        yield queue, {"queue": queue["queue"]}
    for agent in figures["agents"]:
        yield agent, {"agent": agent["agent"]}


def recomputed(opened: dict) -> Ratio:
    """Add up what an explanation returns, as a reader of it would."""
    above, below = opened["numerator"], opened["denominator_only"]
    if opened["unit"] == "ms":
        return Ratio(sum(row["value_ms"] for row in above), len(above))
    if opened["measure"] == "occupancy_rate":
        busy_ms = sum(row["value_ms"] for row in above)
        return Ratio(busy_ms, busy_ms + sum(row["value_ms"] for row in below))
    return Ratio(len(above), len(above) + len(below))


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS)
def test_queues_agents_and_half_hours_add_up_to_the_center(seed: int) -> None:
    world, fold = walked(seed), Fold(UTC)
    fold.take(world.entries)
    ledger = fold.ledger

    sums = ledger.since(ledger.floor_ms)
    of_queues: Counter[str] = Counter()
    of_agents: Counter[str] = Counter()
    for (kind, _), each in sums.items():
        (of_queues if kind == "queue" else of_agents if kind == "agent" else Counter()).update(each)
    center = sums.get(CENTER, Counter())
    for symbol in ("E", "R", "P", "reply"):
        assert of_queues[symbol] == center[symbol], symbol
    # Whoever goes on to another queue is one journey, and a visit to each.
    visits, journeys = (of["O"] + of["W"] for of in (of_queues, center))
    facts = ledger.facts(Population.VISITS, 0, of_center=False)
    counted = [v for v in facts if isinstance(v, Visit) and v.kind in COUNTED_KINDS]
    assert visits == len(counted)
    # Of a journey that began before the floor only later visits are known.
    begun = {v.interaction for v in counted if v.id.endswith("-v1")}
    # One that is reopened comes in again: that is another journey.
    came = Counter(v.interaction for v in counted if v.kind == "inbound")
    most = sum(max(1, came[one]) for one in {v.interaction for v in counted})
    assert len(begun) <= journeys <= most <= visits
    for symbol in ("H", "H_open", "talk", "hold", "wrap_up", "E", "R", "busy", "idle"):
        assert of_agents[symbol] == center[symbol], symbol
    assert ledger.sliding(ledger.floor_ms).get(CENTER, Counter()) == +center


@settings(max_examples=EXAMPLES)
@given(seed=SEEDS, page=st.integers(1, 40))
def test_second_fold_without_personal_halves_equals_the_live_one(seed: int, page: int) -> None:
    live = Board(SETTINGS)
    for world in walks(seed):
        live.note(world.entries)
    second = Board(SETTINGS)

    erased = [msgspec.structs.replace(stored(entry), personal=None) for entry in world.entries]
    for start in range(0, len(erased), page):
        second.note(erased[start : start + page])

    for window in WINDOWS:
        assert second.figures(window, world.now_ms) == live.figures(window, world.now_ms)
        for name in MEASURES:
            again = second.explain(name, window, world.now_ms)
            assert again == live.explain(name, window, world.now_ms)


VISIT = st.builds(
    Visit,
    id=st.just("v"),
    interaction=st.just("i"),
    queue=st.just("q"),
    kind=st.sampled_from(sorted(COUNTED_KINDS)),
    entered_at_ms=st.just(0),
    target_ms=st.sampled_from((0, 4_000, 20_000)),
    wait_ms=st.integers(0, 30_000),
    outcome=st.sampled_from((*Outcome, None)),
    reason=st.sampled_from((None, "callback", "overflow")),
)


@given(visits=st.lists(VISIT))
def test_profiles_stay_within_bounds_and_their_identities_hold(visits: list[Visit]) -> None:
    sums: Counter[str] = Counter()
    for visit in visits:
        sums.update(visit.symbols())

    found = {profile: measure.of(sums) for profile, measure in PROFILES.items()}

    for ratio in found.values():
        assert 0 <= ratio.numerator <= ratio.denominator
    assert found["asterisk-sl"] == found["genesys-B"]
    assert found["genesys"].numerator == found["ccsdk-1"].numerator
    assert found["asterisk-sl2"].denominator == found["genesys"].denominator
    assert found["genesys+F"].denominator == found["amazon"].denominator == len(visits) - sums["W"]


@pytest.mark.parametrize("name", ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"])
@given(at_ms=st.integers(1_000_000_000_000, 4_000_000_000_000), long_ms=st.integers(1, 200_000_000))
def test_half_hours_tile_any_stretch_of_time(name: str, at_ms: int, long_ms: int) -> None:
    zone: tzinfo = UTC if name == "UTC" else ZoneInfo(name)

    starts = list(half_hours(at_ms, at_ms + long_ms, zone))
    parts = list(cut(at_ms, at_ms + long_ms, zone))

    assert sum(part_ms for _, part_ms in parts) == long_ms
    assert [start for start, _ in parts] == starts == sorted(set(starts))
    assert all(half_hour(start, zone) == start for start in starts)
    assert all(0 < part_ms <= 1_800_000 for _, part_ms in parts)
    assert midnight(at_ms, zone) <= at_ms
    assert midnight(midnight(at_ms, zone), zone) == midnight(at_ms, zone)
