"""Elevation: the customer comes to a second channel, with the same Interaction.

The owner's slot there is reserved before the customer is asked; who does not come within
`JOIN_MS` leaves everything as it was.
"""

from __future__ import annotations

from ccsdk.engine.capacity import may_elevate
from ccsdk.engine.deciding.guard import (
    as_customer,
    as_owner,
    interaction_of,
    refs,
    refuse,
    require_customer,
)
from ccsdk.engine.deciding.leg import fail_elevation, next_leg
from ccsdk.engine.step import Step
from ccsdk.errors import AgentUnavailableError
from ccsdk.model import event as events
from ccsdk.model.command import ElevateChannel, JoinChannel
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = ["JOIN_MS", "elevate", "join_channel", "join_due"]

# Long enough to open a link or take up a phone.
JOIN_MS = 120_000


def elevate(step: Step, command: ElevateChannel, by: Principal) -> Answer:
    """Reserve the owner's slot on the other channel and ask the customer to come there."""
    interaction = interaction_of(step.state, command.interaction)
    owner = as_owner(interaction, command, by)
    require_customer(interaction, command)
    agent = step.state.agents[owner]
    channels = {leg.channel for leg in interaction.customer_legs()}
    if command.to in channels or interaction.id in agent.elevated:
        raise refuse(interaction, "ElevateChannel")
    if not may_elevate(step.state, agent, interaction.id, command.to):
        raise AgentUnavailableError(agent=owner, refusal="not_free")
    step.emit(
        events.ChannelElevationStarted(
            **refs(interaction),
            agent=owner,
            leg=next_leg(interaction),
            to=command.to,
            is_switch=command.is_switch,
            join_due_at_ms=step.at_ms + JOIN_MS,
        )
    )
    return Answer(interaction=interaction.id)


def join_channel(step: Step, command: JoinChannel, by: Principal) -> Answer:
    """Connect the customer on the other channel; a switch ends the leg they came from."""
    interaction = interaction_of(step.state, command.interaction)
    as_customer(interaction, by)
    elevation = interaction.elevation
    if elevation is None:
        raise refuse(interaction, "JoinChannel")
    first = interaction.customer_legs()[0]
    step.emit(
        events.ChannelElevated(
            **refs(interaction),
            leg=elevation.leg,
            to=interaction.legs[elevation.leg].channel,
            ended=first.id if elevation.is_switch else None,
        )
    )
    return Answer(interaction=interaction.id)


def join_due(step: Step, interaction_id: str) -> None:
    """Leave the old channel as it is: the customer did not come."""
    fail_elevation(step, step.state.interactions[interaction_id], cause="join_unmet")
