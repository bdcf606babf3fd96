"""What a freed slot means for its Agent."""

from __future__ import annotations

from ccsdk.engine.standing import settle_agent
from ccsdk.engine.state import Agent, State

__all__ = ["free_slot"]


def free_slot(state: State, agent: Agent) -> None:
    """Let an Agent be found for what fits now; a cut of their slots has drained as far.

    Nobody waits any longer for a lost Agent who is in no talk.
    """
    if not agent.is_engaged:
        state.deadlines.cancel(("leg_grace", agent.id))
    # Wrap-up takes back the slot that the talk has freed, so a drain may also grow.
    agent.draining = max(0, agent.used - agent.chat_slots)
    settle_agent(state, agent)
