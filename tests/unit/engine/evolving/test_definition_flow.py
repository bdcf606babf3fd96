from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model.policy import OverflowRule, OverflowTarget, Terminal
from tests.unit.engine.play import Play

HOURS = {"calendar": "hours", "zone": "UTC", "tz": "2026a"}


def test_a_calendar_keeps_its_state_and_its_next_edge_when_compiled_anew() -> None:
    play = Play()
    play.do(cmd.DefineCalendar(**HOURS, edges=(0, 500)))
    play.do(cmd.DefineCalendar(**HOURS, edges=(0, 900)))

    assert play.state.calendars["hours"].is_open
    assert play.state.deadlines.live["calendar", "hours"][0] == 900
    play.wait(901)
    assert not play.state.calendars["hours"].is_open
    assert ("calendar", "hours") not in play.state.deadlines.live


def test_hours_and_a_queue_that_is_gone_are_another_policy() -> None:
    play = Play()
    play.do(cmd.DefineQueue(queue="q", name="Q"))
    for command in (cmd.DefineCalendar(**HOURS, edges=(0,)), cmd.DeleteQueue(queue="q")):
        first = play.state.position + 1
        play.do(command)

        assert play.state.policy == first


def test_an_empty_queue_has_a_deadline_until_somebody_is_there_or_all_are_out() -> None:
    play = Play()
    end = OverflowRule(to=OverflowTarget(terminal=Terminal.END))
    play.queue("q", needs_staff=True, overflow=(end,))
    assert ("empty", "q") in play.state.deadlines.live

    play.agent("ana")
    assert ("empty", "q") not in play.state.deadlines.live
    play.do(cmd.LogOut(agent="ana"))
    play.wait(30_001)

    assert play.state.queues["q"].is_empty
    assert ("empty", "q") not in play.state.deadlines.live


def test_a_deleted_queue_leaves_nothing_behind() -> None:
    play = Play()
    play.do(cmd.DefineQueue(queue="q", name="Q", needs_staff=True))

    play.do(cmd.DeleteQueue(queue="q"))

    assert play.state.queues == {}
    assert play.state.index.signatures == play.state.index.turns == {}
    assert play.state.deadlines.live == {}


def test_the_state_knows_what_the_file_said_last() -> None:
    play = Play()

    play.do(cmd.ApplySettings(digests={"queues.q": "1", "queues.p": "1"}))
    play.do(cmd.ApplySettings(digests={"queues.q": "2"}))

    assert play.state.settings == {"queues.q": "2", "queues.p": "1"}
