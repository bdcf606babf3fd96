from __future__ import annotations

from ccsdk.model import command as cmd
from tests.unit.engine.play import Play, agent, ready


def engaged() -> Play:
    play = ready("ana", sessions=True)
    play.write()
    play.engage()
    return play


def test_the_slot_stays_taken_until_wrap_up_ends_and_then_the_agent_is_idle() -> None:
    play = engaged()
    play.do(cmd.EndInteraction(interaction="in_1"))
    ana, found = play.state.agents["ana"], play.state.interactions["in_1"]
    wrapping = (ana.used, list(ana.wrap_ups), found.owner, found.wrap_ups)
    wrapping = (*wrapping[:3], dict(wrapping[3]))
    play.wait(10)

    play.do(cmd.CompleteWrapUp(interaction="in_1", disposition="sold"), by=agent("ana"))

    assert wrapping == (1, ["in_1"], "ana", {"ana": 60_000})
    assert (ana.used, ana.idle_from_ms, found.owner, found.wrap_ups) == (0, 10, None, {})
    part = found.parts["ana"]
    assert (part.queue, part.since_ms, part.disposition) == ("q", 10, "sold")


def test_wrap_up_of_more_than_the_slots_that_are_left_drains() -> None:
    play = engaged()
    play.do(cmd.DefineAgent(agent="ana", queues=("q",), chat_slots=0))

    play.do(cmd.EndInteraction(interaction="in_1"))

    ana = play.state.agents["ana"]
    assert (ana.used, ana.draining) == (1, 1)
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))
    assert (ana.used, ana.draining) == (0, 0)


def test_the_leg_grace_ends_with_the_last_talk() -> None:
    play = engaged()
    play.sign_off("ana")

    play.do(cmd.EndInteraction(interaction="in_1"))

    assert ("leg_grace", "ana") not in play.state.deadlines.live
