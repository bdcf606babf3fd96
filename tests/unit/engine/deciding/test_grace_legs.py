from __future__ import annotations

from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from tests.unit.engine.play import agent, names
from tests.unit.engine.talk import join, talk


def test_a_lost_member_leaves_and_the_owner_talks_on() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ben")

    fired = play.wait(60_001)

    assert names(fired)[-1] == "LegLost"
    lost = play.last(ev.LegLost)
    assert (lost.agent, lost.leg) == ("ben", "in_1-l3")
    assert (play.state.interactions["in_1"].owner, play.state.agents["ben"].used) == ("ana", 0)


def test_a_member_who_is_back_in_grace_is_still_there() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ben")
    play.wait(59_000)

    play.sign_in("ben")
    play.wait(10_000)

    assert play.count(ev.LegLost) == 0
    assert play.state.interactions["in_1"].staff_leg("ben") is not None


def test_a_member_does_not_log_out_of_a_talk() -> None:
    play = join(talk("ben"), "ben")

    refusal = play.refused(cmd.LogOut(agent="ben"), InvalidTransitionError, by=agent("ben"))

    assert refusal["state"] == "ENGAGED"


def test_owner_and_member_lost_together_leave_the_talk_to_the_queue() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ana")
    play.sign_off("ben")

    fired = play.wait(60_001)

    assert names(fired)[-4:] == ["LegLost", "LegEnded", "WrapUpStarted", "InteractionRequeued"]
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED
    assert [play.state.agents[name].used for name in ("ana", "ben")] == [0, 1]


def test_after_a_lost_owner_a_member_leads_on() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ana")

    fired = play.wait(60_001)

    assert names(fired)[-2:] == ["LegLost", "OwnerChanged"]
    assert play.state.interactions["in_1"].owner == "ben"
