"""What a customer chooses instead of the wait: a callback, self-service, a message.

A choice has to be offered first, by a step of the timeline; the system, that is a channel or
a bot, may choose for the customer at any time. A message may always be left.
"""

from __future__ import annotations

from ccsdk.engine.deciding.closing import conclude
from ccsdk.engine.deciding.entering import Age, deflect, schedule_callback, withdraw_offers
from ccsdk.engine.deciding.guard import (
    as_customer,
    interaction_of,
    refs,
    refuse,
    require_customer,
    require_state,
)
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.model.command import (
    AcceptCallback,
    AcceptSelfService,
    Command,
    CompleteSelfService,
    LeaveMessage,
)
from ccsdk.model.entry import Answer
from ccsdk.model.event import CallbackDue, MessageReceived
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.policy import Choice
from ccsdk.model.principal import Principal, Role

__all__ = [
    "accept_callback",
    "accept_self_service",
    "callback_due",
    "complete_self_service",
    "leave_message",
    "self_service_due",
]


def accept_callback(step: Step, command: AcceptCallback, by: Principal) -> Answer:
    """Let the customer hang up and keep the place."""
    interaction = _chosen(step, command, command.interaction, by, Choice.CALLBACK)
    if interaction.visit_kind is VisitKind.CALLBACK:
        raise refuse(interaction, "AcceptCallback")
    withdraw_offers(step, interaction)
    schedule_callback(step, interaction, interaction.queue, Age(interaction.order_from_ms))
    return Answer(interaction=interaction.id)


def accept_self_service(step: Step, command: AcceptSelfService, by: Principal) -> Answer:
    """Let the customer serve themselves."""
    interaction = _chosen(step, command, command.interaction, by, Choice.SELF_SERVICE)
    withdraw_offers(step, interaction)
    deflect(step, interaction, "self_service")
    return Answer(interaction=interaction.id)


def leave_message(step: Step, command: LeaveMessage, by: Principal) -> Answer:
    """Close what is waiting as a message that somebody is to read."""
    interaction = _chosen(step, command, command.interaction, by, None)
    step.emit(MessageReceived(**refs(interaction)))
    withdraw_offers(step, interaction)
    deflect(step, interaction, "message", closing=Closing.MESSAGE)
    return Answer(interaction=interaction.id)


def complete_self_service(step: Step, command: CompleteSelfService, by: Principal) -> Answer:
    """Close what the customer settled by themselves."""
    interaction = interaction_of(step.state, command.interaction)
    require_state(interaction, command)
    if not interaction.is_self_served:
        raise refuse(interaction, "CompleteSelfService")
    conclude(step, interaction, Closing.SELF_SERVED)
    return Answer(interaction=interaction.id)


def self_service_due(step: Step, interaction_id: str) -> None:
    """Close self-service that nobody goes on with."""
    conclude(step, step.state.interactions[interaction_id], Closing.SELF_SERVED)


def callback_due(step: Step, interaction_id: str) -> None:
    """Let a callback that reached nobody be tried again."""
    step.emit(CallbackDue(**refs(step.state.interactions[interaction_id])))


def _chosen(
    step: Step, command: Command, interaction_id: str, by: Principal, choice: Choice | None
) -> Interaction:
    interaction = interaction_of(step.state, interaction_id)
    as_customer(interaction, by)
    require_customer(interaction, command)
    require_state(interaction, command)
    is_free = choice is None or by.role is Role.SYSTEM or choice in interaction.choices
    if not is_free:
        raise refuse(interaction, type(command).__name__)
    return interaction
