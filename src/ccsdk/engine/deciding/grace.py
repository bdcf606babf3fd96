"""What happens to those who did not come back in time: the ends of the graces."""

from __future__ import annotations

from ccsdk.engine.deciding.direct import leave_lines
from ccsdk.engine.deciding.entering import first_step_due_ms, next_visit
from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.deciding.interaction import end_talk, give_up
from ccsdk.engine.deciding.leg import fail_consult, hand_on, leave_all
from ccsdk.engine.deciding.offer import connect_failed, excluded_until_ms, withdraw
from ccsdk.engine.deciding.part import end_wrap_ups
from ccsdk.engine.deciding.presence import change_presence
from ccsdk.engine.deciding.transfer import Target, send_on
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.engine.transitions import PRESENCE
from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.event import AgentPresenceChanged, InteractionRequeued, LegLost
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import WithdrawReason

__all__ = [
    "AGENT_GRACE_MS",
    "LEG_GRACE_MS",
    "LOGOUT_MS",
    "OFFER_GRACE_MS",
    "agent_grace_due",
    "begin_anew",
    "customer_grace_due",
    "leg_grace_due",
    "logout_due",
    "offer_grace_due",
]

# After the loss of an Agent's last session: long enough for a reload or a change of
# network, short enough for the customer who is looked at by nobody.
OFFER_GRACE_MS = 5_000
AGENT_GRACE_MS = 15_000
LEG_GRACE_MS = 60_000
# After NOT_READY(connection_lost).
LOGOUT_MS = 600_000


def customer_grace_due(step: Step, customer_id: str) -> None:
    """Let go of a Customer who did not come back: abandoned, or ended if answered."""
    customer = step.state.customers[customer_id]
    left_at_ms = customer.left_at_ms
    assert left_at_ms is not None, f"{customer_id} is lost while their grace runs"
    for interaction_id in list(customer.open):
        interaction = step.state.interactions[interaction_id]
        if interaction.state is InteractionState.ENGAGED:
            end_talk(step, interaction, by="customer_lost")
        else:
            # A visit that began after the loss, because the owner was lost too, is given
            # up as it begins.
            left_ms = max(left_at_ms, interaction.entered_at_ms)
            give_up(step, interaction, left_at_ms=left_ms)


def offer_grace_due(step: Step, agent_id: str) -> None:
    """Take back what a lost Agent was offered: no strike, nobody is passed over."""
    for offer in list(step.state.agents[agent_id].offers):
        withdraw(step, step.state.offers[offer], WithdrawReason.AGENT_LOST)


def agent_grace_due(step: Step, agent_id: str) -> None:
    """Make a lost Agent NOT_READY(connection_lost)."""
    agent = step.state.agents[agent_id]
    row = PRESENCE["agent_grace"]
    step.emit(
        AgentPresenceChanged(
            agent=agent.id,
            presence=row.target,
            reason=PresenceReason.CONNECTION_LOST.value,
            by="engine",
            was_ready=agent.presence is Presence.READY,
            logout_due_at_ms=step.at_ms + LOGOUT_MS,
        )
    )
    leave_lines(step, agent)


def leg_grace_due(step: Step, agent_id: str) -> None:
    """Take a lost Agent out of their talks; what nobody else leads goes back to its queue."""
    agent = step.state.agents[agent_id]
    for interaction_id in (*agent.joined, *agent.owned):
        interaction = step.state.interactions[interaction_id]
        leg = interaction.staff_leg(agent_id)
        step.emit(LegLost(**refs(interaction), agent=agent_id, leg=leg.id if leg else None))
        if interaction.owner != agent_id:
            continue
        if interaction.state is InteractionState.CONNECTING:
            # The customer still waits in the same visit, so the place is the same.
            connect_failed(step, interaction, cause="agent_lost")
        else:
            begin_anew(step, interaction, agent_id, cause="agent_lost")


def begin_anew(step: Step, interaction: Interaction, agent_id: str, *, cause: str) -> None:
    """Let a member own what lost its owner, else put it ahead of the others in its queue."""
    child = step.state.interactions.get(interaction.child or "")
    if interaction.parent is not None:
        fail_consult(step, interaction)
        return
    if hand_on(step, interaction, cause=cause):
        return
    if child is not None:
        send_on(step, interaction, Target(child.queue, child.only))
        return
    leave_all(step, interaction, cause="requeued")
    step.emit(
        InteractionRequeued(
            **refs(interaction),
            cause=cause,
            agent=agent_id,
            visit=next_visit(interaction),
            tier=-1,
            excluded_until_ms=excluded_until_ms(step, interaction),
            step_due_at_ms=first_step_due_ms(step, interaction.queue),
        )
    )


def logout_due(step: Step, agent_id: str) -> None:
    """Log out who did not come back."""
    agent = step.state.agents[agent_id]
    reason = PresenceReason.CONNECTION_LOST.value
    change_presence(step, agent, PRESENCE["logout"].target, reason=reason, by="engine")
    end_wrap_ups(step, agent)
