"""What the commands on an Interaction lead to, and its deadlines."""

from __future__ import annotations

from ccsdk.engine.deciding.conference import connect_member
from ccsdk.engine.deciding.customer import greet
from ccsdk.engine.deciding.guard import (
    as_customer,
    as_owner,
    as_speaker,
    interaction_of,
    refs,
    refuse,
    require_state,
)
from ccsdk.engine.deciding.leg import leave_all, next_leg
from ccsdk.engine.state import Account, Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.errors import UnknownEntityError
from ccsdk.model import event as events
from ccsdk.model.command import (
    AbandonInteraction,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
)
from ccsdk.model.entry import Answer
from ccsdk.model.interaction import Closing, InteractionState, VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.principal import Principal, Role

__all__ = [
    "abandon",
    "close",
    "complete_wrap_up",
    "confirm_connected",
    "customer_of",
    "end",
    "end_talk",
    "end_wrap_up",
    "end_wrap_ups",
    "exclusion_due",
    "forget_due",
    "leave_waiting",
    "receive",
    "receive_message",
    "send_message",
    "wrap_up_due",
]


def customer_of(identity: str) -> str:
    """Return the Customer's id that follows from a keyed identity hash."""
    return f"cu_{identity[:24]}"


def receive(step: Step, command: ReceiveInteraction, by: Principal) -> Answer:
    """Open an Interaction, or let the open one of the thread take the message."""
    state = step.state
    account = state.accounts.get(command.account)
    if account is None:
        raise UnknownEntityError(kind="account", id=command.account)
    queues = account.definition.queues
    queue = queues[0] if command.queue is None else command.queue
    if queue not in queues:
        raise UnknownEntityError(kind="queue", id=queue)
    customer = customer_of(command.identity)
    taker = state.threads.get((account.definition.channel, command.thread))
    if taker is None:
        if command.interaction in state.interactions:
            raise refuse(state.interactions[command.interaction], type(command).__name__)
        interaction = _open(step, command, account, queue, customer)
    else:
        interaction = state.interactions[taker]
        if interaction.customer != customer:
            raise UnknownEntityError(kind="thread", id=command.thread)
        step.emit(events.MessageReceived(**refs(interaction), files=command.attachments))
    greet(step, customer, command.sessions)
    return Answer(interaction=interaction.id)


def _open(
    step: Step, command: ReceiveInteraction, account: Account, queue: str, customer: str
) -> Interaction:
    state = step.state
    channel = account.definition.channel
    if f"customer/{customer}" not in state.versions:
        step.emit(events.CustomerCreated(customer=customer))
    step.emit(
        events.InteractionReceived(
            interaction=command.interaction,
            customer=customer,
            channel=channel,
            queue=queue,
            account=command.account,
            thread=command.thread,
            language=command.language,
            is_verified=command.is_verified,
        )
    )
    interaction = state.interactions[command.interaction]
    step.emit(events.MessageReceived(**refs(interaction), files=command.attachments))
    step.emit(
        events.InteractionQueued(
            **refs(interaction),
            visit=f"{interaction.id}-v1",
            visit_kind=VisitKind.INBOUND,
            order_from_ms=step.at_ms,
        )
    )
    return interaction


def receive_message(step: Step, command: ReceiveMessage, by: Principal) -> Answer:
    """Add the customer's message."""
    interaction = interaction_of(step.state, command.interaction)
    as_customer(interaction, by)
    require_state(interaction, command)
    step.emit(events.MessageReceived(**refs(interaction), files=command.attachments))
    return Answer(message=_last_event(step.state, interaction))


def send_message(step: Step, command: SendMessage, by: Principal) -> Answer:
    """Send a message of the owner or of a member."""
    interaction = interaction_of(step.state, command.interaction)
    speaker = as_speaker(interaction, command, by)
    files = command.attachments
    step.emit(events.MessageSent(**refs(interaction), agent=speaker, files=files))
    return Answer(message=_last_event(step.state, interaction))


def _last_event(state: State, interaction: Interaction) -> str:
    # A message's id is its event's: the subject and its version.
    subject = f"interaction/{interaction.id}"
    return f"{subject}:{state.versions[subject]}"


def confirm_connected(step: Step, command: ConfirmConnected, by: Principal) -> Answer:
    """End the wait: Agent and customer are connected; or connect who joins a talk."""
    interaction = interaction_of(step.state, command.interaction)
    if interaction.state is InteractionState.ENGAGED:
        return connect_member(step, interaction, by)
    owner = as_owner(interaction, command, by)
    assert interaction.accepted is not None, f"{interaction.id} was accepted"
    assert interaction.visit is not None, f"{interaction.id} waits in a visit"
    wait_ms = step.at_ms - interaction.entered_at_ms
    step.emit(
        events.InteractionAnswered(
            **refs(interaction),
            offer=interaction.accepted,
            agent=owner,
            visit=interaction.visit,
            wait_ms=wait_ms,
            is_in_target=wait_ms <= step.state.queues[interaction.queue].definition.target_ms,
            leg=next_leg(interaction),
            customer_leg=next_leg(interaction, after=1),
        )
    )
    return Answer(interaction=interaction.id)


def abandon(step: Step, command: AbandonInteraction, by: Principal) -> Answer:
    """Let the customer give up waiting."""
    interaction = interaction_of(step.state, command.interaction)
    as_customer(interaction, by)
    require_state(interaction, command)
    leave_waiting(step, interaction, left_at_ms=step.at_ms)
    return Answer(interaction=interaction.id)


def leave_waiting(step: Step, interaction: Interaction, *, left_at_ms: int) -> None:
    """Close a waiting Interaction as abandoned at `left_at_ms`."""
    state, owner = step.state, interaction.owner
    for offer in list(interaction.offers):
        step.emit(
            events.OfferWithdrawn(
                **refs(interaction),
                offer=offer,
                agent=state.offers[offer].agent,
                reason=WithdrawReason.ABANDONED,
            )
        )
    assert interaction.visit is not None, f"{interaction.id} waits in a visit"
    step.emit(
        events.InteractionAbandoned(
            **refs(interaction),
            visit=interaction.visit,
            left_at_ms=left_at_ms,
            wait_ms=left_at_ms - interaction.entered_at_ms,
        )
    )
    # Whoever was connecting owns nothing now and learns it from the close.
    close(step, interaction, Closing.ABANDONED, agent=owner)


def end(step: Step, command: EndInteraction, by: Principal) -> Answer:
    """End the talk, by the customer or by the owner."""
    interaction = interaction_of(step.state, command.interaction)
    if by.role is Role.VISITOR:
        as_customer(interaction, by)
        require_state(interaction, command)
        ended_by = "customer"
    else:
        as_owner(interaction, command, by)
        ended_by = "agent"
    end_talk(step, interaction, by=ended_by)
    return Answer(interaction=interaction.id)


def end_talk(step: Step, interaction: Interaction, *, by: str) -> None:
    """End an answered Interaction: its owner's wrap-up begins, if one is due."""
    owner = interaction.owner
    assert owner is not None, f"{interaction.id} is answered and has an owner"
    leave_all(step, interaction, cause="ended")
    step.emit(events.InteractionEnded(**refs(interaction), by=by, agent=owner))
    wrap_up_ms = step.state.queues[interaction.queue].definition.wrap_up_ms
    if wrap_up_ms == 0:
        close(step, interaction, Closing.HANDLED, agent=owner)
        return
    step.emit(
        events.WrapUpStarted(
            **refs(interaction), agent=owner, wrap_up_due_at_ms=step.at_ms + wrap_up_ms
        )
    )


def complete_wrap_up(step: Step, command: CompleteWrapUp, by: Principal) -> Answer:
    """Finish wrap-up with what the owner made of it."""
    interaction = interaction_of(step.state, command.interaction)
    as_owner(interaction, command, by)
    end_wrap_up(step, interaction, cause="completed", disposition=command.disposition or "none")
    return Answer(interaction=interaction.id)


def end_wrap_up(
    step: Step, interaction: Interaction, *, cause: str, disposition: str = "none"
) -> None:
    """End wrap-up and close the Interaction as handled."""
    owner = interaction.owner
    assert owner is not None, f"{interaction.id} is being wrapped up by its owner"
    step.emit(
        events.WrapUpEnded(**refs(interaction), agent=owner, disposition=disposition, cause=cause)
    )
    close(step, interaction, Closing.HANDLED, agent=owner)


def end_wrap_ups(step: Step, agent: Agent) -> None:
    """End every wrap-up of an Agent who was logged out."""
    for interaction in list(agent.wrap_ups):
        end_wrap_up(step, step.state.interactions[interaction], cause="logged_out")


def close(step: Step, interaction: Interaction, outcome: Closing, *, agent: str | None) -> None:
    """Close for good; `agent` is told, whoever it was."""
    forget_ms = step.state.accounts[interaction.account].definition.forget_ms
    step.emit(
        events.InteractionClosed(
            **refs(interaction),
            outcome=outcome,
            agent=agent,
            forget_due_at_ms=step.at_ms + forget_ms,
        )
    )


def wrap_up_due(step: Step, interaction: str) -> None:
    """End wrap-up that took its whole time."""
    end_wrap_up(step, step.state.interactions[interaction], cause="expired")


def exclusion_due(step: Step, interaction: str, agent: str) -> None:
    """Let the Agent be offered the Interaction again."""
    step.emit(events.ExclusionEnded(**refs(step.state.interactions[interaction]), agent=agent))


def forget_due(step: Step, interaction: str) -> None:
    """Drop what was closed long enough ago."""
    step.emit(events.InteractionForgotten(**refs(step.state.interactions[interaction])))
