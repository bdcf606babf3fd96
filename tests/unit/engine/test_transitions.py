from __future__ import annotations

from ccsdk.engine.transitions import (
    INTERACTION,
    INTERACTION_COMMANDS,
    OFFER,
    OFFER_COMMANDS,
    PRESENCE,
    PRESENCE_COMMANDS,
)
from ccsdk.model.agent import Presence
from ccsdk.model.event import InteractionAnswered, OfferAccepted
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState


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


def test_no_command_is_allowed_on_what_is_closed() -> None:
    states = {state for allowed in INTERACTION_COMMANDS.values() for state in allowed}

    assert InteractionState.CLOSED not in states


def test_nobody_logged_out_becomes_ready_in_one_step() -> None:
    rows = (*PRESENCE.values(), *PRESENCE_COMMANDS.values())

    steps = {(source, row.target) for row in rows for source in row.sources}

    assert (Presence.LOGGED_OUT, Presence.READY) not in steps
