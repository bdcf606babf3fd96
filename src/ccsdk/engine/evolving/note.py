"""What a mention does: the Agent reads the Interaction until state forgets it."""

from __future__ import annotations

from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import AgentMentioned

__all__ = ["drop_readers", "mentioned"]


def mentioned(state: State, event: AgentMentioned, at_ms: int) -> None:
    """Count the Agent among the readers, and the Interaction among what they read."""
    state.interactions[event.interaction].readers[event.agent] = None
    state.agents[event.agent].mentions[event.interaction] = None


def drop_readers(state: State, interaction: Interaction) -> None:
    """Take a forgotten Interaction from everybody who could read it."""
    for agent in interaction.readers:
        del state.agents[agent].mentions[interaction.id]
