"""What a freed slot means for its Agent."""

from __future__ import annotations

from ccsdk.engine.capacity import is_over
from ccsdk.engine.standing import settle_agent
from ccsdk.engine.state import Agent, State

__all__ = ["free_slot", "take_back"]


def free_slot(state: State, agent: Agent) -> None:
    """Let an Agent be found for what fits now; a cut of their slots has drained as far.

    Nobody waits any longer for a lost Agent who is in no talk.
    """
    if not agent.is_engaged:
        state.deadlines.cancel(("leg_grace", agent.id))
    if agent.is_draining:
        agent.is_draining = is_over(state, agent)
    settle_agent(state, agent)


def take_back(state: State, agent: Agent) -> None:
    """Let wrap-up have the slot that the talk has freed, and with it what was too much."""
    agent.is_draining = is_over(state, agent)
    settle_agent(state, agent)
