"""How a running talk looks to staff: its legs, since when, and what it belongs to."""

from __future__ import annotations

from ccsdk.engine import view
from ccsdk.model import command as cmd
from ccsdk.model.leg import LegState
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, visitor
from tests.unit.engine.talk import IN, talk

ANA = agent("ana")


def customer_legs(play: Play) -> list[tuple[str, LegState, int | None]]:
    legs = view.interaction_item(play.state, "in_1").legs
    return [(leg.channel, leg.state, leg.since_ms) for leg in legs if leg.who == "cu_i1"]


def test_a_leg_says_since_when_it_is_connected_or_held() -> None:
    play = talk()
    ((_, _, answered_ms),) = customer_legs(play)
    play.wait(1_000)
    play.do(cmd.HoldCustomer(**IN), by=ANA)
    held_ms = play.now_ms
    play.wait(1_000)

    assert customer_legs(play) == [("chat-q", LegState.HELD, held_ms)]
    play.do(cmd.RetrieveCustomer(**IN), by=ANA)
    assert customer_legs(play) == [("chat-q", LegState.CONNECTED, answered_ms)]


def test_a_channel_that_is_dialled_says_until_when_and_not_since_when() -> None:
    play = talk()
    play.do(cmd.ElevateChannel(**IN, to="sms"), by=ANA)
    asked = view.interaction_item(play.state, "in_1")
    legs = customer_legs(play)
    play.do(cmd.JoinChannel(**IN), by=visitor("i1"))

    assert asked.join_due_at_ms == play.now_ms + 120_000
    assert legs[1] == ("sms", LegState.DIALING, None)
    assert view.interaction_item(play.state, "in_1").join_due_at_ms is None


def test_a_consult_says_who_asks_about_what() -> None:
    play = talk("ben")
    play.do(cmd.StartConsult(**IN, to=TransferTarget(agent="ben")), by=ANA)
    parent = view.interaction_item(play.state, "in_1")

    child = view.interaction_item(play.state, parent.child or "")

    assert (child.parent, child.asker) == ("in_1", "ana")


def test_an_agent_is_shown_with_their_extension() -> None:
    play = talk("ben")
    play.state.agents["ben"].extension = "204"

    shown = [view.agent_item(play.state, each).extension for each in ("ana", "ben")]

    assert shown == [None, "204"]
