"""Planted bugs in what becomes of an Agent's part: wrap-up, transfer, parking, coming back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ccsdk.engine import engine, standing
from ccsdk.engine.deciding import flow, parking, returning
from ccsdk.engine.deciding import interaction as deciding_interaction
from ccsdk.engine.deciding import part as deciding_part
from ccsdk.engine.deciding import review as deciding_review
from ccsdk.engine.deciding.entering import Age
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.state import Account, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model import event as ev

Plant = Callable[[pytest.MonkeyPatch], None]


def wrap_up_never_ends(patch: pytest.MonkeyPatch) -> None:
    """T2: a deadline is armed later than its event says."""
    started_on_time = EVOLVE[ev.WrapUpStarted]

    def started(state: State, event: Any, at_ms: int) -> None:
        started_on_time(state, event, at_ms)
        late_ms = event.wrap_up_due_at_ms + 3_600_000
        state.deadlines.arm(("wrap_up", event.interaction, event.agent), late_ms)

    patch.setitem(EVOLVE, ev.WrapUpStarted, started)


def everybody_wraps_up_again(patch: pytest.MonkeyPatch) -> None:
    """R16: who has wrapped up their part begins again when another talk ends."""
    end_part = deciding_part.end_part

    def all_again(step: Step, interaction: Interaction, agent: str) -> None:
        end_part(step, interaction, agent)
        end_part(step, interaction, agent)

    patch.setattr("ccsdk.engine.deciding.interaction.end_part", all_again)


def transfer_goes_to_the_end(patch: pytest.MonkeyPatch) -> None:
    """R11: who is sent on waits as if they had just come."""
    evolve = EVOLVE[ev.InteractionTransferred]

    def ages(state: State, event: Any, at_ms: int) -> None:
        evolve(state, msgspec.structs.replace(event, order_from_ms=at_ms), at_ms)

    patch.setitem(EVOLVE, ev.InteractionTransferred, ages)


def direct_line_rings_anybody(patch: pytest.MonkeyPatch) -> None:
    """R17: a transfer to an Agent is offered to whoever is free in the queue."""
    signature_of = standing._signature_of

    def of_the_queue(state: State, interaction: Interaction) -> Any:
        only, interaction.only = interaction.only, None
        signature = signature_of(state, interaction)
        interaction.only = only
        return signature

    patch.setattr(standing, "_signature_of", of_the_queue)


def anybody_is_bound(patch: pytest.MonkeyPatch) -> None:
    """R17: what comes back waits for somebody who never talked in it, or is away."""

    def line_to_last(state: State, interaction: Interaction, queue: str, at_ms: int) -> Any:
        if interaction.last_agent is None:
            return None, None
        others = [agent for agent in state.agents if agent != interaction.last_agent]
        return others[0], at_ms + 20_000

    patch.setattr(parking, "line_to_last", line_to_last)
    patch.setattr(returning, "line_to_last", line_to_last)


def reopened_for_ever(patch: pytest.MonkeyPatch) -> None:
    """R18: whatever is remembered is reopened, however long ago it was closed."""
    reopen = returning.reopen

    def whenever(step: Step, command: Any, account: Account, customer: str) -> Any:
        long = msgspec.structs.replace(account.definition, reopen_ms=10**12)
        return reopen(step, command, Account(definition=long), customer)

    patch.setattr(deciding_interaction, "reopen", whenever)


def place_is_lost(patch: pytest.MonkeyPatch) -> None:
    """R18: who gave up and is back at once stands at the end."""
    for module in (deciding_interaction, flow):
        patch.setattr(module, "age_of", lambda step, customer, account: Age(step.at_ms))


def anybody_reviews(patch: pytest.MonkeyPatch) -> None:
    """R24: who writes a review is not asked whether they opened what it is about."""
    add_review = deciding_review.add_review

    def as_one_who_opened(step: Step, command: Any, by: Any) -> Any:
        found = step.state.interactions.get(command.interaction)
        if found is None or by.id in found.reviewers:
            return add_review(step, command, by)
        found.reviewers[by.id] = None
        try:
            return add_review(step, command, by)
        finally:
            del found.reviewers[by.id]

    patch.setitem(engine.DECIDE, cmd.AddReview, as_one_who_opened)


def review_goes_on(patch: pytest.MonkeyPatch) -> None:
    """R24: who opened what was closed reads on when the customer is back."""
    patch.setattr("ccsdk.engine.evolving.transfer.close_reviews", lambda interaction: None)


BUGS: list[tuple[str, Plant]] = [
    ("T2", wrap_up_never_ends),
    ("R11", transfer_goes_to_the_end),
    ("R16", everybody_wraps_up_again),
    ("R17", direct_line_rings_anybody),
    ("R17", anybody_is_bound),
    ("R18", reopened_for_ever),
    ("R18", place_is_lost),
    ("R24", anybody_reviews),
    ("R24", review_goes_on),
]
