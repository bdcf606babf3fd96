"""The board answers with figures that open, in the shape that a frame carries."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ccsdk.center.board import ROWS_MAX, Board
from ccsdk.center.settings import CenterSection, CenterSettings
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.agent import Presence
from tests.unit.metrics.journal import Journal

# A quarter past nine in Berlin, whose midnight is 23:00 UTC.
NOW_MS = int(datetime(2026, 3, 2, 8, 15, tzinfo=UTC).timestamp() * 1_000)
MIDNIGHT_MS = int(datetime(2026, 3, 1, 23, tzinfo=UTC).timestamp() * 1_000)
NINE_MS = NOW_MS - 900_000
SETTINGS = CenterSettings(center=CenterSection(timezone="Europe/Berlin"))


def board(journal: Journal) -> Board:
    found = Board(SETTINGS)
    found.note(journal.entries)
    return found


def shift() -> Journal:
    """Write one answered in 8 s, one short abandon, and one who waits since 9:10."""
    journal = Journal(NINE_MS).define("q", "ana").define("other", target_ms=60_000)
    journal.presence("ana", Presence.READY).after(60_000)
    journal.enter("a").offer("a", "ana").after(8_000).accept("a", "ana").answer("a", "ana", 8_000)
    journal.after(52_000).end("a", "ana").begin_wrap_up("a", "ana")
    journal.after(10_000).wrap_up("a", "ana")
    journal.enter("b").after(3_000).abandon("b", 3_000)
    journal.now_ms = NINE_MS + 600_000
    return journal.enter("c")


def test_figures_say_of_when_they_are() -> None:
    figures = board(shift()).figures("today", NOW_MS)

    assert {name: figures[name] for name in ("as_of_ms", "from_ms", "window")} == {
        "as_of_ms": NOW_MS,
        "from_ms": MIDNIGHT_MS,
        "window": "today",
    }


def test_figures_of_a_queue() -> None:
    (queue, _) = board(shift()).figures("today", NOW_MS)["queues"]

    assert queue == {
        "queue": "q",
        "measures": {
            "service_level": {
                "version": 1, "profile": "ccsdk-1", "value": 100.0, "unit": "percent",
                "numerator": 1, "denominator": 1, "matured": False, "target_ms": 20_000,
            },
            "average_speed_of_answer": {
                "version": 1, "value": 8_000, "unit": "ms",
                "numerator": 8_000, "denominator": 1, "matured": False,
            },
            "average_handle_time": {
                "version": 1, "value": 62_000, "unit": "ms",
                "numerator": 62_000, "denominator": 1, "matured": True,
            },
            "abandonment_rate": {
                "version": 1, "value": 50.0, "unit": "percent",
                "numerator": 1, "denominator": 2, "matured": False,
            },
            "rona_rate": {
                "version": 1, "value": 0.0, "unit": "percent",
                "numerator": 0, "denominator": 1, "matured": True,
            },
        },
        "counts": {
            "offered": 3, "answered": 1, "abandoned": 1, "short_abandon": 1,
            "flowed_out": 0, "waiting": 1, "refused": 0,
        },
        "oldest_at_ms": NINE_MS + 600_000,
    }  # fmt: skip


def test_who_is_refused_stands_beside_the_offered_and_is_none_of_them() -> None:
    journal = shift().refuse("r1", "closed").refuse("r2", "full")

    figures = board(journal).figures("today", NOW_MS)

    before = board(shift()).figures("today", NOW_MS)
    assert figures["center"]["counts"] == {**before["center"]["counts"], "refused": 2}
    counted = {each["queue"]: each["counts"]["refused"] for each in figures["queues"]}
    assert counted[journal.entries[-1].event.queue] == 2
    assert sum(counted.values()) == 2
    assert figures["center"]["measures"] == before["center"]["measures"]


def test_queue_that_nobody_came_to_has_no_data() -> None:
    (_, other) = board(shift()).figures("today", NOW_MS)["queues"]

    assert other["counts"]["offered"] == 0
    assert other["measures"]["service_level"]["value"] is None
    assert other["oldest_at_ms"] is None


def test_center_has_a_target_only_where_its_queues_share_one() -> None:
    mixed = board(shift()).figures("today", NOW_MS)
    alike = board(Journal(NINE_MS).define("q").define("r")).figures("today", NOW_MS)

    assert "target_ms" not in mixed["center"]["measures"]["service_level"]
    assert alike["center"]["measures"]["service_level"]["target_ms"] == 20_000


def test_agents_are_busy_or_idle_up_to_now() -> None:
    (agent,) = board(shift()).figures("today", NOW_MS)["agents"]

    # 62 s busy, of 900 s READY less 8 s OFFERED.
    occupancy = agent["measures"]["occupancy_rate"]
    assert (occupancy["numerator"], occupancy["denominator"]) == (62_000, 892_000)
    assert agent["agent"] == "ana"
    assert set(agent["measures"]) == {"occupancy_rate", "average_handle_time"}


def test_series_has_every_half_hour_of_the_center_and_those_of_queues_with_somebody() -> None:
    series = board(shift()).figures("today", NOW_MS)["series"]

    of_center = [row for row in series if row["queue"] is None]
    assert [row["from_ms"] for row in of_center] == list(range(MIDNIGHT_MS, NOW_MS, 1_800_000))
    (of_queue,) = [row for row in series if row["queue"] is not None]
    assert (of_queue["queue"], of_queue["from_ms"], of_queue["to_ms"]) == (
        "q", NINE_MS, NINE_MS + 1_800_000,
    )  # fmt: skip
    assert (of_queue["offered"], of_queue["answered"], of_queue["abandoned"]) == (3, 1, 1)
    assert of_queue["service_level"]["numerator"] == 1
    assert of_queue["average_speed_of_answer"]["value"] == 8_000


def test_last_half_hour_slides() -> None:
    found = board(shift())

    soon = found.figures("last_30_min", NINE_MS + 1_870_000)
    late = found.figures("last_30_min", NOW_MS + 3_600_000)

    # The first entered 1,810 s ago, the second 1,740 s.
    assert soon["center"]["counts"]["offered"] == 2
    assert soon["from_ms"] == NINE_MS + 70_000
    assert [row["from_ms"] for row in soon["series"] if row["queue"] is None] == [
        NINE_MS, NINE_MS + 1_800_000,
    ]  # fmt: skip
    # Whoever waits is seen, however long ago they came.
    assert late["center"]["counts"]["offered"] == 0
    assert late["center"]["oldest_at_ms"] == NINE_MS + 600_000


def test_last_half_hour_reaches_into_yesterday() -> None:
    journal = Journal(MIDNIGHT_MS - 60_000).define().enter("late").after(120_000).enter("new")
    found = board(journal)

    today = found.figures("today", MIDNIGHT_MS + 90_000)["center"]["counts"]
    sliding = found.figures("last_30_min", MIDNIGHT_MS + 90_000)["center"]["counts"]

    assert (today["offered"], sliding["offered"]) == (1, 2)


def test_first_instant_of_a_day_has_figures() -> None:
    figures = board(Journal(NINE_MS).define()).figures("today", MIDNIGHT_MS)

    assert [row["from_ms"] for row in figures["series"]] == [MIDNIGHT_MS]


def test_answers_are_ready_for_a_frame() -> None:
    found = board(shift())

    for answer in (
        found.figures("today", NOW_MS),
        found.explain("occupancy_rate", "today", NOW_MS, agent="ana"),
        found.explain("average_handle_time", "today", NOW_MS),
    ):
        assert json.loads(json.dumps(answer)) == answer


def test_explained_service_level_names_who_is_in_it_and_who_is_not() -> None:
    opened = board(shift()).explain("service_level", "today", NOW_MS, queue="q")

    assert opened == {
        "measure": "service_level", "version": 1, "profile": "ccsdk-1", "unit": "percent",
        "value": 100.0, "as_of_ms": NOW_MS, "from_ms": MIDNIGHT_MS, "formula": "Ax / (O - S)",
        "parameters": {"target_ms": 20_000, "short_ms": 5_000},
        "numerator": [
            {
                "interaction": "a", "at_ms": NINE_MS + 60_000, "wait_ms": 8_000,
                "outcome": "answered", "agent": "ana", "positions": [f"{6:020d}", f"{9:020d}"],
            }
        ],
        "denominator_only": [],
        "excluded": [
            {
                "interaction": "b", "at_ms": NINE_MS + 130_000, "wait_ms": 3_000,
                "outcome": "abandoned", "positions": [f"{15:020d}", f"{16:020d}"],
                "reason": "short",
            },
            {
                "interaction": "c", "at_ms": NINE_MS + 600_000, "wait_ms": 300_000,
                "positions": [f"{19:020d}"], "reason": "not_matured",
            },
        ],
        "more": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "scope", "row"),
    [
        (
            "average_handle_time",
            {"agent": "ana"},
            {"interaction": "a", "value_ms": 62_000, "outcome": "customer", "agent": "ana"},
        ),
        ("average_speed_of_answer", {}, {"interaction": "a", "value_ms": 8_000, "wait_ms": 8_000}),
        ("occupancy_rate", {"agent": "ana"}, {"value_ms": 52_000, "outcome": "engaged"}),
    ],
)
def test_explained_durations_carry_their_value(
    measure: str, scope: dict[str, str], row: dict[str, Any]
) -> None:
    opened = board(shift()).explain(measure, "today", NOW_MS, **scope)

    first = opened["numerator"][0]
    assert {name: first[name] for name in row} == row


def test_explained_offers_and_replies_tell_what_became_of_them() -> None:
    journal = Journal(NINE_MS).define("q", "ana").enter("a").offer("a", "ana").after(15_000)
    journal.expire("a", "ana").offer("a", "ana", 2)
    found = board(journal)

    offers = found.explain("rona_rate", "today", NOW_MS, queue="q")
    replies = found.explain("first_response_time", "today", NOW_MS)

    (missed,) = offers["numerator"]
    (ringing,) = offers["excluded"]
    assert (missed["outcome"], missed["agent"]) == ("expired", "ana")
    assert (ringing["reason"], "outcome" in ringing) == ("not_matured", False)
    assert [row["reason"] for row in replies["excluded"]] == ["not_matured"]


def test_occupancy_of_the_center_is_everybodys() -> None:
    journal = shift().define("q", "bo").presence("bo", Presence.READY)

    opened = board(journal).explain("occupancy_rate", "last_30_min", NOW_MS)

    assert {row["agent"] for row in opened["denominator_only"]} == {"ana", "bo"}
    assert {row["reason"] for row in opened["excluded"]} == {"offered"}


def test_agent_who_is_away_is_neither_busy_nor_idle() -> None:
    found = board(shift().define("q", "bo").presence("bo", Presence.NOT_READY))

    bo = found.figures("today", NOW_MS)["agents"][1]
    opened = found.explain("occupancy_rate", "today", NOW_MS, agent="bo")

    assert (bo["agent"], bo["measures"]["occupancy_rate"]["value"]) == ("bo", None)
    assert [(row["agent"], row["reason"]) for row in opened["excluded"]] == [("bo", "not_ready")]


def test_latest_rows_are_kept_of_a_long_list() -> None:
    journal = Journal(NINE_MS).define()
    for number in range(ROWS_MAX + 1):
        journal.enter(f"i{number}").after(6_000).abandon(f"i{number}", 6_000)
    last_ms = journal.now_ms

    opened = board(journal).explain("abandonment_rate", "today", last_ms)

    assert opened["more"]
    assert len(opened["numerator"]) == ROWS_MAX
    assert opened["numerator"][-1]["interaction"] == f"i{ROWS_MAX}"
    assert opened["value"] == 100.0


@pytest.mark.parametrize(
    ("asked", "path", "problem"),
    [
        ({"measure": "servicelevel"}, "data.measure", "did you mean 'service_level'"),
        ({"measure": "xyz"}, "data.measure", "there are service_level, average_speed"),
        ({"window": "todya"}, "data.window", "did you mean 'today'"),
        ({"agent": "ana"}, "data.agent", "kept per center and queue, not per agent"),
        (
            {"measure": "occupancy_rate", "queue": "q"},
            "data.queue",
            "kept per center and agent, not per queue",
        ),
        ({"queue": "q", "agent": "ana"}, "data.agent", "not for both"),
    ],
)
def test_question_that_makes_no_sense_is_refused(
    asked: dict[str, str], path: str, problem: str
) -> None:
    question = {"measure": "service_level", "window": "today", **asked}

    with pytest.raises(InvalidRequestError, match=problem) as caught:
        board(shift()).explain(now_ms=NOW_MS, **question)  # type: ignore[arg-type]

    assert caught.value.path == path


def test_unknown_window_of_figures_is_refused() -> None:
    with pytest.raises(InvalidRequestError, match="there is no window 'week'"):
        board(shift()).figures("week", NOW_MS)


@pytest.mark.parametrize(
    ("measure", "scope"),
    [("service_level", {"queue": "nowhere"}), ("occupancy_rate", {"agent": "nobody"})],
)
def test_unknown_queue_or_agent_is_not_found(measure: str, scope: dict[str, str]) -> None:
    with pytest.raises(UnknownEntityError):
        board(shift()).explain(measure, "today", NOW_MS, **scope)
