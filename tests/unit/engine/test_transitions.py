"""The tables of transitions, entered twice: here as the design's page has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from ccsdk.engine.transitions import (
    INTERACTION,
    INTERACTION_COMMANDS,
    LEG,
    OFFER,
    OFFER_COMMANDS,
    PRESENCE,
    PRESENCE_COMMANDS,
)
from ccsdk.model.agent import Presence
from ccsdk.model.command import AddReview, OpenReview
from ccsdk.model.event import InteractionAnswered, OfferAccepted
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState

STEPS = {
    "interaction": """
        InteractionQueued       RECEIVED -> QUEUED
        InteractionOverflowed   QUEUED OFFERED -> RECEIVED
        InteractionDeflected    RECEIVED QUEUED OFFERED -> RECEIVED
        CallbackScheduled       RECEIVED QUEUED OFFERED -> QUEUED
        OfferMade               QUEUED OFFERED -> OFFERED
        OfferAccepted           OFFERED -> CONNECTING
        InteractionRequeued     OFFERED CONNECTING ENGAGED -> QUEUED
        InteractionAnswered     CONNECTING -> ENGAGED
        InteractionConcluded    RECEIVED -> WRAP_UP
        InteractionAbandoned    QUEUED OFFERED CONNECTING -> WRAP_UP
        InteractionCancelled    RECEIVED QUEUED OFFERED CONNECTING PARKED -> WRAP_UP
        InteractionEnded        ENGAGED -> WRAP_UP
        InteractionClosed       WRAP_UP -> CLOSED
        InteractionReopened     CLOSED -> RECEIVED
        InteractionTransferred  ENGAGED -> QUEUED
        InteractionParked       ENGAGED -> PARKED
        InteractionResumed      PARKED -> QUEUED
    """,
    "offer": """
        OfferShown      MADE -> SHOWN
        OfferAccepted   MADE SHOWN -> ACCEPTED
        LegStarted      MADE SHOWN -> ACCEPTED
        OfferDeclined   MADE SHOWN -> DECLINED
        OfferExpired    MADE SHOWN -> EXPIRED
        OfferWithdrawn  MADE SHOWN -> WITHDRAWN
    """,
    "leg": """
        LegConnected            DIALING -> CONNECTED
        ChannelElevated         DIALING -> CONNECTED
        ChannelElevationFailed  DIALING -> ENDED
        CustomerHeld            CONNECTED -> HELD
        CustomerRetrieved       HELD -> CONNECTED
        HoldFailed              HELD -> CONNECTED
        LegEnded                DIALING CONNECTED -> ENDED
        LegLost                 DIALING CONNECTED -> LOST
    """,
    "presence": """
        LogIn        LOGGED_OUT -> NOT_READY login
        SetReady     NOT_READY READY -> READY
        SetNotReady  NOT_READY READY -> NOT_READY
        LogOut       NOT_READY READY -> LOGGED_OUT
    """,
    "presence by engine": """
        strikes      READY -> NOT_READY rona
        agent_grace  NOT_READY READY -> NOT_READY connection_lost
        back_ready   NOT_READY -> READY
        back_away    NOT_READY -> NOT_READY
        logout       NOT_READY -> LOGGED_OUT connection_lost
    """,
}
TABLES: dict[str, Mapping[Any, Any]] = {
    "interaction": INTERACTION,
    "offer": OFFER,
    "leg": LEG,
    "presence": PRESENCE_COMMANDS,
    "presence by engine": PRESENCE,
}
OPEN = "RECEIVED QUEUED OFFERED CONNECTING ENGAGED PARKED"
# States, and the commands that all of them allow and no others do.
ALLOWED = {
    OPEN: "ReceiveMessage",
    f"{OPEN} WRAP_UP": "AddNote CompleteWrapUp ExtendWrapUp EndWrapUp CancelInteraction",
    "RECEIVED QUEUED OFFERED CONNECTING": "AbandonInteraction",
    "RECEIVED": "RouteInteraction CompleteSelfService",
    "QUEUED OFFERED": ("MoveInteraction SetPriority AcceptCallback AcceptSelfService LeaveMessage"),
    "CONNECTING": "ReportConnectFailed",
    "CONNECTING ENGAGED": "ConfirmConnected",
    "ENGAGED": (
        "SendMessage EndInteraction HoldCustomer RetrieveCustomer ReportHoldFailed AddParticipant "
        "LeaveInteraction ElevateChannel JoinChannel StartMonitor StartWhisper BargeIn "
        "StopMonitor WhisperMessage StartConsult CompleteTransfer MergeConsult CancelConsult "
        "BlindTransfer ParkInteraction"
    ),
    "PARKED": "ResumeInteraction",
    "CLOSED": "OpenReview AddReview",
}


def line_of(cause: Any, row: Any) -> str:
    """Return a row as `STEPS` writes it."""
    name = cause if isinstance(cause, str) else cause.__name__
    reason = getattr(row, "reason", None)
    last = [row.target.value, *([reason.value] if reason else [])]
    return " ".join([name, *(state.value for state in row.sources), "->", *last])


def states_of(sources: Iterable[Any]) -> str:
    return " ".join(state.value for state in sources)


@pytest.mark.parametrize("machine", TABLES)
def test_a_machine_takes_the_steps_of_the_design_and_no_others(machine: str) -> None:
    designed = [" ".join(line.split()) for line in STEPS[machine].strip().splitlines()]

    assert [line_of(*item) for item in TABLES[machine].items()] == designed


def test_a_command_is_allowed_in_the_states_of_the_design_and_in_no_others() -> None:
    designed = {name: states for states, names in ALLOWED.items() for name in names.split()}

    allowed = {command.__name__: states_of(row) for command, row in INTERACTION_COMMANDS.items()}

    assert allowed == designed


def test_every_state_of_an_interaction_is_reached_and_left_but_the_last() -> None:
    reached = {row.target for row in INTERACTION.values()} | {InteractionState.RECEIVED}
    left = {s for row in INTERACTION.values() for s in row.sources if s is not row.target}

    assert reached == set(InteractionState)
    assert left | {InteractionState.CLOSED} == set(InteractionState)


def test_only_a_live_offer_changes_its_state() -> None:
    live = (OfferState.MADE, OfferState.SHOWN)

    assert {s for row in OFFER.values() for s in row.sources} == set(live)
    assert all(states == live for states in OFFER_COMMANDS.values())


def test_an_answer_needs_an_accept() -> None:
    assert INTERACTION[InteractionAnswered].sources == (INTERACTION[OfferAccepted].target,)


def test_what_is_closed_is_read_again_and_nothing_else_is_done_with_it() -> None:
    allowed = {kind for kind, at in INTERACTION_COMMANDS.items() if InteractionState.CLOSED in at}

    assert allowed == {OpenReview, AddReview}
    assert all(INTERACTION_COMMANDS[kind] == (InteractionState.CLOSED,) for kind in allowed)


def test_nobody_logged_out_becomes_ready_in_one_step() -> None:
    rows = (*PRESENCE.values(), *PRESENCE_COMMANDS.values())

    steps = {(source, row.target) for row in rows for source in row.sources}

    assert (Presence.LOGGED_OUT, Presence.READY) not in steps
