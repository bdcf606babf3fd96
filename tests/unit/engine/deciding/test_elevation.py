from __future__ import annotations

import pytest

from ccsdk.errors import (
    AgentUnavailableError,
    InvalidTransitionError,
    NotOwnerError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.leg import LegState
from tests.unit.engine.play import Play, agent, names, ready, visitor
from tests.unit.engine.talk import IN, Q, legs, talk

JOIN = cmd.JoinChannel(**IN)


def asked(*, is_switch: bool = False) -> Play:
    play = talk()
    play.do(cmd.ElevateChannel(**IN, to="sms", is_switch=is_switch), by=agent("ana"))
    return play


def test_the_owners_slot_is_reserved_before_the_customer_is_asked() -> None:
    play = asked()

    started = play.last(ev.ChannelElevationStarted)
    assert (started.to, started.is_switch, started.join_due_at_ms) == ("sms", False, 120_000)
    assert legs(play)["cu_i1/sms"] == ("member", "customer", LegState.DIALING)
    assert play.state.agents["ana"].used == 2


def test_who_has_no_room_on_the_other_channel_does_not_elevate() -> None:
    play = talk()
    play.do(cmd.DefineAgent(agent="ana", memberships=Q, slots={"chat": 1}))

    refusal = play.refused(
        cmd.ElevateChannel(**IN, to="sms"), AgentUnavailableError, by=agent("ana")
    )

    assert refusal["refusal"] == "not_free"


@pytest.mark.parametrize("is_switch", [False, True])
def test_a_chat_goes_on_by_voice_although_chats_deny_calls(is_switch: bool) -> None:
    play = ready("ana")
    play.do(cmd.DefineAccount(account="site", channel="chat", queues=("q",)))
    play.write(1, account="site")
    play.engage()

    play.do(cmd.ElevateChannel(**IN, to="voice", is_switch=is_switch), by=agent("ana"))
    play.do(JOIN, by=visitor("i1"))

    assert play.last(ev.ChannelElevated).to == "voice"
    # Nothing else comes meanwhile: voice denies it.
    play.write(2, account="site")
    assert play.state.interactions["in_2"].offers == {}


def test_another_customers_chat_keeps_a_call_away() -> None:
    play = ready("ana")
    play.do(cmd.DefineAccount(account="site", channel="chat", queues=("q",)))
    for number in (1, 2):
        play.write(number, account="site")
        play.engage(f"in_{number}-o1")

    refusal = play.refused(
        cmd.ElevateChannel(**IN, to="voice"), AgentUnavailableError, by=agent("ana")
    )

    assert refusal["refusal"] == "not_free"


def test_who_comes_has_two_channels_and_the_owner_two_slots() -> None:
    play = asked()

    came = play.do(JOIN, by=visitor("i1")).entries

    assert names(came) == ["ChannelElevated"]
    assert [leg.state for leg in play.state.interactions["in_1"].customer_legs()] == [
        LegState.CONNECTED
    ] * 2
    assert play.state.agents["ana"].used == 2
    assert play.wait(120_001) == []


def test_who_switches_leaves_the_old_channel_and_its_slot() -> None:
    play = asked(is_switch=True)

    play.do(JOIN, by=visitor("i1"))

    assert play.last(ev.ChannelElevated).ended == "in_1-l2"
    assert list(legs(play)) == ["ana/chat-q", "cu_i1/sms"]
    assert play.state.agents["ana"].used == 1


def test_33_a_failed_elevation_keeps_the_old_channel() -> None:
    play = asked(is_switch=True)

    fired = play.wait(120_001)

    assert names(fired) == ["ChannelElevationFailed"]
    assert play.last(ev.ChannelElevationFailed).cause == "join_unmet"
    assert legs(play)["cu_i1/chat-q"][2] is LegState.CONNECTED
    assert play.state.agents["ana"].used == 1
    play.refused(JOIN, InvalidTransitionError, by=visitor("i1"))


def test_the_customer_is_asked_once_at_a_time_and_not_to_where_they_are() -> None:
    play = asked()

    for to in ("sms", "video", "chat-q"):
        play.refused(cmd.ElevateChannel(**IN, to=to), InvalidTransitionError, by=agent("ana"))


def test_only_the_owner_asks_and_only_the_customer_comes() -> None:
    play = asked()

    play.refused(cmd.ElevateChannel(**IN, to="video"), NotOwnerError, by=agent("ben"))
    play.refused(JOIN, UnknownEntityError, by=visitor("i2"))


def test_an_end_gives_up_on_the_other_channel() -> None:
    play = asked()

    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    assert ("join", "in_1") not in play.state.deadlines.live
    assert play.state.agents["ana"].used == 1
