"""What events do to an Agent's part: the slot it takes, and the wrap-up after it."""

from __future__ import annotations

from ccsdk.engine.evolving.slot import free_slot, take_back
from ccsdk.engine.state import Agent, Interaction, Part, State
from ccsdk.model.event import DispositionSet, WrapUpEnded, WrapUpExtended, WrapUpStarted
from ccsdk.model.interaction import InteractionState

__all__ = [
    "disposition_set",
    "free_owner",
    "keep_part",
    "leave_part",
    "wrap_up_ended",
    "wrap_up_extended",
    "wrap_up_started",
]


def keep_part(state: State, interaction: Interaction, agent_id: str, at_ms: int) -> None:
    """Remember the part of an Agent who met the customer: idle from now on, but for wrap-up."""
    interaction.parts[agent_id] = Part(queue=interaction.queue, since_ms=at_ms)
    state.agents[agent_id].idle_from_ms = at_ms


def free_owner(state: State, agent: Agent, interaction: str) -> None:
    """Free the slot of an Interaction that its owner talks in no more."""
    del agent.owned[interaction]
    free_slot(state, agent)


def leave_part(state: State, interaction: Interaction, agent_id: str, at_ms: int) -> None:
    """End the talk of an Agent who met the customer: idle from now on, if no wrap-up is due."""
    keep_part(state, interaction, agent_id, at_ms)
    interaction.last_agent = agent_id
    state.deadlines.cancel(("idle", interaction.id))
    free_owner(state, state.agents[agent_id], interaction.id)


def wrap_up_started(state: State, event: WrapUpStarted, at_ms: int) -> None:
    """Take the slot of the talk for wrap-up, which ends by itself."""
    interaction, agent = state.interactions[event.interaction], state.agents[event.agent]
    interaction.wrap_ups[agent.id] = event.wrap_up_due_at_ms
    agent.wrap_ups[interaction.id] = interaction.channel
    state.deadlines.arm(("wrap_up", interaction.id, agent.id), event.wrap_up_due_at_ms)
    take_back(state, agent)


def wrap_up_extended(state: State, event: WrapUpExtended, at_ms: int) -> None:
    """Let wrap-up end later."""
    interaction = state.interactions[event.interaction]
    interaction.wrap_ups[event.agent] = event.wrap_up_due_at_ms
    state.deadlines.arm(("wrap_up", interaction.id, event.agent), event.wrap_up_due_at_ms)


def disposition_set(state: State, event: DispositionSet, at_ms: int) -> None:
    """Keep what came of the part."""
    part = state.interactions[event.interaction].parts[event.agent]
    part.disposition = event.disposition


def wrap_up_ended(state: State, event: WrapUpEnded, at_ms: int) -> None:
    """Free the slot; the Agent is idle from now on."""
    interaction, agent = state.interactions[event.interaction], state.agents[event.agent]
    del interaction.wrap_ups[agent.id]
    del agent.wrap_ups[interaction.id]
    part = interaction.parts[agent.id]
    part.since_ms, part.disposition = at_ms, event.disposition
    if interaction.state is InteractionState.WRAP_UP and interaction.owner == agent.id:
        interaction.owner = interaction.accepted = None
    agent.idle_from_ms = at_ms
    state.deadlines.cancel(("wrap_up", interaction.id, agent.id))
    free_slot(state, agent)
