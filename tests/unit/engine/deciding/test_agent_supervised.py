"""What a Supervisor does to an Agent's Presence."""

from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import Play, agent, names, ready
from tests.unit.engine.talk import join, talk

BOSS = Principal(id="sam", role=Role.SUPERVISOR)
FORCE = cmd.LogOut(agent="ana", is_forced=True)


def engaged() -> Play:
    play = ready("ana")
    play.write()
    play.engage()
    return play


@pytest.mark.parametrize(("by", "said"), [(BOSS, "supervisor"), (SYSTEM, "system")])
def test_events_say_on_whose_word_presence_moved(by: Principal, said: str) -> None:
    play = ready("ana")

    play.do(cmd.SetNotReady(agent="ana", reason="meeting"), by=by)

    assert play.last(ev.AgentPresenceChanged).by == said


def test_a_supervisor_takes_the_work_of_whom_they_log_out() -> None:
    play = engaged()

    decision = play.do(FORCE, by=BOSS)

    assert names(decision.entries) == ["InteractionRequeued", "AgentPresenceChanged"]
    requeued = play.last(ev.InteractionRequeued)
    assert (requeued.cause, requeued.tier, requeued.visit) == ("logged_out", -1, "in_1-v2")
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_what_was_connecting_keeps_its_place() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    decision = play.do(FORCE, by=BOSS)

    assert names(decision.entries) == [
        "ConnectFailed", "InteractionRequeued", "AgentPresenceChanged",
    ]  # fmt: skip
    assert play.last(ev.ConnectFailed).cause == "logged_out"
    assert play.last(ev.InteractionRequeued).visit == "in_1-v1"


def test_nobody_forces_themselves_and_a_supervisor_says_so() -> None:
    play = engaged()

    play.refused(FORCE, InvalidTransitionError, by=agent("ana"))
    play.refused(cmd.LogOut(agent="ana"), InvalidTransitionError, by=BOSS)


def test_a_supervisor_takes_a_member_out_of_a_talk_that_goes_on() -> None:
    play = join(talk("ben"), "ben")

    play.do(cmd.LogOut(agent="ben", is_forced=True), by=BOSS)

    found = play.state.interactions["in_1"]
    assert (found.owner, found.staff_leg("ben")) == ("ana", None)
    assert play.last(ev.LegEnded).cause == "left"
