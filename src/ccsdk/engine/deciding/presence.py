"""The one event that moves Presence."""

from __future__ import annotations

from ccsdk.engine.deciding.direct import leave_lines
from ccsdk.engine.deciding.staffing import watch
from ccsdk.engine.state import Agent
from ccsdk.engine.step import Step
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentPresenceChanged

__all__ = ["change_presence"]


def change_presence(
    step: Step, agent: Agent, presence: Presence, *, reason: str | None, by: str
) -> None:
    """Move an Agent's Presence; `by` is agent, engine, supervisor or system."""
    was = agent.presence
    step.emit(AgentPresenceChanged(agent=agent.id, presence=presence, reason=reason, by=by))
    if presence is not Presence.READY:
        leave_lines(step, agent)
    if Presence.LOGGED_OUT in (was, presence):
        watch(step, agent.memberships)
