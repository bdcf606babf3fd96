from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.policy import Terminal
from ccsdk.model.queue import members
from ccsdk.model.skill import needs
from tests.unit.engine.deciding.flow_play import outcome_of, to
from tests.unit.engine.play import Play, agent, names


def staffed(*overflow: object) -> Play:
    play = Play()
    play.queue("q", needs_staff=True, overflow=overflow or (to(Terminal.MESSAGE),))
    play.agent("ana")
    return play


def test_a_queue_that_needs_staff_admits_nobody_before_somebody_is_there() -> None:
    play = Play()
    play.queue("q", needs_staff=True, overflow=(to(Terminal.MESSAGE),))

    play.write()

    assert outcome_of(play) == "message"
    assert play.last(ev.EntryRefused).reason == "unstaffed"
    play.agent("ana")
    assert play.count(ev.QueueStaffed) == 1


def test_when_nobody_is_left_those_who_wait_flow_out_in_time() -> None:
    play = staffed()
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write(1)
    play.write(2)

    entries = play.do(cmd.LogOut(agent="ana"), by=agent("ana")).entries
    assert play.wait(30_000) == []
    fired = play.wait(1)

    assert names(entries) == ["AgentPresenceChanged", "QueueEmptied"]
    assert names(fired)[0] == "QueueOverflowed"
    assert play.count(ev.InteractionClosed) == 2
    assert play.wait(3_600_000) == []


def test_somebody_who_comes_in_time_finds_them_waiting() -> None:
    play = staffed()
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()
    play.do(cmd.LogOut(agent="ana"))
    play.wait(29_000)

    play.do(cmd.LogIn(agent="ana"))

    assert names(play.wait(100_000)) == []
    assert len(play.state.queues["q"].waiting) == 1


def test_who_has_nowhere_to_go_stays() -> None:
    play = staffed(to("nowhere"))
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()

    play.do(cmd.LogOut(agent="ana"))
    fired = play.wait(30_001)

    assert names(fired) == ["QueueOverflowed"]
    assert len(play.state.queues["q"].waiting) == 1


def test_definitions_empty_and_fill_a_queue_too() -> None:
    play = staffed()

    play.do(cmd.DefineAgent(agent="ana", memberships=()))
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q")))
    play.do(cmd.DefineQueue(queue="q", name="q", needs_staff=True, requires=needs("sofa")))
    play.do(cmd.SetSkills(agent="ana", skills={"sofa": 1}))
    play.do(cmd.SetSkills(agent="ana", skills={}))
    play.do(cmd.DefineQueue(queue="q", name="q"))

    seen = [type(e.event).__name__ for e in play.entries]
    turns = [name for name in seen if name in ("QueueEmptied", "QueueStaffed")]
    assert turns == ["QueueEmptied", "QueueStaffed"] * 4


def test_who_is_about_to_be_answered_does_not_flow_out() -> None:
    play = Play()
    facts = {"needs_staff": True, "connect_ms": 60_000, "overflow": (to(Terminal.MESSAGE),)}
    play.queue("q", **facts)
    play.agent("ana")
    play.write()
    play.accept()

    play.do(cmd.DefineAgent(agent="ana", memberships=()))
    fired = play.wait(30_001)

    assert names(fired) == ["QueueOverflowed"]
    assert play.state.interactions["in_1"].owner == "ana"
