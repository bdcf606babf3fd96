"""What events do to a direct line: the queue of one Agent, in which an Interaction waits first."""

from __future__ import annotations

from ccsdk.engine.standing import settle_interaction
from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import DirectLineEnded

__all__ = ["direct", "line_ended"]


def direct(state: State, interaction: Interaction, agent: str | None, due_ms: int | None) -> None:
    """Let an Interaction wait for this Agent alone until an instant; None: for its queue."""
    if interaction.only is not None:
        del state.agents[interaction.only].direct[interaction.id]
        state.deadlines.cancel(("direct", interaction.id))
    interaction.only = agent
    if agent is not None and due_ms is not None:
        state.agents[agent].direct[interaction.id] = None
        state.deadlines.arm(("direct", interaction.id), due_ms)


def line_ended(state: State, event: DirectLineEnded, at_ms: int) -> None:
    """Let the queue have it, in its place; a live Offer to the Agent stands."""
    interaction = state.interactions[event.interaction]
    direct(state, interaction, None, None)
    settle_interaction(state, interaction)
