"""What events do to an Interaction on its way into, through and out of queues."""

from __future__ import annotations

from ccsdk.engine.evolving.customer import leave
from ccsdk.engine.evolving.interaction import (
    begin_visit,
    end_talk,
    end_visit,
    step,
    stop_being_served,
    take_place,
)
from ccsdk.engine.line import leave as leave_line
from ccsdk.engine.line import place_of, stand
from ccsdk.engine.standing import refresh_requirements, settle_interaction
from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import (
    CallbackDue,
    CallbackScheduled,
    ChoiceOffered,
    InteractionConcluded,
    InteractionDeflected,
    InteractionOverflowed,
    InteractionRouted,
    PriorityChanged,
    RequirementRelaxed,
    StepDue,
)
from ccsdk.model.interaction import VisitKind
from ccsdk.model.policy import StepOutcome

__all__ = [
    "callback_due",
    "callback_scheduled",
    "choice_offered",
    "concluded",
    "deflected",
    "overflowed",
    "priority_changed",
    "relaxed",
    "routed",
    "step_due",
]


def routed(state: State, event: InteractionRouted, at_ms: int) -> None:
    """Learn what was found out; it counts when the Interaction enters its queue."""
    interaction = state.interactions[event.interaction]
    interaction.attributes.update(event.attributes)
    own = {each.skill: each for each in (*interaction.requires, *event.requires)}
    interaction.requires = tuple(own.values())


def overflowed(state: State, event: InteractionOverflowed, at_ms: int) -> None:
    """End the visit; InteractionQueued follows and begins the next one elsewhere."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    _flow_out(state, interaction)
    settle_interaction(state, interaction)


def deflected(state: State, event: InteractionDeflected, at_ms: int) -> None:
    """End the visit, if one ran; self-service has an end by itself."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    if event.visit is not None:
        _flow_out(state, interaction)
    state.deadlines.cancel(("enrichment", interaction.id))
    if event.self_service_due_at_ms is not None:
        interaction.is_self_served = True
        state.deadlines.arm(("self_service", interaction.id), event.self_service_due_at_ms)
    settle_interaction(state, interaction)


def concluded(state: State, event: InteractionConcluded, at_ms: int) -> None:
    """End what nobody waits for or talks in any more."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    interaction.closing = event.outcome
    stop_being_served(state, interaction)
    end_talk(state, interaction)


def callback_scheduled(state: State, event: CallbackScheduled, at_ms: int) -> None:
    """Let a visit of kind callback begin; nobody watches the Customer's sessions for it."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    if event.ended_visit is not None:
        _flow_out(state, interaction)
    else:
        # The first visit is the one that a class has to pay for.
        take_place(state, interaction, event, at_ms)
    if event.resumes is not None:
        state.customers[interaction.customer].abandoned = None
    begin_visit(state, interaction, event.visit, VisitKind.CALLBACK, at_ms)
    leave(state, interaction)
    settle_interaction(state, interaction)


def callback_due(state: State, event: CallbackDue, at_ms: int) -> None:
    """Let the callback be offered again."""
    interaction = state.interactions[event.interaction]
    interaction.is_resting = False
    state.deadlines.cancel(("callback", interaction.id))
    settle_interaction(state, interaction)


def step_due(state: State, event: StepDue, at_ms: int) -> None:
    """Count the step, and let only the next one fall due."""
    interaction = state.interactions[event.interaction]
    if interaction.deferred == event.step - 1:
        # Its own deadline is long over; the next step has fallen due or will.
        interaction.deferred = None
        settle_interaction(state, interaction)
        return
    if event.outcome is StepOutcome.DEFERRED:
        interaction.deferred = event.step - 1
    interaction.next_step = event.step
    state.deadlines.cancel(("step", interaction.id))
    if event.step_due_at_ms is not None:
        state.deadlines.arm(("step", interaction.id), event.step_due_at_ms)


def relaxed(state: State, event: RequirementRelaxed, at_ms: int) -> None:
    """Ask for less from now on."""
    interaction = state.interactions[event.interaction]
    interaction.relaxed = (*interaction.relaxed, event.relax)
    refresh_requirements(state, interaction)
    settle_interaction(state, interaction)


def priority_changed(state: State, event: PriorityChanged, at_ms: int) -> None:
    """Give the Interaction another place in its line."""
    interaction = state.interactions[event.interaction]
    line = state.queues[interaction.queue].line
    leave_line(line, place_of(interaction))
    interaction.tier, interaction.head_start_ms = event.tier, event.head_start_ms
    stand(line, place_of(interaction))
    settle_interaction(state, interaction)


def choice_offered(state: State, event: ChoiceOffered, at_ms: int) -> None:
    """Remember what the customer may choose."""
    interaction = state.interactions[event.interaction]
    interaction.choices = (*interaction.choices, event.choice)


def _flow_out(state: State, interaction: Interaction) -> None:
    state.queues[interaction.queue].flowed_out += 1
    end_visit(state, interaction)
