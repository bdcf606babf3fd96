from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model.agent import Occupancy
from ccsdk.model.offer import OfferState
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN, SAM, Q, invite, talk


def test_an_invitation_takes_a_slot_and_leaves_the_talk_as_it_is() -> None:
    play = talk("ben")

    offer = invite(play, "ben")

    found, ben = play.state.offers[offer], play.state.agents["ben"]
    assert (found.state, found.is_invitation, found.agent) == (OfferState.MADE, True, "ben")
    assert (ben.used, ben.occupancy) == (1, Occupancy.OFFERED)
    live = play.state.deadlines.live
    assert ("ack", offer) in live
    assert ("ring", offer) in live


def test_a_members_leg_takes_the_slot_of_the_invitation() -> None:
    play = talk("ben")
    play.do(cmd.DefineAgent(agent="ben", memberships=Q, slots={"chat": 1}))

    play.accept(invite(play, "ben"))

    ben = play.state.agents["ben"]
    assert (list(ben.joined), ben.used, ben.occupancy) == (["in_1"], 1, Occupancy.ENGAGED)
    assert play.state.interactions["in_1"].offers == {}


def test_a_supervisors_leg_takes_no_slot_of_anybody() -> None:
    play = talk("ben")

    play.do(cmd.BargeIn(**IN), by=SAM)

    assert [play.state.agents[name].used for name in ("ana", "ben")] == [1, 0]


def test_who_joins_is_forgiven_their_strikes() -> None:
    play = talk("ben")
    offer = invite(play, "ben")
    play.do(cmd.AcknowledgeOffer(offer=offer), by=agent("ben"))
    play.wait(15_001)
    before = play.state.agents["ben"].strikes

    play.accept(invite(play, "ben"))

    assert (before, play.state.agents["ben"].strikes) == (1, 0)
