"""What the judge makes of entry, overflow, the timeline, callbacks and self-service.

R21: nobody enters a queue that does not admit them, nor overflows for ever. R22: each step of
a visit's timeline falls due once, in its turn, and does nothing once somebody has accepted.
R23: a callback keeps its exact place and is dialled a bounded number of times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.model import event as ev
from ccsdk.model.command import AcceptCallback, Command, MoveInteraction
from ccsdk.model.entry import Entry
from ccsdk.model.interaction import VisitKind
from ccsdk.model.policy import StepOutcome
from tests.properties import judge_parts
from tests.properties.books import Books
from tests.properties.records import WAITING, Work

Asked = Command | None


def admits(j: Books, queue: str) -> str | None:
    """Say in plain words why a queue would not have another one."""
    definition = j.queues.get(queue)
    if definition is None:
        return "unknown"
    waiting = sum(w.queue == queue and w.state in WAITING for w in j.work.values())
    if definition.calendar is not None and definition.calendar not in j.open:
        return "closed"
    if definition.max_waiting is not None and waiting >= definition.max_waiting:
        return "full"
    starts = j.starts[queue][-32:]
    if definition.max_estimated_wait_ms is not None and len(starts) > 1:
        wait_ms = (waiting + 1) * (starts[-1] - starts[0]) // (len(starts) - 1)
        if wait_ms > definition.max_estimated_wait_ms:
            return "too_long"
    return "unstaffed" if definition.needs_staff and not staffed(j, queue) else None


def staffed(j: Books, queue: str) -> bool:
    required = [each for each in j.queues[queue].requires if each.is_required]
    return any(
        queue in person.serves
        and all(person.skills.get(each.skill, 0) >= each.min for each in required)
        and person.presence != "LOGGED_OUT"
        for person in j.people.values()
    )


def queued(j: Books, event: ev.InteractionQueued, entry: Entry, command: Asked) -> None:
    work, queue = j.work[event.interaction], event.queue or ""
    why = admits(j, queue)
    j.check("R21", why is None, f"{work.id} enters {queue}, which is {why}")
    work.hops += event.visit_kind is VisitKind.OVERFLOW
    is_free = isinstance(command, MoveInteraction)
    j.check("R21", is_free or work.hops <= 5, f"{work.id} overflows {work.hops} times")
    j.move(work, ("RECEIVED",), "QUEUED", event)
    _comes_with_its_age(j, work, event, entry)
    enter(j, work, event, entry)
    if work.parent is None:
        judge_parts.waits_for_the_last(j, work, event.only)


def _comes_with_its_age(
    j: Books, work: Work, event: ev.InteractionQueued | ev.CallbackScheduled, entry: Entry
) -> None:
    """Judge that nobody loses the age they have, and who comes anew stands last."""
    if work.has_waited:
        is_old = event.order_from_ms == work.order_from_ms
        j.check("R11", is_old, f"{work.id} loses its age on its way to {event.queue}")
        j.check("R18", event.resumes is None, f"{work.id} resumes {event.resumes}")
    else:
        judge_parts.takes_its_place(j, work, event, entry)


def enter(
    j: Books,
    work: Work,
    event: ev.InteractionQueued | ev.InteractionTransferred | ev.InteractionResumed,
    entry: Entry,
) -> None:
    """Note a visit with its place, its timeline and its direct line."""
    _take_place(j, work, event)
    j.begin_visit(work, event.visit, event.visit_kind.value, entry.at_ms)
    _arm(j, "step", work, event.step_due_at_ms)
    j.wait_for(work, event.only, event.direct_due_at_ms)


def _take_place(
    j: Books,
    work: Work,
    event: ev.InteractionQueued
    | ev.InteractionTransferred
    | ev.InteractionResumed
    | ev.CallbackScheduled,
) -> None:
    if work.queue != event.queue:
        work.queue, work.relaxed = event.queue or "", []
    work.order_from_ms, work.tier = event.order_from_ms, event.tier
    work.head_start_ms, work.has_waited = event.head_start_ms, True
    for kind in ("enrichment", "self_service"):
        j.due.pop((kind, work.id), None)


def _arm(j: Books, kind: str, work: Work, due_ms: int | None) -> None:
    j.due.pop((kind, work.id), None)
    if due_ms is not None:
        j.due[kind, work.id] = due_ms


def refused(j: Books, event: ev.EntryRefused, entry: Entry, command: Asked) -> None:
    why = admits(j, event.queue or "")
    j.check("R21", why == event.reason, f"{event.queue} refuses as {event.reason}, it is {why}")


def overflowed(j: Books, event: ev.InteractionOverflowed, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R5", not work.live, f"{work.id} moves with live offers {sorted(work.live)}")
    j.check("R21", event.to != work.queue, f"{work.id} moves to where it is")
    j.move(work, ("QUEUED", "OFFERED"), "RECEIVED", event)
    j.end_visit(work, event.visit, 3)


def deflected(j: Books, event: ev.InteractionDeflected, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R5", not work.live, f"{work.id} leaves with live offers {sorted(work.live)}")
    j.move(work, ("RECEIVED", "QUEUED", "OFFERED"), "RECEIVED", event)
    if event.visit is not None:
        j.end_visit(work, event.visit, 3)
    j.due.pop(("enrichment", work.id), None)
    _arm(j, "self_service", work, event.self_service_due_at_ms)


def concluded(j: Books, event: ev.InteractionConcluded, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.move(work, ("RECEIVED",), "WRAP_UP", event)
    work.closing = event.outcome.value
    for kind in ("enrichment", "self_service"):
        j.due.pop((kind, work.id), None)
    j.end_talk(work)


def scheduled(j: Books, event: ev.CallbackScheduled, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    place = (event.queue, event.tier, event.order_from_ms, event.head_start_ms)
    own = (work.queue, work.tier, work.order_from_ms, work.head_start_ms)
    if isinstance(command, AcceptCallback):
        j.check("R23", place == own, f"{work.id} waits for its callback at {place}, not {own}")
    j.check("R5", not work.live, f"{work.id} is called back with live offers")
    j.move(work, ("RECEIVED", "QUEUED", "OFFERED"), "QUEUED", event)
    if event.ended_visit is not None:
        j.end_visit(work, event.ended_visit, 3)
    _comes_with_its_age(j, work, event, entry)
    _take_place(j, work, event)
    j.begin_visit(work, event.visit, "callback", entry.at_ms)
    j.end_talk(work)


def callback_due(j: Books, event: ev.CallbackDue, entry: Entry, command: Asked) -> None:
    j.fire(("callback", event.interaction), entry)
    j.work[event.interaction].is_resting = False


def step_due(j: Books, event: ev.StepDue, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    is_done = event.outcome is not StepOutcome.SKIPPED
    is_idle = work.state in ("QUEUED", "OFFERED")
    j.check("R22", is_idle or not is_done, f"step {event.step} of {work.id}, {work.state}")
    if event.step == work.deferred:
        j.check("R22", not work.live, f"step {event.step} of {work.id} does not wait for Offers")
        work.deferred = None
        return
    j.fire(("step", work.id), entry)
    j.check("R22", event.step == work.steps + 1, f"step {event.step} of {work.id} is not next")
    work.steps = event.step
    if event.outcome is StepOutcome.DEFERRED:
        j.check("R22", bool(work.live), f"step {event.step} of {work.id} waits for nothing")
        work.deferred = event.step
    _arm(j, "step", work, event.step_due_at_ms)


def priority_changed(j: Books, event: ev.PriorityChanged, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    work.tier, work.head_start_ms = event.tier, event.head_start_ms


def routed(j: Books, event: ev.InteractionRouted, entry: Entry, command: Asked) -> None:
    j.work[event.interaction].requires.update({each.skill: each for each in event.requires})


def relaxed(j: Books, event: ev.RequirementRelaxed, entry: Entry, command: Asked) -> None:
    j.work[event.interaction].relaxed.append(event.relax)


def emptied(j: Books, event: ev.QueueEmptied, entry: Entry, command: Asked) -> None:
    j.check("R21", not staffed(j, event.queue), f"{event.queue} is empty with somebody there")
    j.due["empty", event.queue] = event.empty_due_at_ms


def filled(j: Books, event: ev.QueueStaffed, entry: Entry, command: Asked) -> None:
    is_needed = j.queues[event.queue].needs_staff
    j.check("R21", staffed(j, event.queue) or not is_needed, f"{event.queue} is still empty")
    j.due.pop(("empty", event.queue), None)


def queue_overflowed(j: Books, event: ev.QueueOverflowed, entry: Entry, command: Asked) -> None:
    if event.reason == "empty":
        j.fire(("empty", event.queue), entry)


def queue_deleted(j: Books, event: ev.QueueDeleted, entry: Entry, command: Asked) -> None:
    inside = [w.id for w in j.work.values() if w.queue == event.queue and w.state != "CLOSED"]
    inside += [w.id for w in j.work.values() if event.queue in w.wrapped.values()]
    j.check("R21", not inside, f"{event.queue} is deleted with {inside}")
    del j.queues[event.queue]
    j.due.pop(("empty", event.queue), None)


def compiled(j: Books, event: ev.CalendarCompiled, entry: Entry, command: Asked) -> None:
    _next_edge(j, event)


def turned(
    j: Books, event: ev.CalendarOpened | ev.CalendarClosed, entry: Entry, command: Asked
) -> None:
    if command is None:
        j.fire(("calendar", event.calendar), entry)
    if isinstance(event, ev.CalendarOpened):
        j.open.add(event.calendar)
    else:
        j.open.discard(event.calendar)
    _next_edge(j, event)


def _next_edge(
    j: Books, event: ev.CalendarCompiled | ev.CalendarOpened | ev.CalendarClosed
) -> None:
    j.due.pop(("calendar", event.calendar), None)
    if event.edge_due_at_ms is not None:
        j.due["calendar", event.calendar] = event.edge_due_at_ms


FOLDS: dict[str, Callable[[Books, Any, Entry, Asked], None]] = {
    "InteractionQueued": queued,
    "EntryRefused": refused,
    "InteractionOverflowed": overflowed,
    "InteractionDeflected": deflected,
    "InteractionConcluded": concluded,
    "CallbackScheduled": scheduled,
    "CallbackDue": callback_due,
    "StepDue": step_due,
    "PriorityChanged": priority_changed,
    "InteractionRouted": routed,
    "RequirementRelaxed": relaxed,
    "QueueEmptied": emptied,
    "QueueStaffed": filled,
    "QueueOverflowed": queue_overflowed,
    "QueueDeleted": queue_deleted,
    "CalendarCompiled": compiled,
    "CalendarOpened": turned,
    "CalendarClosed": turned,
}
