from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import (
    AgentUnavailableError,
    InvalidTransitionError,
    NotOwnerError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.interaction import Closing, InteractionState, VisitKind
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.consulting import ASK, CHILD, OFFER, QUEUE, asked, consulting, held
from tests.unit.engine.play import Play, agent, names
from tests.unit.engine.talk import IN, invite, join, talk


def test_a_consult_is_an_interaction_of_its_own_beside_the_held_customer() -> None:
    play = talk("ben")

    started = play.do(ASK, by=agent("ana"))

    assert names(started.entries) == [
        "CustomerHeld",
        "ConsultStarted",
        "ConsultReceived",
        "InteractionQueued",
        "OfferMade",
    ]
    assert started.answer.interaction == CHILD
    assert play.last(ev.InteractionQueued).visit_kind is VisitKind.CONSULT
    child = play.state.interactions[CHILD]
    assert (child.parent, child.asker, child.customer) == ("in_1", "ana", CHILD)
    assert (held(play), play.state.agents["ana"].used) == (True, 1)


def test_who_takes_part_is_not_asked() -> None:
    play = join(talk("ben"), "ben")

    play.do(ASK, by=agent("ana"))

    assert play.state.interactions[CHILD].state is InteractionState.QUEUED


def test_the_asker_talks_with_who_was_asked() -> None:
    play = consulting("cai")
    message = cmd.SendMessage(interaction=CHILD)

    play.do(message, by=agent("ben"))
    play.do(message, by=agent("ana"))

    assert play.last(ev.MessageSent).agent == "ana"
    play.refused(message, NotOwnerError, by=agent("cai"))


def test_a_completed_transfer_hands_the_customer_over() -> None:
    play = consulting()

    done = play.do(cmd.CompleteTransfer(**IN), by=agent("ana"))

    assert names(done.entries) == [
        "InteractionEnded",
        "InteractionClosed",
        "ConsultEnded",
        "LegStarted",
        "CustomerRetrieved",
        "OwnerChanged",
        "WrapUpStarted",
    ]
    closed = play.last(ev.InteractionClosed)
    assert (closed.interaction, closed.outcome) == (CHILD, Closing.MERGED)
    assert play.last(ev.OwnerChanged).cause == "transferred"
    assert play.last(ev.WrapUpStarted).agent == "ana"
    assert (play.state.interactions["in_1"].owner, held(play)) == ("ben", False)
    assert fingerprint(replay(play.entries)) == fingerprint(play.state)


def test_a_merged_consult_is_a_conference() -> None:
    play = consulting()

    play.do(cmd.MergeConsult(**IN), by=agent("ana"))

    found = play.state.interactions["in_1"]
    assert (found.owner, found.child, held(play)) == ("ana", None, False)
    assert list(play.state.agents["ben"].joined) == ["in_1"]


@pytest.mark.parametrize("begin", [asked, consulting], ids=["asked", "answered"])
def test_a_cancelled_consult_takes_the_customer_back(begin: Callable[[], Play]) -> None:
    play = begin()

    play.do(cmd.CancelConsult(**IN), by=agent("ana"))

    assert play.last(ev.ConsultEnded).cause == "cancelled"
    assert play.state.interactions[CHILD].state is InteractionState.CLOSED
    assert (held(play), play.state.agents["ben"].used) == (False, 0)
    play.do(ASK, by=agent("ana"))
    assert play.state.interactions["in_1"].child == "in_1-c2"


@pytest.mark.parametrize("command", [cmd.CompleteTransfer(**IN), cmd.MergeConsult(**IN)])
def test_nobody_is_given_to_who_was_asked_and_is_lost(command: Command) -> None:
    play = consulting(sessions=True)
    play.sign_off("ben")

    refusal = play.refused(command, InvalidTransitionError, by=agent("ana"))

    assert (refusal["entity"], refusal["state"]) == ("agent ben", "connection_lost")
    play.sign_in("ben")
    play.do(command, by=agent("ana"))


def test_the_owner_does_not_end_a_talk_over_a_consult() -> None:
    play = consulting()

    play.refused(cmd.EndInteraction(**IN), InvalidTransitionError, by=agent("ana"))


def test_only_an_answered_consult_is_completed_or_merged() -> None:
    play = asked()

    for command in (cmd.CompleteTransfer(**IN), cmd.MergeConsult(**IN)):
        play.refused(command, InvalidTransitionError, by=agent("ana"))


def test_without_a_consult_there_is_nothing_to_end() -> None:
    play = talk()

    play.refused(cmd.CancelConsult(**IN), InvalidTransitionError, by=agent("ana"))


def test_one_consult_at_a_time_and_not_while_somebody_is_asked_to_join() -> None:
    play = asked("cai")
    play.refused(ASK, InvalidTransitionError, by=agent("ana"))
    play.refused(cmd.AddParticipant(**IN, agent="cai"), InvalidTransitionError, by=agent("ana"))
    other = talk("ben")
    invite(other, "ben")

    other.refused(ASK, InvalidTransitionError, by=agent("ana"))


def test_who_takes_part_already_or_is_not_there_is_not_consulted() -> None:
    play = join(talk("ben"), "ben")
    ben = cmd.StartConsult(**IN, to=TransferTarget(agent="ben"))
    nobody = cmd.StartConsult(**IN, to=TransferTarget(agent="sue"))

    play.refused(ben, AgentUnavailableError, by=agent("ana"))
    play.refused(nobody, UnknownEntityError, by=agent("ana"))


def test_an_agent_is_consulted_directly() -> None:
    play = talk("ben", "cai")

    play.do(cmd.StartConsult(**IN, to=TransferTarget(agent="cai")), by=agent("ana"))

    assert play.state.offers[OFFER].agent == "cai"
    assert play.state.interactions[CHILD].only == "cai"


def test_who_is_held_already_is_not_held_again() -> None:
    play = talk("ben")
    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))

    started = play.do(ASK, by=agent("ana")).entries

    assert "CustomerHeld" not in names(started)


@pytest.mark.parametrize(
    "command",
    [
        cmd.HoldCustomer(interaction=CHILD),
        cmd.AddParticipant(interaction=CHILD, agent="cai"),
        cmd.ElevateChannel(interaction=CHILD, to="sms"),
        cmd.BlindTransfer(interaction=CHILD, to=QUEUE),
        cmd.ParkInteraction(interaction=CHILD, until_ms=1_000),
        cmd.StartConsult(interaction=CHILD, to=QUEUE),
        cmd.CancelInteraction(interaction=CHILD),
        cmd.ReceiveMessage(interaction=CHILD),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_needs_a_customer_is_not_done_to_a_consult(command: Command) -> None:
    play = consulting("cai")

    play.refused(command, InvalidTransitionError)
