from __future__ import annotations

import pytest

from ccsdk.engine.deciding import conference
from ccsdk.errors import (
    AgentUnavailableError,
    InvalidTransitionError,
    NotOwnerError,
    OfferGoneError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.leg import LegState
from ccsdk.model.offer import OfferState, WithdrawReason
from ccsdk.model.principal import SYSTEM
from tests.unit.engine.play import agent, names, visitor
from tests.unit.engine.talk import IN, Q, invite, join, legs, talk

CONFIRM = cmd.ConfirmConnected(**IN)


def test_the_owner_holds_the_talk_out_to_another_agent() -> None:
    play = talk("ben")

    asked = play.do(cmd.AddParticipant(**IN, agent="ben"), by=agent("ana"))

    assert names(asked.entries) == ["ParticipantInvited"]
    invited = play.last(ev.ParticipantInvited)
    assert (invited.offer, invited.agent, invited.by) == ("in_1-o2", "ben", "ana")
    assert (invited.ack_due_at_ms, invited.expires_at_ms) == (4_000, 15_000)
    assert asked.answer.agent == "ben"
    assert play.state.agents["ben"].used == 1


def test_who_accepts_is_dialled_and_talks_once_connected() -> None:
    play = talk("ben")
    offer = invite(play, "ben")

    accepted = play.accept(offer)
    dialling = legs(play)["ben/chat-q"]
    early = cmd.SendMessage(**IN)
    play.refused(early, NotOwnerError, by=agent("ben"))
    connected = play.do(CONFIRM, by=agent("ben")).entries
    play.do(cmd.SendMessage(**IN), by=agent("ben"))

    assert (names(accepted), names(connected)) == (["LegStarted"], ["LegConnected"])
    assert dialling == ("member", "agent", LegState.DIALING)
    assert play.state.offers[offer].state is OfferState.ACCEPTED
    assert play.last(ev.MessageSent).agent == "ben"
    assert (play.state.interactions["in_1"].owner, play.state.agents["ben"].used) == ("ana", 1)


def test_19_who_does_not_connect_in_time_is_free_again() -> None:
    play = talk("ben")
    play.accept(invite(play, "ben"))

    fired = play.wait(10_001)

    assert names(fired) == ["LegEnded"]
    assert play.last(ev.LegEnded).cause == "connect_failed"
    assert play.state.agents["ben"].used == 0


def test_a_missed_invitation_strikes_and_passes_nobody_over() -> None:
    play = talk("ben")
    offer = invite(play, "ben")
    play.do(cmd.AcknowledgeOffer(offer=offer), by=agent("ben"))

    fired = play.wait(15_001)

    assert names(fired) == ["OfferExpired"]
    assert play.last(ev.OfferExpired).excluded_until_ms is None
    assert play.state.agents["ben"].strikes == 1
    assert play.state.interactions["in_1"].excluded == {}
    invite(play, "ben")


def test_a_declined_or_unreachable_invitation_passes_nobody_over() -> None:
    play = talk("ben")
    play.do(cmd.DeclineOffer(offer=invite(play, "ben")), by=agent("ben"))
    invite(play, "ben")

    play.wait(4_001)

    assert play.last(ev.OfferDeclined).excluded_until_ms is None
    assert play.last(ev.OfferWithdrawn).reason is WithdrawReason.UNREACHABLE
    assert play.state.agents["ben"].strikes == 1
    assert play.state.interactions["in_1"].excluded == {}


def test_06_accept_after_the_end_leaves_no_leg_and_no_offer() -> None:
    play = talk("ben")
    offer = invite(play, "ben")
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    refusal = play.refused(cmd.AcceptOffer(offer=offer), OfferGoneError, by=agent("ben"))

    assert refusal["outcome"] == "ended"
    assert play.state.interactions["in_1"].legs == {}


def test_who_takes_part_or_is_asked_already_is_not_asked_again() -> None:
    play = join(talk("ben", "cai"), "ben")
    invite(play, "cai")

    states = [
        play.refused(cmd.AddParticipant(**IN, agent=name), AgentUnavailableError, by=agent("ana"))[
            "refusal"
        ]
        for name in ("ana", "ben", "cai")
    ]

    assert states == ["takes_part"] * 3


def test_21_who_is_away_or_full_is_not_asked() -> None:
    play = talk("ben", "cai")
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"))
    play.do(cmd.DefineAgent(agent="cai", memberships=Q, slots={"chat": 0}))

    for name in ("ben", "cai"):
        refusal = play.refused(
            cmd.AddParticipant(**IN, agent=name), AgentUnavailableError, by=agent("ana")
        )
        assert refusal["refusal"] == "not_free"


def test_only_the_owner_asks_and_only_for_somebody_who_is_there() -> None:
    play = join(talk("ben", "cai"), "ben")

    play.refused(cmd.AddParticipant(**IN, agent="cai"), NotOwnerError, by=agent("ben"))
    play.refused(cmd.AddParticipant(**IN, agent="sue"), UnknownEntityError, by=agent("ana"))


def test_a_talk_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    play = talk("ben")
    monkeypatch.setattr(conference, "LEGS_MAX", 2)

    refusal = play.refused(
        cmd.AddParticipant(**IN, agent="ben"), InvalidTransitionError, by=agent("ana")
    )

    assert refusal["state"] == "ENGAGED"


def test_the_system_connects_who_was_dialled_first() -> None:
    play = talk("ben", "cai")
    for name in ("ben", "cai"):
        play.accept(invite(play, name))

    play.do(CONFIRM)

    assert play.last(ev.LegConnected).agent == "ben"


def test_who_is_there_already_connects_in_vain_and_a_stranger_not_at_all() -> None:
    play = join(talk("ben", "cai"), "ben")

    second_tabs = [play.do(CONFIRM, by=by).entries for by in (SYSTEM, agent("ana"), agent("ben"))]

    assert second_tabs == [[], [], []]
    play.refused(CONFIRM, NotOwnerError, by=agent("cai"))
