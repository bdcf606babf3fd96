"""What people and machines decide about where an Interaction waits, and in which place."""

from __future__ import annotations

from ccsdk.engine.deciding.entering import (
    Age,
    enter,
    overflow_into,
    refs_in,
    refusal_of,
    withdraw_offers,
)
from ccsdk.engine.deciding.guard import (
    interaction_of,
    refs,
    refuse,
    require_customer,
    require_state,
)
from ccsdk.engine.deciding.returning import age_of, begin
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.errors import NotAdmittedError, UnknownEntityError
from ccsdk.model.command import MoveInteraction, RouteInteraction, SetPriority
from ccsdk.model.entry import Answer
from ccsdk.model.event import InteractionRouted, PriorityChanged
from ccsdk.model.principal import Principal, Role

__all__ = ["enrichment_due", "move", "route", "set_priority"]


def route(step: Step, command: RouteInteraction, by: Principal) -> Answer:
    """Let what was received enter a queue, with what was found out about it."""
    interaction = interaction_of(step.state, command.interaction)
    require_state(interaction, command)
    queue = command.queue or interaction.queue
    if queue not in step.state.queues:
        raise UnknownEntityError(kind="queue", id=queue)
    step.emit(
        InteractionRouted(
            **refs_in(interaction, queue),
            attributes=command.attributes,
            requires=command.requires,
        )
    )
    _let_in(step, interaction, queue)
    return Answer(interaction=interaction.id)


def enrichment_due(step: Step, interaction_id: str) -> None:
    """Let an Interaction enter the queue it came for: nobody found anything out in time."""
    interaction = step.state.interactions[interaction_id]
    _let_in(step, interaction, interaction.queue)


def _let_in(step: Step, interaction: Interaction, queue: str) -> None:
    """Let an Interaction enter; who has waited before, as before self-service, keeps that age."""
    if interaction.has_waited:
        enter(step, interaction, queue, Age(interaction.order_from_ms))
    else:
        account = step.state.accounts[interaction.account]
        begin(step, interaction, queue, age_of(step, interaction.customer, account))


def move(step: Step, command: MoveInteraction, by: Principal) -> Answer:
    """Move who waits to another queue at once, if that admits them."""
    interaction = interaction_of(step.state, command.interaction)
    require_customer(interaction, command)
    require_state(interaction, command)
    if command.queue not in step.state.queues:
        raise UnknownEntityError(kind="queue", id=command.queue)
    if command.queue == interaction.queue:
        raise refuse(interaction, "MoveInteraction")
    if refusal := refusal_of(step.state, command.queue):
        raise NotAdmittedError(queue=command.queue, refusal=refusal)
    withdraw_offers(step, interaction)
    overflow_into(step, interaction, command.queue, reason="moved")
    return Answer(interaction=interaction.id, queue=command.queue)


def set_priority(step: Step, command: SetPriority, by: Principal) -> Answer:
    """Give who waits another place, if it is another one."""
    interaction = interaction_of(step.state, command.interaction)
    require_state(interaction, command)
    place = (command.tier, command.head_start_ms)
    if place != (interaction.tier, interaction.head_start_ms):
        step.emit(
            PriorityChanged(
                **refs(interaction),
                tier=command.tier,
                head_start_ms=command.head_start_ms,
                by="system" if by.role is Role.SYSTEM else "supervisor",
            )
        )
    return Answer(interaction=interaction.id)
