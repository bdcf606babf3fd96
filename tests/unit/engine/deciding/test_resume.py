from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import Membership
from tests.unit.engine.play import Play, agent, names, ready

RESTART = cmd.ResumeCenter()
STALL = cmd.ResumeCenter(is_restart=False)


def at_work() -> Play:
    """Return a center with one ENGAGED, one CONNECTING and one OFFERED."""
    play = ready("ana", sessions=True)
    for number in (1, 2, 3):
        play.write(number, sessions=(f"c{number}",))
    play.engage("in_1-o1")
    play.accept("in_2-o1")
    return play


def test_after_a_restart_nothing_is_held_out_and_nobody_is_blamed() -> None:
    play = at_work()
    play.now_ms += 3_600_000

    entries = play.do(RESTART, key="boot").entries

    assert names(entries) == [
        "CenterResumed",
        "ConnectFailed",
        "InteractionRequeued",
        "OfferWithdrawn",
        "InteractionRequeued",
    ]
    assert {entry.at_ms for entry in entries} == {3_600_000}
    assert play.state.agents["ana"].strikes == 0
    states = [play.state.interactions[f"in_{n}"].state for n in (1, 2, 3)]
    assert states == [
        InteractionState.ENGAGED,
        InteractionState.QUEUED,
        InteractionState.QUEUED,
    ]
    assert [play.state.interactions[f"in_{n}"].excluded for n in (2, 3)] == [{}, {}]


def test_the_event_says_when_it_stopped_and_when_graces_end() -> None:
    play = at_work()
    play.now_ms = 100_000

    play.do(RESTART)

    assert play.last(ev.CenterResumed) == ev.CenterResumed(
        is_restart=True,
        stopped_at_ms=0,
        agent_grace_due_at_ms=115_000,
        leg_due_at_ms=160_000,
        logout_due_at_ms=700_000,
    )


def test_whoever_comes_back_after_a_restart_goes_on() -> None:
    play = at_work()
    play.now_ms += 3_600_000
    play.do(RESTART)
    play.wait(10_000)

    decision = play.do(cmd.ReportSessionBack(session="t", agent="ana"))

    assert names(decision.entries) == ["AgentConnected"]
    play.do(cmd.SendMessage(interaction="in_1"), by=agent("ana"))
    for number in (2, 3):
        entries = play.do(cmd.ReportSessionBack(session="d", customer=f"cu_i{number}")).entries
        assert names(entries) == ["CustomerConnected", "OfferMade"]


def test_whoever_stays_away_after_a_restart_is_lost_by_the_graces() -> None:
    play = at_work()
    play.now_ms += 3_600_000
    play.do(RESTART)

    fired = play.wait(60_001)

    assert names(fired)[0] == "AgentPresenceChanged"
    assert {"LegLost", "InteractionAbandoned"} <= set(names(fired))
    assert play.last(ev.InteractionAbandoned).left_at_ms == 3_600_000


def test_after_a_stall_sessions_live_on_and_offers_are_made_again() -> None:
    play = at_work()
    play.now_ms += 30_000

    entries = play.do(STALL).entries

    assert names(entries)[-2:] == ["OfferMade", "OfferMade"]
    assert play.state.agents["ana"].is_lost is False
    assert play.wait(4_000) == []


def test_what_only_ended_in_the_gap_fires_at_its_own_instant() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.write(2)
    play.do(cmd.DeclineOffer(offer="in_2-o1"), by=agent("ana"))
    play.now_ms += 90_000_000

    entries = play.do(RESTART).entries

    assert [(type(e.event).__name__, e.at_ms) for e in entries] == [
        ("ExclusionEnded", 30_000),
        ("WrapUpEnded", 60_000),
        ("InteractionClosed", 60_000),
        ("InteractionForgotten", 86_460_000),
        ("CenterResumed", 90_000_000),
    ]
    assert play.last(ev.CenterResumed).stopped_at_ms == 0


def test_graces_that_ran_start_anew() -> None:
    play = ready("ana", "ben", sessions=True)
    play.write(1, sessions=("c1",))
    play.engage()
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    play.sign_off("ana")
    play.sign_off("ben")
    play.wait(15_001)
    play.now_ms += 650_000

    play.do(STALL)
    quiet = play.wait(59_999)
    leg = play.wait(2)
    out = play.wait(540_000)

    assert quiet == []
    assert names(leg)[0] == "LegLost"
    assert play.state.agents["ben"].presence is Presence.LOGGED_OUT
    assert "AgentPresenceChanged" in names(out)


def test_who_never_had_a_session_is_not_lost_by_a_restart() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    play.do(RESTART)

    assert play.state.agents["ana"].is_lost is False
    assert play.wait(10_000_000) == []


def test_who_is_logged_out_is_not_lost_by_a_restart() -> None:
    play = ready("ana", sessions=True)
    play.do(cmd.LogOut(agent="ana"))

    play.do(RESTART)

    assert (play.state.agents["ana"].is_lost, play.state.agents["ana"].sessions) == (False, {})


def test_a_deadline_that_is_not_yet_due_stays() -> None:
    play = ready("ana")
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.now_ms += 59_000

    play.do(RESTART)

    assert names(play.wait(1_001)) == ["WrapUpEnded", "InteractionClosed"]


def test_what_grew_old_during_the_gap_is_old_before_anything_is_offered() -> None:
    play = ready()
    play.agent("ana", memberships=(Membership(queue="q", delay_ms=700),))
    play.write()
    play.now_ms += 5_000

    entries = play.do(cmd.ResumeCenter(is_restart=False)).entries

    assert [(type(e.event).__name__, e.at_ms) for e in entries] == [
        ("InteractionAged", 700),
        ("CenterResumed", 5_000),
        ("OfferMade", 5_000),
    ]
