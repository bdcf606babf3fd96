"""Parking: an Interaction of an asynchronous channel is laid aside and goes on later.

It goes on when the customer writes, when who parked it or a Supervisor says so, or at its
instant. It waits from then on, first for who parked it if they are READY: nobody is bound
to it who is not.
"""

from __future__ import annotations

from ccsdk.engine.deciding.direct import line_to_last
from ccsdk.engine.deciding.entering import visit_facts
from ccsdk.engine.deciding.guard import (
    as_owner,
    interaction_of,
    refs,
    require_customer,
    require_state,
)
from ccsdk.engine.deciding.leg import leave_all
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model.command import ParkInteraction, ResumeInteraction
from ccsdk.model.entry import Answer
from ccsdk.model.event import InteractionParked, InteractionResumed
from ccsdk.model.interaction import ASYNC_CHANNELS, InteractionState, VisitKind
from ccsdk.model.principal import Principal, Role
from ccsdk.model.values import DURATION_MAX_MS

__all__ = ["park", "resume_by_command", "until_due", "wake"]


def park(step: Step, command: ParkInteraction, by: Principal) -> Answer:
    """Lay the Interaction aside; the owner's slot is free."""
    interaction = interaction_of(step.state, command.interaction)
    owner = as_owner(interaction, command, by)
    require_customer(interaction, command)
    if interaction.channel not in ASYNC_CHANNELS:
        raise _refuse(f"channel {interaction.channel}", "synchronous")
    if not step.at_ms < command.until_ms <= step.at_ms + DURATION_MAX_MS:
        raise _refuse("its end", "not within the next 366 days")
    until_ms = command.until_ms
    leave_all(step, interaction, cause="parked")
    step.emit(InteractionParked(**refs(interaction), agent=owner, until_due_at_ms=until_ms))
    return Answer(interaction=interaction.id)


def resume_by_command(step: Step, command: ResumeInteraction, by: Principal) -> Answer:
    """Let it go on now."""
    interaction = interaction_of(step.state, command.interaction)
    if by.role is Role.AGENT and by.id != interaction.last_agent:
        raise NotOwnerError(interaction=interaction.id)
    require_state(interaction, command)
    _resume(step, interaction, cause=by.role.value)
    return Answer(interaction=interaction.id)


def wake(step: Step, interaction: Interaction) -> None:
    """Let it go on because the customer wrote, if it is parked."""
    if interaction.state is InteractionState.PARKED:
        _resume(step, interaction, cause="customer")


def until_due(step: Step, interaction: str) -> None:
    """Let it go on because its instant has come."""
    _resume(step, step.state.interactions[interaction], cause="until")


def _resume(step: Step, interaction: Interaction, *, cause: str) -> None:
    queue, at_ms = interaction.queue, step.at_ms
    line = line_to_last(step.state, interaction, queue, at_ms)
    assert interaction.last_agent is not None, f"{interaction.id} was parked by somebody"
    step.emit(
        InteractionResumed(
            **refs(interaction),
            agent=interaction.last_agent,
            cause=cause,
            **visit_facts(step, interaction, queue, VisitKind.REQUEUE, from_ms=at_ms, line=line),
        )
    )


def _refuse(entity: str, state: str) -> InvalidTransitionError:
    return InvalidTransitionError(entity=entity, state=state, command="ParkInteraction")
