from __future__ import annotations

import pytest

from ccsdk.engine.evolving import leg as evolving
from ccsdk.engine.evolving.leg import end_legs, make_leg
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.engine.state import Leg
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.leg import LegParty, LegRole, LegState
from tests.unit.engine.play import agent, ready, visitor
from tests.unit.engine.talk import IN, SAM, invite, join, talk


def test_everything_about_legs_is_rebuilt_from_the_log() -> None:
    play = join(talk("ben", "cai", sessions=True), "ben")
    play.accept(invite(play, "cai"))
    play.do(cmd.StartMonitor(**IN), by=SAM)
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.do(cmd.ElevateChannel(**IN, to="sms"), by=agent("ana"))
    states = [fingerprint(replay(play.entries)) == fingerprint(play.state)]
    play.do(cmd.ReportHoldFailed(**IN))
    play.do(cmd.JoinChannel(**IN), by=visitor("i1"))
    play.do(cmd.StopMonitor(**IN), by=SAM)
    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))
    states.append(fingerprint(replay(play.entries)) == fingerprint(play.state))
    play.do(cmd.ElevateChannel(**IN, to="video"), by=agent("ben"))
    play.wait(120_001)
    play.sign_off("ben")
    play.wait(60_001)

    states.append(fingerprint(replay(play.entries)) == fingerprint(play.state))

    assert states == [True, True, True]


def test_a_leg_that_is_not_the_next_is_a_broken_log() -> None:
    play = talk()
    found = play.state.interactions["in_1"]
    leg = Leg(id="in_1-l9", party=LegParty.AGENT, role=LegRole.MEMBER, who="ben", channel="chat")

    with pytest.raises(AssertionError, match="not the next leg"):
        make_leg(found, leg)


def test_a_member_who_was_not_told_is_a_broken_log() -> None:
    play = join(talk("ben"), "ben")

    with pytest.raises(AssertionError, match="left over"):
        end_legs(play.state, play.state.interactions["in_1"], "ana")


def test_a_step_that_no_row_allows_is_a_broken_log() -> None:
    play = talk()
    refs = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q", "queue": "q"}
    event = ev.CustomerRetrieved(**refs, agent="ana", legs=("in_1-l2",))

    with pytest.raises(AssertionError, match="cannot follow CONNECTED"):
        evolving.held(play.state, event, 0)


def test_a_member_who_leads_on_keeps_their_slot_and_the_former_owners_is_free() -> None:
    play = join(talk("ben"), "ben")

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    ben = play.state.agents["ben"]
    assert (list(ben.owned), ben.joined, ben.used) == (["in_1"], {}, 1)
    assert play.state.agents["ana"].owned == {}
    assert play.state.interactions["in_1"].accepted is None


def test_a_dialled_leg_counts_from_when_it_connects() -> None:
    play = talk("ben")
    play.accept(invite(play, "ben"))
    play.wait(500)

    play.do(cmd.ConfirmConnected(**IN), by=agent("ben"))

    leg = play.state.interactions["in_1"].staff_leg("ben")
    assert leg is not None
    assert (leg.state, leg.connected_at_ms) == (LegState.CONNECTED, 500)


def test_who_was_lost_before_they_connected_had_no_leg() -> None:
    play = ready("ana", sessions=True, connect_ms=600_000)
    play.write()
    play.accept()
    play.sign_off("ana")

    play.wait(60_001)

    assert play.last(ev.LegLost).leg is None
    assert play.state.agents["ana"].used == 0


def test_a_lost_owners_leg_is_gone_before_another_leads_on() -> None:
    play = join(talk("ben", sessions=True), "ben")
    play.sign_off("ana")

    play.wait(60_001)

    assert list(play.state.interactions["in_1"].legs) == ["in_1-l2", "in_1-l3"]


def test_a_switch_drops_the_leg_that_the_customer_came_from() -> None:
    play = talk()
    play.do(cmd.ElevateChannel(**IN, to="sms", is_switch=True), by=agent("ana"))

    play.do(cmd.JoinChannel(**IN), by=visitor("i1"))

    assert list(play.state.interactions["in_1"].legs) == ["in_1-l1", "in_1-l3"]
    assert play.state.agents["ana"].elevated == {}


def test_a_member_who_met_the_customer_has_a_part_once_they_left() -> None:
    play = join(talk("ben"), "ben")

    play.do(cmd.LeaveInteraction(**IN), by=agent("ben"))

    assert play.state.interactions["in_1"].parts["ben"].queue == "q"
    assert play.state.agents["ben"].joined == {}
