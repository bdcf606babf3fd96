from __future__ import annotations

from ccsdk.engine.evolving.slot import free_slot
from ccsdk.model import command as cmd
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN, Q, join, talk


def test_a_cut_drains_as_slots_are_freed() -> None:
    play = talk()
    play.do(cmd.DefineAgent(agent="ana", memberships=Q, slots={"chat": 0}))
    ana = play.state.agents["ana"]
    before = ana.is_draining

    ana.owned.clear()
    free_slot(play.state, ana)

    assert (before, ana.is_draining) == (True, False)


def test_nobody_waits_for_a_lost_agent_who_is_in_no_talk() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ben")
    before = ("leg_grace", "ben") in play.state.deadlines.live

    play.do(cmd.LeaveInteraction(**IN), by=agent("ben"))

    assert before
    assert ("leg_grace", "ben") not in play.state.deadlines.live


def test_a_lost_agent_who_is_in_a_talk_is_waited_for() -> None:
    play = talk(sessions=True)
    play.sign_off("ana")

    free_slot(play.state, play.state.agents["ana"])

    assert ("leg_grace", "ana") in play.state.deadlines.live
