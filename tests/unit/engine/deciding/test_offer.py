from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, OfferGoneError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState, WithdrawReason
from ccsdk.model.queue import Strategy
from tests.unit.engine.play import Play, agent, names, ready

ACCEPT = cmd.AcceptOffer(offer="in_1-o1")
DECLINE = cmd.DeclineOffer(offer="in_1-o1", reason="busy")
SHOW = cmd.AcknowledgeOffer(offer="in_1-o1")


def offered(*agents: str, **queue: object) -> Play:
    play = ready(*(agents or ("ana",)), **queue)
    play.write()
    return play


def test_an_offer_is_shown_once() -> None:
    play = offered()

    first = play.do(SHOW, by=agent("ana"))
    second = play.do(SHOW, by=agent("ana"))

    assert (names(first.entries), second.entries) == (["OfferShown"], [])
    assert first.answer.interaction == second.answer.interaction == "in_1"


def test_a_shown_offer_is_not_unreachable() -> None:
    play = offered()
    play.do(SHOW, by=agent("ana"))

    assert play.wait(15_000) == []


@pytest.mark.parametrize("command", [ACCEPT, DECLINE, SHOW])
def test_a_strangers_offer_is_unknown(command: Command) -> None:
    play = offered()

    refusal = play.refused(command, UnknownEntityError, by=agent("ben"))

    assert refusal == {"kind": "offer", "id": "in_1-o1"}


def test_an_offer_that_never_was_is_unknown() -> None:
    ready("ana").refused(ACCEPT, UnknownEntityError, by=agent("ana"))


def test_accepting_starts_the_time_to_connect() -> None:
    play = offered()
    play.wait(100)

    decision = play.do(ACCEPT, by=agent("ana"))

    assert play.last(ev.OfferAccepted).connect_due_at_ms == 10_100
    assert decision.answer.interaction == "in_1"


def test_who_lost_their_session_cannot_accept() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.sign_off("ana")

    refusal = play.refused(ACCEPT, InvalidTransitionError, by=agent("ana"))

    assert refusal["state"] == "connection_lost"


def test_the_losers_learn_who_took_it() -> None:
    play = offered("ana", "ben", strategy=Strategy.BROADCAST, broadcast=2)

    play.do(ACCEPT, by=agent("ana"))

    withdrawn = play.last(ev.OfferWithdrawn)
    assert (withdrawn.agent, withdrawn.by, withdrawn.reason) == (
        "ben",
        "ana",
        WithdrawReason.TAKEN,
    )


def test_a_decline_keeps_its_reason_and_passes_over_for_a_while() -> None:
    play = offered("ana", "ben")

    decision = play.do(DECLINE, by=agent("ana"))

    assert names(decision.entries) == ["OfferDeclined", "OfferMade"]
    declined = play.last(ev.OfferDeclined)
    assert (declined.reason, declined.excluded_until_ms) == ("busy", 30_000)


@pytest.mark.parametrize(
    ("outcome", "end"),
    [
        ("declined", lambda play: play.do(DECLINE)),
        ("expired", lambda play: [play.do(SHOW), play.wait(15_001)]),
        ("unreachable", lambda play: play.wait(4_001)),
        ("abandoned", lambda play: play.do(cmd.AbandonInteraction(interaction="in_1"))),
        ("restart", lambda play: play.do(cmd.ResumeCenter())),
    ],
)
@pytest.mark.parametrize("command", [ACCEPT, DECLINE, SHOW])
def test_an_ended_offer_says_how_it_ended(outcome: str, end: object, command: Command) -> None:
    play = offered()
    assert callable(end)
    end(play)

    refusal = play.refused(command, OfferGoneError, by=agent("ana"))

    assert (refusal["outcome"], refusal["by"]) == (outcome, None)


def test_an_unseen_offer_is_unreachable_and_a_strike() -> None:
    play = offered()

    fired = play.wait(4_001)

    assert names(fired) == ["OfferWithdrawn", "InteractionRequeued"]
    event = play.last(ev.OfferWithdrawn)
    assert (event.reason, event.strikes, event.excluded_until_ms) == (
        WithdrawReason.UNREACHABLE,
        1,
        34_000,
    )


def test_an_unanswered_ring_is_a_strike_and_the_last_one_makes_not_ready() -> None:
    play = offered(max_strikes=1)
    play.do(SHOW)

    fired = play.wait(15_001)

    assert names(fired) == ["OfferExpired", "AgentPresenceChanged", "InteractionRequeued"]
    assert play.last(ev.AgentPresenceChanged).by == "engine"


def test_a_strike_of_who_is_away_already_changes_no_presence() -> None:
    play = ready("ana", max_strikes=1)
    play.write(1)
    play.write(2)
    play.do(SHOW)
    play.do(cmd.AcknowledgeOffer(offer="in_2-o1"))

    play.wait(15_001)

    assert play.count(ev.OfferExpired) == 2
    assert play.last(ev.AgentPresenceChanged).reason == "rona"
    assert play.count(ev.AgentPresenceChanged) == 3


def test_a_ring_that_ends_before_the_grace_of_a_lost_agent_blames_nobody() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.do(SHOW)
    play.wait(12_000)
    play.sign_off("ana")

    fired = play.wait(3_001)

    assert names(fired) == ["OfferWithdrawn", "InteractionRequeued"]
    assert play.last(ev.OfferWithdrawn).reason is WithdrawReason.AGENT_LOST
    assert play.state.agents["ana"].strikes == 0


def test_not_connecting_in_time_is_a_strike_and_gives_the_place_back() -> None:
    play = offered(max_strikes=1)
    play.accept()

    fired = play.wait(10_001)

    assert names(fired) == ["ConnectFailed", "InteractionRequeued", "AgentPresenceChanged"]
    failed, requeued = play.last(ev.ConnectFailed), play.last(ev.InteractionRequeued)
    assert (failed.cause, failed.strikes, failed.excluded_until_ms) == ("agent", 1, 40_000)
    assert (requeued.cause, requeued.agent, requeued.visit) == (
        "connect_failed",
        "ana",
        "in_1-v1",
    )
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_not_connecting_once_is_one_strike_of_two() -> None:
    play = offered()
    play.accept()

    fired = play.wait(10_001)

    assert names(fired) == ["ConnectFailed", "InteractionRequeued"]
    assert play.state.offers["in_1-o1"].state is OfferState.ACCEPTED


def test_who_stops_being_ready_declines_all_they_were_offered() -> None:
    play = offered()
    play.write(2)

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))

    states = {play.state.offers[f"in_{number}-o1"].state for number in (1, 2)}
    assert states == {OfferState.DECLINED}
