"""Entry: whether a queue admits an Interaction, in which place, and where to it goes if not.

Rule. A queue is asked in this order: is it open, is there room, is the wait bearable, is
anybody logged in who could serve it. Who is refused goes to the first target of the queue's
overflow chain whose condition holds and that admits; after `HOPS_MAX` overflows only ends are
left. A chain that leads nowhere ends a newcomer, and lets stay who waits already.

Whoever leaves a queue stands in RECEIVED until the same decision has put them elsewhere, so
that there is one way in, however one came.
"""

from __future__ import annotations

from ccsdk.engine.calendar import is_open
from ccsdk.engine.condition import holds
from ccsdk.engine.deciding.close import close
from ccsdk.engine.deciding.guard import Refs, refs
from ccsdk.engine.estimate import estimated_wait_ms
from ccsdk.engine.order import class_of, order_of
from ccsdk.engine.staff import is_staffed
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model import event as events
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.policy import HOPS_MAX, OverflowTarget, Terminal

__all__ = [
    "deflect",
    "enter",
    "first_step_due_ms",
    "flow_out",
    "next_visit",
    "outlet",
    "overflow_into",
    "refs_in",
    "refusal_of",
    "schedule_callback",
    "waited_ms",
    "withdraw_offers",
]

END = OverflowTarget(terminal=Terminal.END)


def refusal_of(state: State, queue: str, interaction: Interaction) -> str | None:
    """Return why a queue does not admit an Interaction, None if it does.

    Returns:
        unknown, closed, full, too_long or unstaffed.
    """
    found = state.queues.get(queue)
    if found is None:
        return "unknown"
    definition, waiting = found.definition, len(found.waiting)
    if not is_open(state, definition.calendar):
        return "closed"
    if definition.max_waiting is not None and waiting >= definition.max_waiting:
        return "full"
    if definition.max_estimated_wait_ms is not None:
        wait_ms = estimated_wait_ms(found.starts, waiting + 1)
        if wait_ms is not None and wait_ms > definition.max_estimated_wait_ms:
            return "too_long"
    return "unstaffed" if definition.needs_staff and not is_staffed(state, queue) else None


def enter(
    step: Step, interaction: Interaction, queue: str, *, kind: VisitKind = VisitKind.INBOUND
) -> None:
    """Let a received Interaction enter a queue, or go where its overflow chain leads."""
    refusal = refusal_of(step.state, queue, interaction)
    if refusal is None:
        _queue_up(step, interaction, queue, kind)
        return
    step.emit(events.EntryRefused(**refs_in(interaction, queue), reason=refusal))
    _go_on(step, interaction, queue, outlet(step, interaction, queue) or END)


def outlet(step: Step, interaction: Interaction, queue: str) -> OverflowTarget | None:
    """Return where a queue's overflow chain leads an Interaction now, None if nowhere."""
    found = step.state.queues.get(queue)
    for rule in found.definition.overflow if found else ():
        if not holds(step.state, rule.when, interaction, queue, step.at_ms):
            continue
        target = rule.to.queue
        if target is None:
            return rule.to
        is_bound = interaction.hops >= HOPS_MAX or target == queue
        if not is_bound and refusal_of(step.state, target, interaction) is None:
            return rule.to
    return None


def flow_out(step: Step, interaction: Interaction, *, reason: str) -> None:
    """Let who waits leave by the overflow chain of their queue.

    Without one they stay, as does who waits for a call: nobody is on the line.
    """
    target = outlet(step, interaction, interaction.queue)
    if target is None or interaction.visit_kind is VisitKind.CALLBACK:
        return
    withdraw_offers(step, interaction)
    if target.queue is not None:
        overflow_into(step, interaction, target.queue, reason=reason)
    else:
        _go_on(step, interaction, interaction.queue, target)


def overflow_into(step: Step, interaction: Interaction, queue: str, *, reason: str) -> None:
    """Move who waits, without a live Offer, into a queue that admits them; they keep their age."""
    visit, wait_ms = waited_ms(step, interaction)
    step.emit(
        events.InteractionOverflowed(
            **refs(interaction), visit=visit, reason=reason, wait_ms=wait_ms, to=queue
        )
    )
    is_callback = interaction.visit_kind is VisitKind.CALLBACK
    kind = VisitKind.CALLBACK if is_callback else VisitKind.OVERFLOW
    _queue_up(step, interaction, queue, kind)


def deflect(
    step: Step, interaction: Interaction, reason: str, *, closing: Closing | None = None
) -> None:
    """Take an Interaction, without a live Offer, out of every queue; close it, or let it be."""
    account = step.state.accounts[interaction.account].definition
    is_waiting = interaction.visit is not None
    due_ms = step.at_ms + account.self_service_ms if closing is None else None
    step.emit(
        events.InteractionDeflected(
            **refs(interaction),
            reason=reason,
            visit=interaction.visit,
            wait_ms=step.at_ms - interaction.entered_at_ms if is_waiting else 0,
            self_service_due_at_ms=due_ms,
        )
    )
    if closing is not None:
        close(step, interaction, closing)


def schedule_callback(step: Step, interaction: Interaction, queue: str) -> None:
    """Let an Interaction, without a live Offer, wait for a callback in the place it has."""
    if interaction.visit is not None:
        ended, wait_ms = waited_ms(step, interaction)
        place = (interaction.tier, interaction.head_start_ms)
        service_class, order_from_ms = interaction.service_class, interaction.order_from_ms
    else:
        ended, wait_ms = None, 0
        service_class = class_of(step.state, queue, interaction, step.at_ms)
        place = order_of(step.state.queues[queue].definition, service_class)
        order_from_ms = _age_ms(step, interaction)
    step.emit(
        events.CallbackScheduled(
            **refs_in(interaction, queue),
            visit=next_visit(interaction),
            ended_visit=ended,
            wait_ms=wait_ms,
            order_from_ms=order_from_ms,
            tier=place[0],
            head_start_ms=place[1],
            service_class=service_class,
        )
    )


def withdraw_offers(step: Step, interaction: Interaction) -> None:
    """Take back every live Offer of an Interaction that moves on: nobody's fault."""
    for offer in list(interaction.offers):
        step.emit(
            events.OfferWithdrawn(
                **refs(interaction),
                offer=offer,
                agent=step.state.offers[offer].agent,
                reason=WithdrawReason.MOVED,
            )
        )


def first_step_due_ms(step: Step, queue: str) -> int | None:
    """Return when the first step of a visit falls due that begins now."""
    steps = step.state.queues[queue].definition.steps
    return step.at_ms + steps[0].after_ms if steps else None


def next_visit(interaction: Interaction) -> str:
    """Return the id of the visit that comes next."""
    return f"{interaction.id}-v{interaction.visits + 1}"


def refs_in(interaction: Interaction, queue: str) -> Refs:
    """Return the refs of an event about this Interaction and another queue than its own."""
    return {**refs(interaction), "queue": queue}


def waited_ms(step: Step, interaction: Interaction) -> tuple[str, int]:
    """Return the running visit, and for how long it runs."""
    assert interaction.visit is not None, f"{interaction.id} waits in a visit"
    return interaction.visit, step.at_ms - interaction.entered_at_ms


def _queue_up(step: Step, interaction: Interaction, queue: str, kind: VisitKind) -> None:
    service_class = class_of(step.state, queue, interaction, step.at_ms)
    tier, head_start_ms = order_of(step.state.queues[queue].definition, service_class)
    # Nobody is on the line to whom a timeline would have to say anything.
    is_callback = kind is VisitKind.CALLBACK
    step.emit(
        events.InteractionQueued(
            **refs_in(interaction, queue),
            visit=next_visit(interaction),
            visit_kind=kind,
            order_from_ms=_age_ms(step, interaction),
            tier=tier,
            head_start_ms=head_start_ms,
            service_class=service_class,
            step_due_at_ms=None if is_callback else first_step_due_ms(step, queue),
        )
    )


def _age_ms(step: Step, interaction: Interaction) -> int:
    """Return since when an Interaction counts as waiting: who waited before keeps that age."""
    return interaction.order_from_ms if interaction.visits else step.at_ms


def _go_on(step: Step, interaction: Interaction, queue: str, target: OverflowTarget) -> None:
    """Send who waits nowhere, or leaves for an end, to a target of their queue's chain."""
    match target.terminal:
        case None:
            assert target.queue is not None, "a target is a queue or a terminal"
            _queue_up(step, interaction, target.queue, VisitKind.OVERFLOW)
        case Terminal.CALLBACK:
            schedule_callback(step, interaction, queue)
        case Terminal.SELF_SERVICE:
            deflect(step, interaction, "self_service")
        case Terminal.MESSAGE:
            deflect(step, interaction, "message", closing=Closing.MESSAGE)
        case _:
            deflect(step, interaction, "end", closing=Closing.ENDED)
