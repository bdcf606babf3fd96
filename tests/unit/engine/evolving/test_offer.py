from __future__ import annotations

import pytest

from ccsdk.engine.evolving.offer import shown
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Strategy, members
from tests.unit.engine.play import Play, agent, ready


def offered(*agents: str, sessions: bool = False) -> Play:
    play = ready(*agents, sessions=sessions, strategy=Strategy.BROADCAST, broadcast=2)
    play.write()
    return play


def test_an_offer_reserves_a_slot_and_has_two_deadlines() -> None:
    play = offered("ana")

    assert play.state.agents["ana"].used == 1
    assert [(due, key) for due, _, key in play.state.deadlines.live.values()] == [
        (4_000, ("ack", "in_1-o1")),
        (15_000, ("ring", "in_1-o1")),
    ]
    assert play.state.interactions["in_1"].state is InteractionState.OFFERED


def test_showing_ends_the_first_of_them() -> None:
    play = offered("ana")

    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"), by=agent("ana"))

    assert list(play.state.deadlines.live) == [("ring", "in_1-o1")]
    assert play.state.offers["in_1-o1"].state is OfferState.SHOWN


def test_accepting_turns_the_offers_slot_into_work_and_forgives_strikes() -> None:
    play = offered("ana")
    ana = play.state.agents["ana"]
    ana.strikes = 1

    play.accept()

    assert (ana.offers, list(ana.owned), ana.strikes) == ({}, ["in_1"], 0)
    assert list(play.state.deadlines.live) == [("connect", "in_1")]


def test_the_loser_is_told_by_whom_and_is_not_passed_over() -> None:
    play = offered("ana", "ben")

    play.accept("in_1-o1")

    lost = play.state.offers["in_1-o2"]
    assert (lost.state, lost.reason, lost.by) == (OfferState.WITHDRAWN, "taken", "ana")
    assert play.state.interactions["in_1"].excluded == {}


def test_declined_expired_and_unreachable_pass_over() -> None:
    play = offered("ana", "ben", "cai")
    play.do(cmd.DeclineOffer(offer="in_1-o1", reason="busy"))
    play.wait(4_001)
    play.wait(1)
    play.do(cmd.AcknowledgeOffer(offer="in_1-o3"))

    play.wait(15_000)

    found = play.state.interactions["in_1"]
    assert found.excluded == {"ana": 30_000, "ben": 34_000, "cai": 49_000}
    strikes = [play.state.agents[name].strikes for name in ("ana", "ben", "cai")]
    assert strikes == [0, 1, 1]


def test_the_last_offer_of_a_lost_agent_ends_the_offer_grace() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.write(2)
    play.sign_off("ana")

    play.do(cmd.AbandonInteraction(interaction="in_1"))
    one_left = ("offer_grace", "ana") in play.state.deadlines.live
    play.do(cmd.AbandonInteraction(interaction="in_2"))

    assert one_left
    assert ("offer_grace", "ana") not in play.state.deadlines.live


def test_a_cut_of_slots_drains_with_the_offers() -> None:
    play = ready("ana")
    for number in (1, 2):
        play.write(number)
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 0}))
    ana = play.state.agents["ana"]
    draining = [ana.is_draining]

    for interaction in ("in_1", "in_2"):
        play.do(cmd.AbandonInteraction(interaction=interaction))
        draining.append(ana.is_draining)

    assert draining == [True, True, False]


def test_an_event_that_cannot_follow_is_a_broken_log() -> None:
    play = offered("ana")
    play.accept()
    again = ev.OfferShown(
        interaction="in_1", customer="cu_i1", channel="chat-q", offer="in_1-o1", agent="ana"
    )

    with pytest.raises(AssertionError, match="OfferShown cannot follow ACCEPTED of in_1-o1"):
        shown(play.state, again, 0)
