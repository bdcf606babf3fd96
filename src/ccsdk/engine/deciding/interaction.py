"""What the commands on an Interaction lead to, and its deadlines."""

from __future__ import annotations

from ccsdk.engine.deciding.closing import conclude, finish
from ccsdk.engine.deciding.conference import connect_member
from ccsdk.engine.deciding.customer import greet
from ccsdk.engine.deciding.guard import (
    as_customer,
    as_owner,
    as_speaker,
    interaction_of,
    refs,
    refuse,
    require_customer,
    require_state,
)
from ccsdk.engine.deciding.leg import fail_consult, leave_all, next_leg
from ccsdk.engine.deciding.parking import wake
from ccsdk.engine.deciding.part import end_part
from ccsdk.engine.deciding.returning import age_of, begin, follows, reopen
from ccsdk.engine.state import Account, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.errors import UnknownEntityError
from ccsdk.model import event as events
from ccsdk.model.command import (
    AbandonInteraction,
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
    "confirm_connected",
    "customer_of",
    "delay_due",
    "end",
    "end_talk",
    "exclusion_due",
    "give_up",
    "idle_due",
    "leave_waiting",
    "receive",
    "receive_message",
    "send_message",
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
        age = age_of(step, customer, account)
        interaction = reopen(step, command, account, customer)
        is_new, enrichment_ms = interaction is None, account.definition.enrichment_ms
        if interaction is None:
            interaction = _open(step, command, account, queue, customer)
        _write(step, interaction, command)
        if not is_new or enrichment_ms == 0:
            begin(step, interaction, interaction.queue, age)
    else:
        interaction = state.interactions[taker]
        if interaction.customer != customer:
            raise UnknownEntityError(kind="thread", id=command.thread)
        _write(step, interaction, command)
        wake(step, interaction)
    greet(step, customer, command.sessions)
    return Answer(interaction=interaction.id)


def _open(
    step: Step, command: ReceiveInteraction, account: Account, queue: str, customer: str
) -> Interaction:
    state, enrichment_ms = step.state, account.definition.enrichment_ms
    if f"customer/{customer}" not in state.versions:
        step.emit(events.CustomerCreated(customer=customer))
    step.emit(
        events.InteractionReceived(
            interaction=command.interaction,
            customer=customer,
            channel=account.definition.channel,
            queue=queue,
            account=command.account,
            thread=command.thread,
            language=command.language,
            is_verified=command.is_verified,
            attributes=command.attributes,
            enrichment_due_at_ms=step.at_ms + enrichment_ms if enrichment_ms else None,
            seed=command.seed,
            follows=follows(step, command, account, customer),
        )
    )
    return state.interactions[command.interaction]


def _write(
    step: Step, interaction: Interaction, command: ReceiveInteraction | ReceiveMessage
) -> None:
    is_talk = interaction.state is InteractionState.ENGAGED
    account = step.state.accounts[interaction.account].definition
    served_ms = step.at_ms + account.self_service_ms
    step.emit(
        events.MessageReceived(
            **refs(interaction),
            files=command.attachments,
            idle_due_at_ms=_idle_due_ms(step, interaction) if is_talk else None,
            self_service_due_at_ms=served_ms if interaction.is_self_served else None,
        )
    )


def _idle_due_ms(step: Step, interaction: Interaction) -> int | None:
    """Return when a talk ends in which nobody writes from now on; None if it never does."""
    idle_ms = step.state.queues[interaction.queue].definition.idle_ms
    return step.at_ms + idle_ms if idle_ms > 0 else None


def receive_message(step: Step, command: ReceiveMessage, by: Principal) -> Answer:
    """Add the customer's message."""
    interaction = interaction_of(step.state, command.interaction)
    as_customer(interaction, by)
    require_customer(interaction, command)
    require_state(interaction, command)
    _write(step, interaction, command)
    message = _last_event(step.state, interaction)
    wake(step, interaction)
    return Answer(message=message)


def send_message(step: Step, command: SendMessage, by: Principal) -> Answer:
    """Send a message of the owner or of a member."""
    interaction = interaction_of(step.state, command.interaction)
    speaker = as_speaker(interaction, command, by)
    step.emit(
        events.MessageSent(
            **refs(interaction),
            agent=speaker,
            files=command.attachments,
            idle_due_at_ms=_idle_due_ms(step, interaction),
        )
    )
    return Answer(message=_last_event(step.state, interaction))


def _last_event(state: State, interaction: Interaction) -> str:
    # A message's id is its event's: the subject and its version.
    subject = f"interaction/{interaction.id}"
    return f"{subject}:{state.versions[subject]}"


def confirm_connected(step: Step, command: ConfirmConnected, by: Principal) -> Answer:
    """End the wait: Agent and customer are connected; in a talk, connect who joins it.

    Whoever is called back may say so, too: they have come.
    """
    interaction = interaction_of(step.state, command.interaction)
    if by.role is Role.VISITOR:
        owner = _caller(interaction, command, by)
    elif interaction.state is InteractionState.ENGAGED:
        return connect_member(step, interaction, by)
    else:
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
            idle_due_at_ms=_idle_due_ms(step, interaction),
        )
    )
    greet(step, interaction.customer, command.sessions)
    return Answer(interaction=interaction.id)


def _caller(interaction: Interaction, command: ConfirmConnected, by: Principal) -> str:
    """Let the customer pass who is called back at this moment; return who calls."""
    as_customer(interaction, by)
    is_callback = interaction.visit_kind is VisitKind.CALLBACK
    if interaction.state is not InteractionState.CONNECTING or not is_callback:
        raise refuse(interaction, type(command).__name__)
    assert interaction.owner is not None, f"{interaction.id} was accepted by somebody"
    return interaction.owner


def abandon(step: Step, command: AbandonInteraction, by: Principal) -> Answer:
    """Let the customer give up waiting."""
    interaction = interaction_of(step.state, command.interaction)
    as_customer(interaction, by)
    require_customer(interaction, command)
    require_state(interaction, command)
    give_up(step, interaction, left_at_ms=step.at_ms)
    return Answer(interaction=interaction.id)


def give_up(step: Step, interaction: Interaction, *, left_at_ms: int) -> None:
    """Close what nobody answered; who served themselves has gone, not given up."""
    if interaction.state is InteractionState.RECEIVED:
        is_served = interaction.is_self_served
        conclude(step, interaction, Closing.SELF_SERVED if is_served else Closing.ABANDONED)
    else:
        leave_waiting(step, interaction, left_at_ms=left_at_ms)


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
    finish(step, interaction, agent=owner)


def end(step: Step, command: EndInteraction, by: Principal) -> Answer:
    """End the talk, by the customer or by the owner."""
    interaction = interaction_of(step.state, command.interaction)
    if by.role is Role.VISITOR:
        as_customer(interaction, by)
        require_state(interaction, command)
        ended_by = "customer"
    else:
        as_owner(interaction, command, by)
        if interaction.child is not None:
            # They cancel, merge or complete the consult first, so that nobody is dropped.
            raise refuse(interaction, type(command).__name__)
        ended_by = "agent"
    end_talk(step, interaction, by=ended_by)
    return Answer(interaction=interaction.id)


def end_talk(step: Step, interaction: Interaction, *, by: str) -> None:
    """End an answered Interaction: its owner's wrap-up begins, if one is due."""
    owner = interaction.owner
    assert owner is not None, f"{interaction.id} is answered and has an owner"
    if interaction.parent is not None:
        fail_consult(step, interaction)
        return
    leave_all(step, interaction, cause="ended")
    step.emit(events.InteractionEnded(**refs(interaction), by=by, agent=owner))
    end_part(step, interaction, owner)
    finish(step, interaction, agent=owner)


def idle_due(step: Step, interaction: str) -> None:
    """End a talk in which nobody has written for too long."""
    end_talk(step, step.state.interactions[interaction], by="idle")


def exclusion_due(step: Step, interaction: str, agent: str) -> None:
    """Let the Agent be offered the Interaction again."""
    step.emit(events.ExclusionEnded(**refs(step.state.interactions[interaction]), agent=agent))


def delay_due(step: Step, interaction_id: str) -> None:
    """Let members have what is now old enough for them."""
    interaction = step.state.interactions[interaction_id]
    due_ms = step.state.deadlines.live["delay", interaction_id][0]
    age_ms = due_ms - interaction.entered_at_ms
    step.emit(events.InteractionAged(**refs(interaction), age_ms=age_ms))
