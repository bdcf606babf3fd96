"""Guards: every way to say no that several commands share.

The order of guards is the same everywhere: is it there, is it yours, does its state
allow it. What is not yours looks exactly like what is not there.
"""

from __future__ import annotations

from typing import TypedDict

from ccsdk.engine.state import Agent, Interaction, Offer, State
from ccsdk.engine.transitions import INTERACTION_COMMANDS, PRESENCE_COMMANDS, PresenceStep
from ccsdk.errors import InvalidTransitionError, NotOwnerError, UnknownEntityError
from ccsdk.model.command import Command
from ccsdk.model.leg import LegRole, LegState
from ccsdk.model.principal import Principal, Role

__all__ = [
    "Refs",
    "agent_of",
    "as_agent",
    "as_author",
    "as_customer",
    "as_owner",
    "as_speaker",
    "as_supervisor",
    "as_wrapping",
    "interaction_of",
    "offer_refs",
    "presence_step",
    "refs",
    "refuse",
    "require_customer",
    "require_session",
    "require_state",
]


class Refs(TypedDict):
    """Name the refs that every event of an Interaction carries."""

    interaction: str
    customer: str
    channel: str
    queue: str


class OfferRefs(Refs):
    """Name the refs that every event of an Offer carries."""

    offer: str
    agent: str


def refs(interaction: Interaction) -> Refs:
    """Return the refs of an event about this Interaction."""
    return {
        "interaction": interaction.id,
        "customer": interaction.customer,
        "channel": interaction.channel,
        "queue": interaction.queue,
    }


def offer_refs(interaction: Interaction, offer: Offer) -> OfferRefs:
    """Return the refs of an event about this Offer."""
    return {**refs(interaction), "offer": offer.id, "agent": offer.agent}


def interaction_of(state: State, interaction: str) -> Interaction:
    """Return the Interaction with this id.

    Raises:
        UnknownEntityError: There is none, or state has forgotten it.
    """
    found = state.interactions.get(interaction)
    if found is None:
        raise UnknownEntityError(kind="interaction", id=interaction)
    return found


def agent_of(state: State, agent: str) -> Agent:
    """Return the Agent with this id.

    Raises:
        UnknownEntityError: No such Agent is defined.
    """
    found = state.agents.get(agent)
    if found is None:
        raise UnknownEntityError(kind="agent", id=agent)
    return found


def as_customer(interaction: Interaction, by: Principal) -> None:
    """Let the Interaction's Customer pass, or the system on their behalf.

    Raises:
        UnknownEntityError: It is somebody else.
    """
    if by.role is Role.SYSTEM:
        return
    if by.role is not Role.VISITOR or by.customer != interaction.customer:
        raise UnknownEntityError(kind="interaction", id=interaction.id)


def as_owner(interaction: Interaction, command: Command, by: Principal) -> str:
    """Let the owner's command pass, or the system's on their behalf; return the owner.

    Raises:
        NotOwnerError: It is somebody else, or nobody owns the Interaction now.
        InvalidTransitionError: The Interaction's state does not allow the command.
    """
    if by.role is not Role.SYSTEM and by.id != interaction.owner:
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    assert interaction.owner is not None, f"{interaction.id} has an owner in that state"
    return interaction.owner


def as_speaker(interaction: Interaction, command: Command, by: Principal) -> str:
    """Let a command of the owner or of a connected member pass, or the system's for the owner.

    Returns:
        Whose command it is.

    Raises:
        NotOwnerError: It is neither.
        InvalidTransitionError: The Interaction's state does not allow the command.
    """
    leg = None if by.role is Role.SYSTEM else interaction.staff_leg(by.id)
    is_member = leg is not None and leg.role is LegRole.MEMBER
    is_connected = leg is not None and leg.state is not LegState.DIALING
    if not (is_member and is_connected) and by.id != interaction.asker:
        return as_owner(interaction, command, by)
    require_state(interaction, command)
    return by.id


def as_supervisor(interaction: Interaction, by: Principal) -> None:
    """Let a Supervisor pass, or the system on their behalf.

    Raises:
        UnknownEntityError: It is somebody else.
    """
    if by.role not in (Role.SUPERVISOR, Role.SYSTEM):
        raise UnknownEntityError(kind="interaction", id=interaction.id)


def as_author(interaction: Interaction, command: Command, by: Principal) -> str:
    """Let a note of the owner, a member or a reader pass, or the system's for the owner.

    Returns:
        Who wrote it.

    Raises:
        NotOwnerError: It is somebody else.
        InvalidTransitionError: It is closed, or the system writes where nobody owns.
    """
    leg = interaction.staff_leg(by.id)
    if (
        by.role is not Role.SYSTEM
        and by.id != interaction.owner
        and by.id not in interaction.readers
        and (leg is None or leg.role is not LegRole.MEMBER)
    ):
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    author = interaction.owner if by.role is Role.SYSTEM else by.id
    if author is None:
        raise refuse(interaction, type(command).__name__)
    return author


def as_wrapping(interaction: Interaction, command: Command, by: Principal) -> str:
    """Let an Agent's command on their own wrap-up pass, or the system's on the first one's.

    Returns:
        Whose wrap-up it is.

    Raises:
        NotOwnerError: It is somebody who had no part in it.
        InvalidTransitionError: They wrap up nothing now.
    """
    agent = next(iter(interaction.wrap_ups), None) if by.role is Role.SYSTEM else by.id
    if agent is not None and agent in interaction.wrap_ups:
        return agent
    if agent is None or agent == interaction.owner or agent in interaction.parts:
        raise refuse(interaction, type(command).__name__)
    raise NotOwnerError(interaction=interaction.id)


def as_agent(offer: Offer, by: Principal) -> None:
    """Let the Offer's Agent pass, or the system on their behalf.

    Raises:
        UnknownEntityError: It is somebody else.
    """
    if by.role is not Role.SYSTEM and by.id != offer.agent:
        raise UnknownEntityError(kind="offer", id=offer.id)


def require_customer(interaction: Interaction, command: Command) -> None:
    """Let a command pass on what a customer takes part in: a consult is among staff.

    Raises:
        InvalidTransitionError: It is a consult.
    """
    if interaction.parent is not None:
        raise refuse(interaction, type(command).__name__)


def require_session(agent: Agent, command: Command) -> None:
    """Let a command pass that gives an Agent something to do, unless they are lost.

    Nobody could see it, and no grace would ever look after the new work.

    Raises:
        InvalidTransitionError: The last of their sessions is gone.
    """
    if agent.is_lost:
        raise InvalidTransitionError(
            entity=f"agent {agent.id}", state="connection_lost", command=type(command).__name__
        )


def require_state(interaction: Interaction, command: Command) -> None:
    """Let a command pass that the Interaction's state allows.

    Raises:
        InvalidTransitionError: The state does not allow it.
    """
    if interaction.state not in INTERACTION_COMMANDS[type(command)]:
        raise refuse(interaction, type(command).__name__)


def refuse(interaction: Interaction, command: str) -> InvalidTransitionError:
    """Return the refusal of a command by an Interaction's state."""
    return InvalidTransitionError(
        entity=f"interaction {interaction.id}", state=interaction.state.value, command=command
    )


def presence_step(agent: Agent, command: Command) -> PresenceStep:
    """Return where a command leads Presence.

    Raises:
        InvalidTransitionError: Presence does not allow the command.
    """
    row = PRESENCE_COMMANDS[type(command)]
    if agent.presence not in row.sources:
        raise InvalidTransitionError(
            entity=f"agent {agent.id}", state=agent.presence.value, command=type(command).__name__
        )
    return row
