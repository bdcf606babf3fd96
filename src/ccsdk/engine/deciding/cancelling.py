"""What a Supervisor ends: any open Interaction, whoever has it and whatever it waits for."""

from __future__ import annotations

from ccsdk.engine.deciding.closing import finish
from ccsdk.engine.deciding.guard import (
    as_supervisor,
    interaction_of,
    refs,
    require_customer,
    require_state,
)
from ccsdk.engine.deciding.interaction import end_talk
from ccsdk.engine.deciding.offer import withdraw
from ccsdk.engine.deciding.part import end_wrap_up
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.model.command import CancelInteraction
from ccsdk.model.entry import Answer
from ccsdk.model.event import InteractionCancelled
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.principal import Principal

__all__ = ["cancel"]


def cancel(step: Step, command: CancelInteraction, by: Principal) -> Answer:
    """End a talk as its owner could, a wait as its customer could, or every wrap-up."""
    interaction = interaction_of(step.state, command.interaction)
    as_supervisor(interaction, by)
    require_customer(interaction, command)
    require_state(interaction, command)
    if interaction.state is InteractionState.ENGAGED:
        end_talk(step, interaction, by="supervisor")
    elif interaction.state is not InteractionState.WRAP_UP:
        _give_up(step, interaction)
    else:
        for agent in list(interaction.wrap_ups):
            end_wrap_up(step, interaction, agent, cause="supervisor")
    return Answer(interaction=interaction.id)


def _give_up(step: Step, interaction: Interaction) -> None:
    for offer in list(interaction.offers):
        withdraw(step, step.state.offers[offer], WithdrawReason.CANCELLED)
    is_parked = interaction.state is InteractionState.PARKED
    agent = interaction.last_agent if is_parked else interaction.owner
    step.emit(
        InteractionCancelled(
            **refs(interaction),
            agent=agent,
            visit=interaction.visit,
            wait_ms=None if interaction.visit is None else step.at_ms - interaction.entered_at_ms,
        )
    )
    finish(step, interaction, agent=agent)
