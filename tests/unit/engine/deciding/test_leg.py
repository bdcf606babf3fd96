from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.leg import LegState
from ccsdk.model.offer import OfferState, WithdrawReason
from tests.unit.engine.play import agent, names, ready, visitor
from tests.unit.engine.talk import IN, SAM, invite, join, legs, talk

CUSTOMER = "cu_i1/chat-q"


def test_owner_and_customer_have_a_leg_from_the_answer_on() -> None:
    play = ready("ana")
    play.write()
    play.accept()
    before = legs(play)

    play.do(cmd.ConfirmConnected(**IN), by=agent("ana"))

    assert before == {}
    assert legs(play) == {
        "ana/chat-q": ("owner", "agent", LegState.CONNECTED),
        CUSTOMER: ("member", "customer", LegState.CONNECTED),
    }
    answered = play.last(ev.InteractionAnswered)
    assert (answered.leg, answered.customer_leg) == ("in_1-l1", "in_1-l2")


def test_a_second_talk_of_one_interaction_has_legs_of_its_own() -> None:
    play = talk("ben", sessions=True)
    play.sign_off("ana")
    play.wait(60_001)

    play.engage("in_1-o2")

    assert list(play.state.interactions["in_1"].legs) == ["in_1-l3", "in_1-l4"]


def test_the_customer_is_held_and_retrieved() -> None:
    play = talk()

    held = play.do(cmd.HoldCustomer(**IN), by=agent("ana")).entries
    during = legs(play)[CUSTOMER]
    back = play.do(cmd.RetrieveCustomer(**IN), by=agent("ana")).entries

    assert (names(held), names(back)) == (["CustomerHeld"], ["CustomerRetrieved"])
    assert play.last(ev.CustomerHeld).legs == ("in_1-l2",)
    assert during[2] is LegState.HELD
    assert legs(play)[CUSTOMER][2] is LegState.CONNECTED


def test_33_a_failed_hold_shows_the_customer_as_not_held() -> None:
    play = talk()
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))

    failed = play.do(cmd.ReportHoldFailed(**IN)).entries

    assert names(failed) == ["HoldFailed"]
    assert legs(play)[CUSTOMER][2] is LegState.CONNECTED
    play.refused(cmd.RetrieveCustomer(**IN), InvalidTransitionError, by=agent("ana"))


@pytest.mark.parametrize(
    "command",
    [cmd.RetrieveCustomer(**IN), cmd.ReportHoldFailed(**IN)],
    ids=["retrieve", "report"],
)
def test_who_is_not_held_is_not_taken_back(command: Command) -> None:
    play = talk()

    play.refused(command, InvalidTransitionError)


def test_who_is_held_is_not_held_again() -> None:
    play = talk()
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))

    refusal = play.refused(cmd.HoldCustomer(**IN), InvalidTransitionError, by=agent("ana"))

    assert refusal["command"] == "HoldCustomer"


def test_only_the_owner_holds() -> None:
    play = join(talk("ben"), "ben")

    play.refused(cmd.HoldCustomer(**IN), NotOwnerError, by=agent("ben"))


def test_02_everybody_is_told_before_the_talk_ends() -> None:
    play = join(talk("ben", "cai"), "ben")
    offer = invite(play, "cai")
    play.do(cmd.StartMonitor(**IN), by=SAM)

    ended = play.do(cmd.EndInteraction(**IN), by=visitor("i1")).entries

    assert names(ended) == [
        "OfferWithdrawn",
        "LegEnded",
        "WrapUpStarted",
        "LegEnded",
        "InteractionEnded",
        "WrapUpStarted",
    ]
    left = [e.event.agent for e in ended if isinstance(e.event, ev.LegEnded)]
    assert left == ["ben", "sam"]
    assert play.state.offers[offer].reason == WithdrawReason.ENDED.value
    assert play.state.interactions["in_1"].legs == {}
    assert [play.state.agents[name].used for name in ("ana", "ben", "cai")] == [1, 1, 0]


def test_a_lost_owner_is_followed_by_the_member_who_is_there_longest() -> None:
    play = join(talk("ben", "cai", sessions=True), "cai", "ben")
    play.sign_off("ana")

    fired = play.wait(60_001)

    assert [n for n in names(fired) if "Presence" not in n] == ["LegLost", "OwnerChanged"]
    changed = play.last(ev.OwnerChanged)
    assert (changed.agent, changed.former, changed.cause) == ("cai", "ana", "agent_lost")
    assert play.state.interactions["in_1"].owner == "cai"
    assert play.state.agents["ana"].used == 0


def test_who_is_lost_or_dialling_or_listens_follows_nobody() -> None:
    play = join(talk("ben", "cai", sessions=True), "ben")
    play.accept(invite(play, "cai"))
    play.do(cmd.BargeIn(**IN), by=SAM)
    play.sign_off("ben")
    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    assert play.count(ev.OwnerChanged) == 0
    assert play.last(ev.InteractionEnded).by == "agent"


def test_a_lost_owner_alone_leaves_the_interaction_to_the_queue() -> None:
    play = talk("ben", sessions=True)
    offer = invite(play, "ben")
    play.do(cmd.StartWhisper(**IN), by=SAM)
    play.sign_off("ana")
    play.do(cmd.AcknowledgeOffer(offer=offer), by=agent("ben"))

    play.wait(14_000)
    play.do(cmd.DeclineOffer(offer=offer), by=agent("ben"))
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"))
    fired = play.wait(46_001)

    assert names(fired)[-3:] == ["LegLost", "LegEnded", "InteractionRequeued"]
    assert play.last(ev.LegEnded).cause == "requeued"
    assert play.state.offers[offer].state is OfferState.DECLINED


def test_a_channel_that_was_to_be_joined_goes_with_its_owner() -> None:
    play = join(talk("ben"), "ben")
    play.do(cmd.ElevateChannel(**IN, to="sms"), by=agent("ana"))

    left = play.do(cmd.LeaveInteraction(**IN), by=agent("ana")).entries

    assert names(left)[:2] == ["ChannelElevationFailed", "OwnerChanged"]
    assert play.last(ev.ChannelElevationFailed).cause == "owner_changed"
    assert play.state.agents["ana"].elevated == {}
