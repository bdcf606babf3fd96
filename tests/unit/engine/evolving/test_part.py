from __future__ import annotations

from ccsdk.engine.evolving.slot import free_slot
from ccsdk.model import command as cmd
from ccsdk.model.queue import members
from ccsdk.model.transfer import TransferTarget
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
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 0}))

    play.do(cmd.EndInteraction(interaction="in_1"))

    ana = play.state.agents["ana"]
    assert (list(ana.wrap_ups), ana.is_draining) == (["in_1"], True)
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))
    assert (list(ana.wrap_ups), ana.is_draining) == ([], False)


def test_the_leg_grace_ends_with_the_last_talk() -> None:
    play = engaged()
    play.sign_off("ana")

    play.do(cmd.EndInteraction(interaction="in_1"))

    assert ("leg_grace", "ana") not in play.state.deadlines.live


def test_an_extension_moves_the_end_and_a_disposition_stays_with_the_part() -> None:
    play = engaged()
    play.do(cmd.EndInteraction(interaction="in_1"))

    play.do(cmd.ExtendWrapUp(interaction="in_1"), by=agent("ana"))
    play.do(cmd.SetDisposition(interaction="in_1", disposition="sold"), by=agent("ana"))

    found = play.state.interactions["in_1"]
    assert (found.wrap_ups, found.parts["ana"].disposition) == ({"ana": 120_000}, "sold")
    assert play.state.deadlines.live["wrap_up", "in_1", "ana"][0] == 120_000


def test_a_part_that_ends_while_another_agent_owns_leaves_them_the_owner() -> None:
    play = engaged()
    play.queue("p")
    play.agent("ben", "p")
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.engage("in_1-o2")

    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    found = play.state.interactions["in_1"]
    assert (found.owner, found.accepted, found.wrap_ups) == ("ben", "in_1-o2", {})


def test_the_leg_grace_goes_on_for_the_talk_that_is_left() -> None:
    play = engaged()
    play.write(2)
    play.engage("in_2-o1")
    play.sign_off("ana")

    play.do(cmd.EndInteraction(interaction="in_1"))

    assert ("leg_grace", "ana") in play.state.deadlines.live


def test_a_drain_goes_on_until_what_is_at_hand_fits() -> None:
    play = engaged()
    play.write(2)
    ana = play.state.agents["ana"]
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 1}))
    before = ana.is_draining

    play.do(cmd.DeclineOffer(offer="in_2-o1"), by=agent("ana"))

    assert (before, ana.is_draining) == (True, False)


def test_who_has_not_too_much_at_hand_does_not_drain() -> None:
    play = engaged()
    ana = play.state.agents["ana"]

    free_slot(play.state, ana)
    idle = ana.is_draining
    ana.is_draining = True
    free_slot(play.state, ana)

    assert (idle, ana.is_draining) == (False, False)
