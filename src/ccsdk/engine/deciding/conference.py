"""Conference: how further Agents come into a talk.

An invitation is an Offer to one Agent beside the running talk: their slot is reserved, they
accept or decline, and a missed one is a strike like any other; but nobody is passed over for
it, since whom to ask is the owner's choice. Who accepted is dialled until they confirm.
"""

from __future__ import annotations

from ccsdk.engine.capacity import has_room
from ccsdk.engine.deciding.guard import (
    agent_of,
    as_owner,
    interaction_of,
    offer_refs,
    refs,
    refuse,
    require_customer,
)
from ccsdk.engine.deciding.leg import end_leg, next_leg
from ccsdk.engine.standing import is_present
from ccsdk.engine.state import Interaction, Leg, Offer
from ccsdk.engine.step import Step
from ccsdk.errors import AgentUnavailableError, NotOwnerError
from ccsdk.model import event as events
from ccsdk.model.command import AddParticipant
from ccsdk.model.entry import Answer
from ccsdk.model.leg import LegParty, LegRole, LegState
from ccsdk.model.principal import Principal, Role

__all__ = ["LEGS_MAX", "add_participant", "connect_member", "dial_due", "join"]

# More people than this in one talk understand nothing.
LEGS_MAX = 32


def add_participant(step: Step, command: AddParticipant, by: Principal) -> Answer:
    """Hold the talk out to another Agent, who is READY and has room."""
    state = step.state
    interaction = interaction_of(state, command.interaction)
    owner = as_owner(interaction, command, by)
    require_customer(interaction, command)
    agent = agent_of(state, command.agent)
    invited = (state.offers[offer].agent for offer in interaction.offers)
    if interaction.child is not None:
        # Who is consulted joins by MergeConsult.
        raise refuse(interaction, "AddParticipant")
    if interaction.staff_leg(agent.id) is not None or agent.id in invited:
        raise AgentUnavailableError(agent=agent.id, refusal="takes_part")
    if not (is_present(agent) and has_room(state, agent, interaction.channel)):
        raise AgentUnavailableError(agent=agent.id, refusal="not_free")
    if len(interaction.legs) + len(interaction.offers) >= LEGS_MAX:
        raise refuse(interaction, "AddParticipant")
    definition = state.queues[interaction.queue].definition
    step.emit(
        events.ParticipantInvited(
            **refs(interaction),
            offer=f"{interaction.id}-o{interaction.offers_made + 1}",
            agent=agent.id,
            by=owner,
            ack_due_at_ms=step.at_ms + definition.ack_ms,
            expires_at_ms=step.at_ms + definition.ring_ms,
        )
    )
    return Answer(interaction=interaction.id, agent=agent.id)


def join(step: Step, interaction: Interaction, offer: Offer) -> None:
    """Dial the Agent who accepted an invitation."""
    connect_ms = step.state.queues[interaction.queue].definition.connect_ms
    step.emit(
        events.LegStarted(
            **offer_refs(interaction, offer),
            leg=next_leg(interaction),
            party=LegParty.AGENT,
            role=LegRole.MEMBER,
            connect_due_at_ms=step.at_ms + connect_ms,
        )
    )


def connect_member(step: Step, interaction: Interaction, by: Principal) -> Answer:
    """Connect who accepted an invitation; the system does it for the one dialled longest.

    Raises:
        NotOwnerError: They take no part.
    """
    leg = _dialing(interaction, by)
    if leg is None:
        return Answer(interaction=interaction.id)
    step.emit(events.LegConnected(**refs(interaction), agent=leg.who, leg=leg.id))
    return Answer(interaction=interaction.id)


def _dialing(interaction: Interaction, by: Principal) -> Leg | None:
    for leg in interaction.legs.values():
        is_dialing = leg.state is LegState.DIALING and leg.party is LegParty.AGENT
        if is_dialing and (by.role is Role.SYSTEM or by.id == leg.who):
            return leg
    if by.role is Role.SYSTEM or interaction.staff_leg(by.id) is not None:
        # A second tab says so in vain.
        return None
    raise NotOwnerError(interaction=interaction.id)


def dial_due(step: Step, interaction_id: str, leg_id: str) -> None:
    """Give up on a member who did not connect in time."""
    interaction = step.state.interactions[interaction_id]
    end_leg(step, interaction, interaction.legs[leg_id], cause="connect_failed")
