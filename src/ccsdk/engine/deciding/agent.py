"""What an Agent's presence commands and sessions lead to.

Who lost their last session cannot become READY or NOT_READY by command until a session
is back (LogOut always works): otherwise no deadline would look after them any more. Who
never had a session, as in embedded use, is never lost.
"""

from __future__ import annotations

from ccsdk.engine.deciding.grace import AGENT_GRACE_MS, LEG_GRACE_MS, OFFER_GRACE_MS, begin_anew
from ccsdk.engine.deciding.guard import agent_of, presence_step, require_session
from ccsdk.engine.deciding.leg import end_leg
from ccsdk.engine.deciding.offer import connect_failed, decline_all
from ccsdk.engine.deciding.part import end_wrap_ups
from ccsdk.engine.deciding.presence import change_presence
from ccsdk.engine.state import Agent, Interaction
from ccsdk.engine.step import Step
from ccsdk.engine.transitions import PRESENCE
from ccsdk.errors import InvalidTransitionError
from ccsdk.model import event as events
from ccsdk.model.agent import Occupancy, Presence, PresenceReason
from ccsdk.model.command import (
    LogIn,
    LogOut,
    SetNotReady,
    SetReady,
)
from ccsdk.model.entry import Answer
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import Principal, Role

__all__ = [
    "log_in",
    "log_out",
    "session_back",
    "session_gone",
    "set_not_ready",
    "set_ready",
]


def log_in(step: Step, command: LogIn, by: Principal) -> Answer:
    """Log the Agent in."""
    agent = agent_of(step.state, command.agent)
    row = presence_step(agent, command)
    change_presence(step, agent, row.target, reason=PresenceReason.LOGIN.value, by=_name(by))
    return Answer()


def set_ready(step: Step, command: SetReady, by: Principal) -> Answer:
    """Make the Agent READY; who is READY already stays idle since then."""
    agent = agent_of(step.state, command.agent)
    row = presence_step(agent, command)
    require_session(agent, command)
    if agent.presence is not row.target:
        change_presence(step, agent, row.target, reason=None, by=_name(by))
    return Answer()


def set_not_ready(step: Step, command: SetNotReady, by: Principal) -> Answer:
    """Make the Agent NOT_READY at once; live Offers are declined, work goes on."""
    agent = agent_of(step.state, command.agent)
    row = presence_step(agent, command)
    require_session(agent, command)
    if (agent.presence, agent.reason) != (row.target, command.reason):
        change_presence(step, agent, row.target, reason=command.reason, by=_name(by))
    decline_all(step, agent, reason=command.reason)
    return Answer()


def log_out(step: Step, command: LogOut, by: Principal) -> Answer:
    """Log the Agent out: live Offers are declined, wrap-ups end, a Supervisor takes work."""
    agent = agent_of(step.state, command.agent)
    row = presence_step(agent, command)
    if agent.is_engaged and (by.role is Role.AGENT or not command.is_forced):
        raise InvalidTransitionError(
            entity=f"agent {agent.id}", state=Occupancy.ENGAGED.value, command="LogOut"
        )
    for work in (*agent.joined, *agent.owned):
        _take_away(step, step.state.interactions[work], agent)
    change_presence(step, agent, row.target, reason=None, by=_name(by))
    decline_all(step, agent, reason="logged_out")
    end_wrap_ups(step, agent)
    return Answer()


def session_back(step: Step, agent_id: str, session: str) -> None:
    """Note a session; who was lost is again what they were before."""
    agent = agent_of(step.state, agent_id)
    if session in agent.sessions:
        return
    was_away = agent.is_lost and agent.reason == PresenceReason.CONNECTION_LOST.value
    step.emit(events.AgentConnected(agent=agent.id, session=session))
    if was_away:
        row = PRESENCE["back_ready" if agent.was_ready else "back_away"]
        reason = None if agent.was_ready else agent.reason_before
        change_presence(step, agent, row.target, reason=reason, by="engine")


def session_gone(step: Step, agent_id: str, session: str) -> None:
    """Drop a session; after the last one the graces run, unless they are LOGGED_OUT."""
    agent = agent_of(step.state, agent_id)
    if session not in agent.sessions:
        return
    is_lost = len(agent.sessions) == 1 and agent.presence is not Presence.LOGGED_OUT
    at_ms = step.at_ms
    step.emit(
        events.AgentDisconnected(
            agent=agent.id,
            session=session,
            offer_due_at_ms=at_ms + OFFER_GRACE_MS if is_lost and agent.offers else None,
            grace_due_at_ms=at_ms + AGENT_GRACE_MS if is_lost else None,
            leg_due_at_ms=at_ms + LEG_GRACE_MS if is_lost and agent.is_engaged else None,
        )
    )


def _take_away(step: Step, interaction: Interaction, agent: Agent) -> None:
    if interaction.owner != agent.id:
        leg = interaction.staff_leg(agent.id)
        assert leg is not None, f"{agent.id} is a member of {interaction.id}"
        end_leg(step, interaction, leg, cause="left")
    elif interaction.state is InteractionState.CONNECTING:
        connect_failed(step, interaction, cause="logged_out")
    else:
        begin_anew(step, interaction, agent.id, cause="logged_out")


def _name(by: Principal) -> str:
    return by.role.value
