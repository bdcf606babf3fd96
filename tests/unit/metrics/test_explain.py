"""An explanation sorts every fact: above the line, below it, or left out and why."""

from __future__ import annotations

from typing import Any

from ccsdk.metrics.explain import Explanation, explain, explain_spans
from ccsdk.metrics.fact import Handling, Outcome, Span, Visit
from ccsdk.metrics.formula import Ratio
from ccsdk.metrics.measure import MEASURES, PROFILES
from ccsdk.model.agent import Occupancy, Presence


def visit(id_: str, outcome: Outcome | None, wait_ms: int, kind: str = "inbound") -> Visit:
    return Visit(
        id=id_, interaction=id_, queue="q", kind=kind, entered_at_ms=0, target_ms=20_000,
        outcome=outcome, wait_ms=wait_ms,
    )  # fmt: skip


VISITS = [
    visit("fast", Outcome.ANSWERED, 0),
    visit("slow", Outcome.ANSWERED, 30_000),
    visit("short", Outcome.ABANDONED, 1_000),
    visit("lost", Outcome.ABANDONED, 9_000),
    visit("open", None, 0),
    visit("again", Outcome.ANSWERED, 1_000, kind="requeue"),
]


def sorted_ids(opened: Explanation) -> dict[str, list[Any]]:
    return {
        "numerator": [row.fact.id for row in opened.numerator],
        "denominator_only": [row.fact.id for row in opened.denominator_only],
        "excluded": [(row.fact.id, row.reason) for row in opened.excluded],
    }


def test_rate_has_its_hits_its_misses_and_who_is_left_out() -> None:
    opened = explain(MEASURES["service_level"], VISITS, of_queue=True)

    assert sorted_ids(opened) == {
        "numerator": ["fast"],
        "denominator_only": ["slow", "lost"],
        "excluded": [("short", "short"), ("open", "not_matured"), ("again", "kind")],
    }
    assert opened.ratio() == Ratio(1, 3)


def test_another_profile_leaves_out_others() -> None:
    opened = explain(PROFILES["asterisk-sl"], VISITS, of_queue=True)

    assert ("lost", "outcome") in sorted_ids(opened)["excluded"]
    assert opened.ratio() == Ratio(1, 2)


def test_mean_has_every_counted_row_above_the_line_be_it_zero() -> None:
    opened = explain(MEASURES["average_speed_of_answer"], VISITS, of_queue=True)

    assert sorted_ids(opened)["numerator"] == ["fast", "slow"]
    assert opened.denominator_only == []
    assert opened.ratio() == Ratio(30_000, 2)


def test_handling_of_another_kind_is_apart_for_a_queue_only() -> None:
    handling = Handling(
        id="h", interaction="i", agent="ana", queue="q", kind="requeue", answered_at_ms=0,
        talk_ms=9, ended_at_ms=9,
    )  # fmt: skip
    measure = MEASURES["average_handle_time"]

    assert sorted_ids(explain(measure, [handling], of_queue=True))["excluded"] == [("h", "kind")]
    assert explain(measure, [handling]).ratio() == Ratio(9, 1)


def test_spans_are_cut_at_the_window_and_say_what_is_neither() -> None:
    states = ((Occupancy.ENGAGED, 0, 40), (Occupancy.IDLE, 40, 50), (Occupancy.OFFERED, 50, 99))
    spans = [
        Span(agent="ana", presence=Presence.READY, occupancy=state, from_ms=start, to_ms=end)
        for state, start, end in (*states, (Occupancy.IDLE, 99, 120))
    ]

    opened = explain_spans(MEASURES["occupancy_rate"], spans, from_ms=10, to_ms=60)

    assert opened.ratio() == Ratio(30, 40)
    assert [row.reason for row in opened.excluded] == ["offered"]
