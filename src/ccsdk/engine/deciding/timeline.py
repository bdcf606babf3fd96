"""The timeline of a visit: each step falls due once, and does something or says why not.

A step whose Interaction was accepted meanwhile is void. One that takes the Interaction out of
its queue waits while somebody is being asked: it is deferred until the last live Offer ends
without an answer, and comes before anybody else is asked. The steps are those of the queue's
definition as it stands when they fall due.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.engine.condition import holds
from ccsdk.engine.deciding.entering import deflect, overflow_into, refusal_of
from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.estimate import estimated_wait_ms
from ccsdk.engine.line import place_of, position_of
from ccsdk.engine.state import Interaction, Queue
from ccsdk.engine.step import Step
from ccsdk.model import event as events
from ccsdk.model import policy
from ccsdk.model.interaction import Closing, InteractionState
from ccsdk.model.policy import HOPS_MAX, Choice, Operation, StepOutcome, operation_name
from ccsdk.model.skill import Relax

__all__ = ["complete_deferred", "step_due"]

_LEAVING = (policy.Move, policy.End)


def step_due(step: Step, interaction_id: str) -> None:
    """Do the next step, skip it, or defer it; then the one after it has a deadline."""
    interaction = step.state.interactions[interaction_id]
    steps = step.state.queues[interaction.queue].definition.steps
    number = interaction.next_step
    due = steps[number] if number < len(steps) else None
    why = _why_not(step, interaction, number)
    outcome = StepOutcome.DONE if why is None else StepOutcome.SKIPPED
    if due and why is None and interaction.offers and isinstance(due.do, _LEAVING):
        outcome = StepOutcome.DEFERRED
    coming = steps[number + 1] if number + 1 < len(steps) else None
    step.emit(
        events.StepDue(
            **refs(interaction),
            step=number + 1,
            operation=operation_name(due.do) if due else "none",
            outcome=outcome,
            why=why,
            step_due_at_ms=interaction.entered_at_ms + coming.after_ms if coming else None,
        )
    )
    if due and outcome is StepOutcome.DONE:
        _DO[type(due.do)](step, interaction, due.do)


def complete_deferred(step: Step) -> None:
    """Do what was deferred for those whose last live Offer has ended in this decision."""
    for interaction_id in list(step.state.index.bare):
        interaction = step.state.interactions[interaction_id]
        number = interaction.deferred
        # Who was accepted, or has left, has nothing deferred any more.
        if number is None or interaction.offers:
            continue
        steps = step.state.queues[interaction.queue].definition.steps
        do = steps[number].do if number < len(steps) else None
        why = "undefined" if do is None else _hindrance(step, interaction, do)
        step.emit(
            events.StepDue(
                **refs(interaction),
                step=number + 1,
                operation=operation_name(do) if do else "none",
                outcome=StepOutcome.DONE if why is None else StepOutcome.SKIPPED,
                why=why,
            )
        )
        if do is not None and why is None:
            _DO[type(do)](step, interaction, do)


def _why_not(step: Step, interaction: Interaction, number: int) -> str | None:
    """Return why the step that falls due is not done, None if nothing hinders it."""
    steps = step.state.queues[interaction.queue].definition.steps
    if number >= len(steps):
        return "undefined"
    if interaction.state is InteractionState.CONNECTING:
        return "accepted"
    due = steps[number]
    if not holds(step.state, due.when, interaction, interaction.queue, step.at_ms):
        return "condition"
    if interaction.deferred is not None and isinstance(due.do, _LEAVING):
        return "deferred"
    return _hindrance(step, interaction, due.do)


def _hindrance(step: Step, interaction: Interaction, do: Operation) -> str | None:
    """Return why an operation is impossible now, or would change nothing."""
    match do:
        case policy.Move():
            if interaction.hops >= HOPS_MAX:
                return "hops"
            if do.queue == interaction.queue:
                return "unchanged"
            return refusal_of(step.state, do.queue)
        case policy.Relax():
            return "unchanged" if _less(do) in interaction.relaxed else None
        case policy.Order():
            place = (interaction.tier, interaction.head_start_ms)
            return "unchanged" if place == (do.tier, do.head_start_ms) else None
        case policy.OfferCallback() | policy.OfferSelfService():
            return "unchanged" if _CHOICES[type(do)] in interaction.choices else None
        case policy.AnnounceWait():
            return "unknown" if _wait_ms(step, interaction) is None else None
    return None


def _move(step: Step, interaction: Interaction, do: policy.Move) -> None:
    overflow_into(step, interaction, do.queue, reason="step")


def _end(step: Step, interaction: Interaction, do: policy.End) -> None:
    deflect(step, interaction, "end", closing=Closing.ENDED)


def _relax(step: Step, interaction: Interaction, do: policy.Relax) -> None:
    step.emit(events.RequirementRelaxed(**refs(interaction), relax=_less(do)))


def _less(do: policy.Relax) -> Relax:
    return Relax(skill=do.skill, min=do.min)


def _order(step: Step, interaction: Interaction, do: policy.Order) -> None:
    step.emit(
        events.PriorityChanged(
            **refs(interaction), tier=do.tier, head_start_ms=do.head_start_ms, by="step"
        )
    )


def _offer_choice(
    step: Step, interaction: Interaction, do: policy.OfferCallback | policy.OfferSelfService
) -> None:
    step.emit(events.ChoiceOffered(**refs(interaction), choice=_CHOICES[type(do)]))


def _announce(step: Step, interaction: Interaction, do: Operation) -> None:
    position = wait_ms = None
    if isinstance(do, policy.AnnouncePosition):
        position = _position(_queue(step, interaction), interaction)
    elif isinstance(do, policy.AnnounceWait):
        wait_ms = _wait_ms(step, interaction)
    step.emit(
        events.AnnouncementMade(
            **refs(interaction),
            announcement=operation_name(do).removeprefix("announce_"),
            position=position,
            estimated_wait_ms=wait_ms,
            text=do.text if isinstance(do, policy.Say) else None,
        )
    )


def _leave_to_plugin(step: Step, interaction: Interaction, do: policy.CallPlugin) -> None:
    """Do nothing: the plugin that observes StepDue does the rest by commands of its own."""


def _wait_ms(step: Step, interaction: Interaction) -> int | None:
    queue = _queue(step, interaction)
    return estimated_wait_ms(queue.starts, _position(queue, interaction))


def _position(queue: Queue, interaction: Interaction) -> int:
    return position_of(queue.line, place_of(interaction))


def _queue(step: Step, interaction: Interaction) -> Queue:
    return step.state.queues[interaction.queue]


_CHOICES: dict[type, Choice] = {
    policy.OfferCallback: Choice.CALLBACK,
    policy.OfferSelfService: Choice.SELF_SERVICE,
}
_DO: dict[type, Callable[[Step, Interaction, Any], None]] = {
    policy.Relax: _relax,
    policy.Order: _order,
    policy.Move: _move,
    policy.AnnouncePosition: _announce,
    policy.AnnounceWait: _announce,
    policy.Say: _announce,
    policy.OfferCallback: _offer_choice,
    policy.OfferSelfService: _offer_choice,
    policy.End: _end,
    policy.CallPlugin: _leave_to_plugin,
}
