"""Standing: who waits, who is free and whose session is gone, kept in the index.

`evolve` calls these after every change of what they look at, so that the index always
equals what a scan of the state would find. An Interaction is offerable if it stands in
its queue without a live Offer and its Customer has not left; an Agent is free if they are
READY, not lost, and have a slot left.
"""

from __future__ import annotations

from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState

__all__ = [
    "chosen",
    "direct_line",
    "is_free",
    "is_offerable",
    "settle_agent",
    "settle_interaction",
]


def is_offerable(state: State, interaction: Interaction) -> bool:
    """Return whether an Interaction may be offered now."""
    stands = interaction.state
    if stands is not InteractionState.QUEUED and stands is not InteractionState.OFFERED:
        return False
    return not interaction.offers and state.customers[interaction.customer].left_at_ms is None


def is_free(agent: Agent) -> bool:
    """Return whether an Agent may be offered something now."""
    return agent.presence is Presence.READY and not agent.is_lost and agent.used < agent.chat_slots


def direct_line(agent: str) -> str:
    """Return the name of the line in which Interactions wait for one Agent; no queue's id."""
    return f"@{agent}"


def chosen(state: State, interaction: Interaction, count: int) -> list[str]:
    """Return up to `count` free Agents who may have an Interaction, best first."""
    only = interaction.only
    if only is None:
        return state.index.choose(interaction.queue, count, interaction.excluded)
    is_there = only in state.index.free and only not in interaction.excluded
    return [only] if is_there else []


def settle_interaction(state: State, interaction: Interaction) -> None:
    """Put an Interaction into its line, or take it out."""
    if is_offerable(state, interaction):
        place = (interaction.tier, interaction.order_from_ms, interaction.id)
        at_most = len(state.queues[interaction.queue].waiting)
        only = interaction.only
        line = interaction.queue if only is None else direct_line(only)
        state.index.line_up(line, place, at_most=at_most)
    else:
        state.index.waiting.pop(interaction.id, None)


def settle_agent(state: State, agent: Agent) -> None:
    """Put an Agent into the pools of their queues, or take them out."""
    if is_free(agent):
        state.index.set_free((agent.used, agent.idle_from_ms, agent.id))
    else:
        state.index.free.pop(agent.id, None)
