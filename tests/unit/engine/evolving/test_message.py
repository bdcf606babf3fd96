from __future__ import annotations

from ccsdk.engine.evolving.message import arm_idle
from ccsdk.model import command as cmd
from tests.unit.engine.play import agent, ready, visitor


def test_a_message_of_a_talk_arms_its_end_anew() -> None:
    play = ready("ana", idle_ms=1_000)
    play.write()
    play.engage()
    play.wait(5)

    play.do(cmd.SendMessage(interaction="in_1"), by=agent("ana"))

    assert play.state.deadlines.live["idle", "in_1"][0] == 1_005


def test_a_message_of_who_waits_arms_nothing() -> None:
    play = ready(idle_ms=1_000)
    play.write()

    play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))
    arm_idle(play.state, play.state.interactions["in_1"], None)

    assert play.state.deadlines.live == {}


def test_a_message_of_who_serves_themselves_lets_that_go_on() -> None:
    play = ready()
    play.write()
    play.do(cmd.AcceptSelfService(interaction="in_1"))
    play.wait(500)

    play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    assert play.state.deadlines.live["self_service", "in_1"][0] == 600_500
