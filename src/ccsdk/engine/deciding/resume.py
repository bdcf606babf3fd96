"""What goes on after a gap: the one decision that fires its own overdue deadlines.

During a stop nobody could answer, show, connect or come back, so nobody is blamed for it.
Of the deadlines that fell into the gap, those that only end something fire once, stamped
with their own instant: wrap_up, retry_same, forget, delay, direct, until, join, and what
the policy of a queue does by itself. Those that blame somebody do not fire: live Offers are
withdrawn (which ends ack and ring), connecting Interactions go back to their place with
nobody excluded, who was dialled leaves, and the graces of agents and customers start anew,
and so does the time in which a talk is idle.
Nothing is offered before CenterResumed.
"""

from __future__ import annotations

from collections.abc import Callable

from ccsdk.engine.deciding.calendar import edge_due
from ccsdk.engine.deciding.choice import callback_due, self_service_due
from ccsdk.engine.deciding.closing import forget_due
from ccsdk.engine.deciding.direct import direct_due
from ccsdk.engine.deciding.elevation import join_due
from ccsdk.engine.deciding.flow import enrichment_due
from ccsdk.engine.deciding.grace import AGENT_GRACE_MS, LEG_GRACE_MS, LOGOUT_MS
from ccsdk.engine.deciding.interaction import delay_due, exclusion_due
from ccsdk.engine.deciding.leg import end_leg
from ccsdk.engine.deciding.offer import connect_failed, withdraw
from ccsdk.engine.deciding.parking import until_due
from ccsdk.engine.deciding.part import wrap_up_due
from ccsdk.engine.deciding.staffing import empty_due
from ccsdk.engine.deciding.timeline import step_due
from ccsdk.engine.step import Step
from ccsdk.model.command import ResumeCenter
from ccsdk.model.entry import Answer
from ccsdk.model.event import CenterResumed
from ccsdk.model.interaction import InteractionState
from ccsdk.model.leg import LegParty, LegState
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.principal import Principal

__all__ = ["resume"]

_ENDS: dict[str, Callable[..., None]] = {
    "wrap_up": wrap_up_due,
    "retry_same": exclusion_due,
    "forget": forget_due,
    "enrichment": enrichment_due,
    "self_service": self_service_due,
    "step": step_due,
    "callback": callback_due,
    "empty": empty_due,
    "calendar": edge_due,
    "join": join_due,
    "delay": delay_due,
    "direct": direct_due,
    "until": until_due,
}


def resume(step: Step, command: ResumeCenter, by: Principal) -> Answer:
    """Fire what only ended, blame nobody, and let every grace start anew."""
    state, stopped_at_ms = step.state, step.state.now_ms
    _fire_ends(step)
    step.emit(
        CenterResumed(
            is_restart=command.is_restart,
            stopped_at_ms=stopped_at_ms,
            agent_grace_due_at_ms=step.at_ms + AGENT_GRACE_MS,
            leg_due_at_ms=step.at_ms + LEG_GRACE_MS,
            logout_due_at_ms=step.at_ms + LOGOUT_MS,
        )
    )
    for interaction in list(state.interactions.values()):
        for offer in list(interaction.offers):
            withdraw(step, state.offers[offer], WithdrawReason.RESTART)
        if interaction.state is InteractionState.CONNECTING:
            connect_failed(step, interaction, cause="restart")
        for leg in list(interaction.legs.values()):
            if leg.state is LegState.DIALING and leg.party is LegParty.AGENT:
                end_leg(step, interaction, leg, cause="restart")
    # A plugin may judge otherwise than before the stop.
    state.index.fresh.update(dict.fromkeys(state.index.waiting))
    return Answer()


def _fire_ends(step: Step) -> None:
    deadlines, resumed_at_ms, blaming = step.state.deadlines, step.at_ms, []
    while (deadline := deadlines.first()) is not None and deadline[0] < resumed_at_ms:
        due_ms, _, key = deadline
        if key[0] in _ENDS:
            step.at_ms = max(due_ms, step.state.now_ms)
            _ENDS[key[0]](step, *key[1:])
        else:
            blaming.append(deadlines.set_aside())
    deadlines.put_back(blaming)
    step.at_ms = resumed_at_ms
