"""Entry: whether a queue admits an Interaction, in which place, and where to it goes if not.

Rule. A queue is asked in this order: is it open, is there room, is the wait bearable, is
anybody logged in who could serve it. Who is refused goes to the first target of the queue's
overflow chain whose condition holds and that admits; after `HOPS_MAX` overflows only ends are
left. A chain that leads nowhere ends a newcomer, and lets stay who waits already.

Whoever leaves a queue stands in RECEIVED until the same decision has put them elsewhere, so
that there is one way in, however one came.
"""

from __future__ import annotations

from typing import NamedTuple, TypedDict

from ccsdk.engine.calendar import is_open, opens_at_ms
from ccsdk.engine.condition import holds
from ccsdk.engine.deciding.closing import conclude
from ccsdk.engine.deciding.direct import NOBODY, Line
from ccsdk.engine.deciding.guard import Refs, refs
from ccsdk.engine.deciding.leg import fail_consult
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
    "Age",
    "deflect",
    "enter",
    "first_step_due_ms",
    "flow_out",
    "next_visit",
    "outlet",
    "overflow_into",
    "queue_up",
    "refs_in",
    "refusal_of",
    "schedule_callback",
    "visit_facts",
    "waited_ms",
    "withdraw_offers",
]

END = OverflowTarget(terminal=Terminal.END)


class Age(NamedTuple):
    """Say since when somebody counts as waiting, and whose place they take by that."""

    from_ms: int
    resumes: str | None = None


class VisitFacts(TypedDict):
    """Name what every event says that begins a visit."""

    visit: str
    visit_kind: VisitKind
    order_from_ms: int
    tier: int
    head_start_ms: int
    service_class: str | None
    step_due_at_ms: int | None
    only: str | None
    direct_due_at_ms: int | None


def refusal_of(state: State, queue: str) -> str | None:
    """Return why a queue admits nobody now, None if it does.

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
    step: Step, interaction: Interaction, queue: str, age: Age, *, line: Line = NOBODY
) -> None:
    """Let a received Interaction enter a queue, or go where its overflow chain leads."""
    refusal = refusal_of(step.state, queue)
    if refusal is None:
        queue_up(step, interaction, queue, VisitKind.INBOUND, age=age, line=line)
        return
    found = step.state.queues.get(queue)
    opens_ms = opens_at_ms(step.state, found.definition.calendar) if found else None
    about = refs_in(interaction, queue)
    step.emit(events.EntryRefused(**about, reason=refusal, opens_at_ms=opens_ms))
    _go_on(step, interaction, queue, outlet(step, interaction, queue) or END, age)


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
        if not is_bound and refusal_of(step.state, target) is None:
            return rule.to
    return None


def flow_out(step: Step, interaction: Interaction, *, reason: str) -> None:
    """Let who waits leave by the overflow chain of their queue.

    Without one they stay, as does who waits for a call: nobody is on the line. A consult
    that would have to leave comes to nothing: its asker decides anew.
    """
    target = outlet(step, interaction, interaction.queue)
    if target is None or interaction.visit_kind is VisitKind.CALLBACK:
        return
    if interaction.parent is not None:
        fail_consult(step, interaction)
        return
    withdraw_offers(step, interaction)
    if target.queue is not None:
        overflow_into(step, interaction, target.queue, reason=reason)
    else:
        _go_on(step, interaction, interaction.queue, target, Age(interaction.order_from_ms))


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
    queue_up(step, interaction, queue, kind, age=Age(interaction.order_from_ms))


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
        conclude(step, interaction, closing)


def schedule_callback(step: Step, interaction: Interaction, queue: str, age: Age) -> None:
    """Let an Interaction, without a live Offer, wait for a callback in the place it has."""
    if interaction.visit is not None:
        ended, wait_ms = waited_ms(step, interaction)
        place = (interaction.tier, interaction.head_start_ms)
        service_class = interaction.service_class
    else:
        ended, wait_ms = None, 0
        service_class = class_of(step.state, queue, interaction, step.at_ms)
        place = order_of(step.state.queues[queue].definition, service_class)
    step.emit(
        events.CallbackScheduled(
            **refs_in(interaction, queue),
            visit=next_visit(interaction),
            ended_visit=ended,
            wait_ms=wait_ms,
            order_from_ms=age.from_ms,
            resumes=age.resumes,
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


def queue_up(
    step: Step,
    interaction: Interaction,
    queue: str,
    kind: VisitKind,
    *,
    age: Age,
    line: Line = NOBODY,
) -> None:
    """Let who waits nowhere stand in a queue, whether or not it admits them."""
    facts = visit_facts(step, interaction, queue, kind, from_ms=age.from_ms, line=line)
    about = refs_in(interaction, queue)
    step.emit(events.InteractionQueued(**about, **facts, resumes=age.resumes))


def visit_facts(
    step: Step,
    interaction: Interaction,
    queue: str,
    kind: VisitKind,
    *,
    from_ms: int,
    line: Line = NOBODY,
) -> VisitFacts:
    """Return what to say about a visit to a queue that begins now: its place is that queue's."""
    service_class = class_of(step.state, queue, interaction, step.at_ms)
    tier, head_start_ms = order_of(step.state.queues[queue].definition, service_class)
    return {
        "visit": next_visit(interaction),
        "visit_kind": kind,
        "order_from_ms": from_ms,
        "tier": tier,
        "head_start_ms": head_start_ms,
        "service_class": service_class,
        "step_due_at_ms": None if kind in _UNTOLD else first_step_due_ms(step, queue),
        "only": line[0],
        "direct_due_at_ms": line[1],
    }


# Nobody is on the line to whom a timeline would have to say anything, or no customer.
_UNTOLD = (VisitKind.CALLBACK, VisitKind.CONSULT)


def _go_on(
    step: Step, interaction: Interaction, queue: str, target: OverflowTarget, age: Age
) -> None:
    """Send who waits nowhere, or leaves for an end, to a target of their queue's chain."""
    match target.terminal:
        case None:
            assert target.queue is not None, "a target is a queue or a terminal"
            queue_up(step, interaction, target.queue, VisitKind.OVERFLOW, age=age)
        case Terminal.CALLBACK:
            schedule_callback(step, interaction, queue, age)
        case Terminal.SELF_SERVICE:
            deflect(step, interaction, "self_service")
        case Terminal.MESSAGE:
            deflect(step, interaction, "message", closing=Closing.MESSAGE)
        case _:
            deflect(step, interaction, "end", closing=Closing.ENDED)
