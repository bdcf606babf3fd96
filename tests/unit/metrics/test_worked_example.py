"""The worked example of docs/explanation/measures.md, every number of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC

import pytest

from ccsdk.metrics.answer import csat, customer_effort, net_promoter
from ccsdk.metrics.cost import Rates, cost_to_serve
from ccsdk.metrics.explain import explain
from ccsdk.metrics.fact import COUNTED_KINDS, Visit, journey
from ccsdk.metrics.formula import Ratio, Symbols
from ccsdk.metrics.ledger import CENTER, Ledger, Scope
from ccsdk.metrics.measure import MEASURES, PROFILES
from ccsdk.metrics.repeat import REPEAT_MS, repeats
from ccsdk.metrics.volume import volumes
from tests.unit.metrics.morning import (
    HALF_PAST_MS,
    NINE_MS,
    TEN_MS,
    as_of,
    at,
    episodes,
    spans,
    visits_and_handlings,
)

VISITS, HANDLINGS = visits_and_handlings()
P, Q = ("queue", "P"), ("queue", "Q")
# An euro is a million of these.
RATES = Rates(agent_hour=30_000_000, line_minute=20_000)


def filled(visits: list[Visit] = VISITS) -> Ledger:
    ledger = Ledger(UTC)
    own: dict[str, list[Visit]] = {}
    for visit in visits:
        ledger.put(visit)
        own.setdefault(visit.interaction, []).append(visit)
        whole = journey(own[visit.interaction])
        assert whole is not None
        ledger.put(whole)
    for handling in HANDLINGS:
        ledger.put(handling)
    for span in spans():
        ledger.add_span(span)
    return ledger


def sums(scope: Scope) -> Symbols:
    return filled().since(NINE_MS)[scope]


def ratio(measure: str, scope: Scope) -> Ratio:
    return MEASURES[measure].of(sums(scope))


def test_queue_is_balanced() -> None:
    counted = sums(P)

    assert {name: counted[name] for name in "OABFSW"} == {
        "O": 12, "A": 6, "B": 4, "F": 2, "S": 1, "W": 0,
    }  # fmt: skip
    assert {name: counted[name] for name in ("Ax", "Bx", "Cx")} == {"Ax": 5, "Bx": 3, "Cx": 0}


@pytest.mark.parametrize(
    ("profile", "expected", "percent"),
    [
        ("ccsdk-1", Ratio(5, 11), 45.5),
        ("amazon", Ratio(8, 12), 66.7),
        ("genesys", Ratio(5, 10), 50.0),
        ("genesys-S", Ratio(5, 9), 55.6),
        ("genesys+F", Ratio(5, 12), 41.7),
        ("genesys-B", Ratio(5, 6), 83.3),
        ("asterisk-sl", Ratio(5, 6), 83.3),
        ("asterisk-sl2", Ratio(8, 10), 80.0),
    ],
)
def test_service_level_of_each_profile(profile: str, expected: Ratio, percent: float) -> None:
    found = PROFILES[profile].of(sums(P))

    assert found == expected
    assert found.percent() == percent


def test_service_level_of_the_queue_that_took_the_others() -> None:
    assert ratio("service_level", Q) == Ratio(2, 2)
    assert ratio("service_level", Q).percent() == 100.0


@pytest.mark.parametrize(
    ("scope", "expected", "mean_ms"),
    [
        (P, Ratio(190_000, 6), 31_667),
        (Q, Ratio(22_000, 2), 11_000),
        (CENTER, Ratio(260_000, 7), 37_143),
    ],
)
def test_average_speed_of_answer(scope: Scope, expected: Ratio, mean_ms: int) -> None:
    found = ratio("average_speed_of_answer", scope)

    assert found == expected
    assert found.mean() == mean_ms


@pytest.mark.parametrize(
    ("scope", "expected", "mean_ms"),
    [
        (P, Ratio(1_840_000, 6), 306_667),
        (Q, Ratio(505_000, 2), 252_500),
        (CENTER, Ratio(2_480_000, 9), 275_556),
    ],
)
def test_average_handle_time(scope: Scope, expected: Ratio, mean_ms: int) -> None:
    found = ratio("average_handle_time", scope)

    assert found == expected
    assert found.mean() == mean_ms


def test_handle_time_has_three_parts() -> None:
    counted = sums(P)

    assert [counted[name] for name in ("talk", "hold", "wrap_up")] == [1_570_000, 90_000, 180_000]


def test_handle_time_with_the_callback_and_per_episode() -> None:
    measure = MEASURES["average_handle_time"]
    in_p = [handling for handling in HANDLINGS if handling.queue == "P"]
    handled = len({handling.interaction for handling in HANDLINGS})

    with_callback = explain(measure, in_p).ratio()
    per_episode = Ratio(explain(measure, HANDLINGS).ratio().numerator, handled)

    assert with_callback == Ratio(1_975_000, 7)
    assert with_callback.mean() == 282_143
    assert per_episode == Ratio(2_480_000, 8)
    assert per_episode.mean() == 310_000


def test_abandonment_and_transfer_rates() -> None:
    assert ratio("abandonment_rate", P) == Ratio(4, 12)
    assert ratio("abandonment_rate", P).percent() == 33.3
    assert ratio("abandonment_rate_without_short", P) == Ratio(3, 11)
    assert ratio("abandonment_rate_without_short", P).percent() == 27.3
    assert ratio("transfer_rate", P) == Ratio(1, 6)
    assert ratio("transfer_rate", P).percent() == 16.7


@pytest.mark.parametrize(
    ("scope", "expected", "percent"),
    [
        (("agent", "Ana"), Ratio(1_285_000, 3_551_000), 36.2),
        (("agent", "Bo"), Ratio(690_000, 2_866_000), 24.1),
        (("agent", "Cy"), Ratio(505_000, 3_578_000), 14.1),
        (CENTER, Ratio(2_480_000, 9_995_000), 24.8),
    ],
)
def test_occupancy_rate(scope: Scope, expected: Ratio, percent: float) -> None:
    found = ratio("occupancy_rate", scope)

    assert found == expected
    assert found.percent() == percent


def test_occupancy_rate_by_half_hour_is_cut_to_the_millisecond() -> None:
    halves = filled().halves(("agent", "Ana"))
    measure = MEASURES["occupancy_rate"]

    first, second = measure.of(halves[NINE_MS]), measure.of(halves[HALF_PAST_MS])

    assert (first, first.percent()) == (Ratio(880_000, 1_755_000), 50.1)
    assert (second, second.percent()) == (Ratio(405_000, 1_796_000), 22.6)


def test_volumes_count_each_event_in_its_own_half_hour() -> None:
    visits = [visit for visit in VISITS if visit.queue == "P"]

    first, second = volumes(visits, (NINE_MS, HALF_PAST_MS, TEN_MS))

    assert (first.offered, first.answered, first.abandoned) == (12, 5, 3)
    assert (first.flowed_out, first.waiting) == (2, 2)
    assert (second.offered, second.answered, second.abandoned) == (0, 1, 1)
    assert (second.flowed_out, second.waiting) == (0, 0)


def test_cohort_of_the_first_half_hour_has_all_twelve() -> None:
    halves = filled().halves(P)

    assert halves[NINE_MS]["O"] == 12
    # The callback is apart, but its handling is, too.
    assert HALF_PAST_MS not in halves or not halves[HALF_PAST_MS]["O"]


@pytest.mark.parametrize(
    ("minute", "expected", "percent", "waiting"),
    [("6:00", Ratio(2, 6), 33.3, 0), ("12:00", Ratio(3, 7), 42.9, 1)],
)
def test_wallboard_counts_who_has_left(
    minute: str, expected: Ratio, percent: float, waiting: int
) -> None:
    counted = filled(as_of(VISITS, at(minute))).since(NINE_MS)[P]

    found = MEASURES["service_level"].of(counted)

    assert (found, found.percent()) == (expected, percent)
    assert counted["W"] == waiting
    assert MEASURES["service_level"].is_matured(counted) is (waiting == 0)


def test_first_contact_is_the_last_one() -> None:
    found = repeats(episodes(), now_ms=TEN_MS + 2 * REPEAT_MS)

    assert found.first_resolution() == Ratio(6, 8)
    assert found.first_resolution().percent() == 75.0
    assert found.first_resolution(is_strict=True).percent() == 62.5
    assert [episode.id for episode in found.repeated] == ["i1", "i2"]


def test_answers_of_five_customers() -> None:
    satisfied = csat([4, 5, 2, 3, 5])

    assert (satisfied.ratio, satisfied.percent()) == (Ratio(3, 5), 60.0)
    assert (satisfied.low, satisfied.high) == (23.1, 88.2)
    assert net_promoter([9, 10, 3, 7, 8]).percent() == 20.0
    assert customer_effort([6, 7, 2, 4, 5]).percent() == 60.0


def test_cost_of_the_hour() -> None:
    cost = cost_to_serve(VISITS, HANDLINGS, RATES)
    of_c1 = cost_to_serve(
        [visit for visit in VISITS if visit.interaction in ("i1", "i9")],
        [handling for handling in HANDLINGS if handling.interaction in ("i1", "i9")],
        RATES,
    )
    agents = cost_to_serve([], HANDLINGS, Rates(agent_hour=30_000_000, line_minute=0))

    assert cost.line_ms == 2_623_000
    assert round_to_thousandth(agents.micros()) == 20_667
    assert round_to_thousandth(cost.micros()) == 21_541
    assert round_to_thousandth(cost.micros(over=8)) == 2_693
    assert round_to_thousandth(cost.micros(over=10)) == 2_154
    assert round_to_thousandth(of_c1.micros()) == 6_436


def round_to_thousandth(micros: int | None) -> int:
    assert micros is not None
    return (micros + 500) // 1_000


def test_explanation_of_the_service_level_names_everybody() -> None:
    visits = [visit for visit in VISITS if visit.queue == "P" and visit.kind in COUNTED_KINDS]

    opened = explain(PROFILES["ccsdk-1"], visits, of_queue=True)

    assert [row.fact.interaction for row in opened.numerator] == ["i1", "i2", "i9", "i10", "i11"]
    assert [row.fact.interaction for row in opened.denominator_only] == [
        "i4", "i5", "i6", "i7", "i8", "i12",
    ]  # fmt: skip
    assert [(row.fact.interaction, row.reason) for row in opened.excluded] == [("i3", "short")]


def test_rates_of_half_hours_add_up_to_the_hours() -> None:
    ledger = filled()

    for scope, whole in ledger.since(NINE_MS).items():
        added: Counter[str] = Counter()
        for part in ledger.halves(scope).values():
            added.update(part)
        assert added == whole
