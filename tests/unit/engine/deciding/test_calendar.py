from __future__ import annotations

from typing import Any

from ccsdk.errors import PolicyRefusedError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.policy import AtClosing
from tests.unit.engine.deciding.flow_play import state_of, to
from tests.unit.engine.play import Play, names

HOURS = {"calendar": "hours", "zone": "Europe/Berlin", "tz": "2026a"}


def opening(*edges: int, **more: Any) -> Play:
    play = Play()
    play.do(cmd.DefineCalendar(**HOURS, edges=edges))
    play.queue("p")
    play.queue("q", calendar="hours", overflow=(to("p"),), **more)
    return play


def test_a_calendar_opens_and_closes_at_its_edges() -> None:
    play = opening(1_000, 2_000, 3_000)

    fired = play.wait(10_000)

    assert [(e.at_ms, type(e.event).__name__) for e in fired] == [
        (1_000, "CalendarOpened"),
        (2_000, "CalendarClosed"),
        (3_000, "CalendarOpened"),
    ]
    assert play.last(ev.CalendarOpened).edge_due_at_ms is None


def test_a_known_calendar_says_nothing_again_and_a_new_one_turns_at_once() -> None:
    play = opening(0)

    assert play.do(cmd.DefineCalendar(**HOURS, edges=(0,))).entries == []
    entries = play.do(cmd.DefineCalendar(**HOURS, edges=(500,))).entries
    same = play.do(cmd.DefineCalendar(**HOURS, edges=(600,))).entries

    assert names(entries) == ["CalendarCompiled", "CalendarClosed"]
    assert names(same) == ["CalendarCompiled"]
    assert [e.at_ms for e in play.wait(1_000)] == [600]


def test_edges_that_do_not_rise_are_refused() -> None:
    play = Play()

    facts = play.refused(cmd.DefineCalendar(**HOURS, edges=(2, 1)), PolicyRefusedError)

    assert facts["path"] == "edges"


def test_at_closing_the_waiting_stay_by_default() -> None:
    play = opening(0, 1_000)
    play.write()

    play.wait(1_001)

    assert play.state.interactions["in_1"].queue == "q"
    assert play.count(ev.QueueOverflowed) == 0


def test_at_closing_the_waiting_flow_out_where_the_queue_says_so() -> None:
    play = opening(0, 1_000, 5_000, at_closing=AtClosing.FLOW_OUT)
    play.agent("ana")
    for number in (1, 2, 3, 4, 5):
        play.write(number)
    play.accept("in_1-o1")

    fired = play.wait(1_001)

    assert names(fired)[:2] == ["CalendarClosed", "QueueOverflowed"]
    moved = [play.state.interactions[f"in_{n}"].queue for n in (1, 2, 3, 4, 5)]
    assert moved == ["q", "p", "p", "p", "p"]
    assert state_of(play) == "CONNECTING"
    assert play.last(ev.InteractionOverflowed).reason == "closed"


def test_nothing_flows_out_of_a_queue_where_nobody_waits() -> None:
    play = opening(0, 1_000, at_closing=AtClosing.FLOW_OUT)

    fired = play.wait(1_001)

    assert names(fired) == ["CalendarClosed"]


def test_edges_in_a_gap_fire_once_at_their_own_instant() -> None:
    play = opening(1_000, 2_000)
    play.now_ms = 50_000

    entries = play.do(cmd.ResumeCenter()).entries

    assert [(e.at_ms, type(e.event).__name__) for e in entries] == [
        (1_000, "CalendarOpened"),
        (2_000, "CalendarClosed"),
        (50_000, "CenterResumed"),
    ]
