"""Direct lines: an Interaction waits for one Agent alone, for a while.

A transfer to an Agent begins one, and so does what comes back to whom it knows. The line
ends at its deadline, when the Agent leaves READY, or when they decline or miss the Offer;
the visit goes on in the queue, in the same place. An Offer that lives then stands.
"""

from __future__ import annotations

from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.agent import Presence
from ccsdk.model.event import DirectLineEnded
from ccsdk.model.interaction import LineEnding

__all__ = ["NOBODY", "Line", "direct_due", "end_line", "leave_lines", "line_to_last"]

# Whom it waits for alone, and until when.
Line = tuple[str | None, int | None]
NOBODY: Line = (None, None)


def line_to_last(state: State, interaction: Interaction, queue: str, at_ms: int) -> Line:
    """Return the line to who talked last, if they could be offered it; else to nobody."""
    last = state.agents.get(interaction.last_agent or "")
    if last is None or last.presence is not Presence.READY or last.is_lost:
        return NOBODY
    preferred_ms = state.queues[queue].definition.preferred_ms
    if preferred_ms == 0:
        return NOBODY
    return last.id, at_ms + preferred_ms


def end_line(step: Step, interaction: Interaction, agent: str, reason: LineEnding) -> None:
    """End the line, if it is to this Agent."""
    if interaction.only == agent:
        step.emit(DirectLineEnded(**refs(interaction), agent=agent, reason=reason))


def leave_lines(step: Step, agent: Agent) -> None:
    """End every line to an Agent who is not READY any more."""
    for interaction in list(agent.direct):
        end_line(step, step.state.interactions[interaction], agent.id, LineEnding.LEFT)


def direct_due(step: Step, interaction_id: str) -> None:
    """End a line that took its whole time."""
    interaction = step.state.interactions[interaction_id]
    assert interaction.only is not None, f"{interaction_id} waits for one Agent"
    end_line(step, interaction, interaction.only, LineEnding.EXPIRED)
