"""The judge of what becomes of an Agent's part: wrap-up, transfer, parking, coming back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.interaction import LineEnding
from tests.properties import judge_flow, judge_leg
from tests.properties.books import Books
from tests.properties.records import WAITING, Work

Asked = Command | None
Fold = Callable[[Books, Any, Entry, Asked], None]


def put_off(j: Books, event: ev.InteractionAnswered | ev.MessageReceived | ev.MessageSent) -> None:
    """Let a talk in which somebody writes go on."""
    work = j.work[event.interaction]
    if event.idle_due_at_ms is not None:
        j.check("T1", work.state == "ENGAGED", f"{work.id} is {work.state} and will be idle")
        j.due["idle", work.id] = event.idle_due_at_ms


def wrap_up_started(j: Books, event: ev.WrapUpStarted, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    left_now = work.met.get(event.agent) == entry.at_ms
    j.check("R16", left_now, f"{event.agent} wraps up {work.id}, which they did not leave now")
    j.check("R16", event.agent not in work.wrap_ups, f"{event.agent} wraps up {work.id} twice")
    work.wrap_ups.add(event.agent)
    work.wrapped[event.agent] = event.queue or ""
    j.due["wrap_up", event.interaction, event.agent] = event.wrap_up_due_at_ms


def wrap_up_ended(j: Books, event: ev.WrapUpEnded, entry: Entry, command: Asked) -> None:
    work, key = j.work[event.interaction], ("wrap_up", event.interaction, event.agent)
    if event.cause == "expired":
        j.fire(key, entry)
    had = event.agent in work.wrap_ups
    j.check("R16", had, f"{event.agent} had no wrap-up of {event.interaction}")
    work.wrap_ups.discard(event.agent)
    work.wrapped.pop(event.agent, None)
    j.due.pop(key, None)


def wrap_up_extended(j: Books, event: ev.WrapUpExtended, entry: Entry, command: Asked) -> None:
    work, key = j.work[event.interaction], ("wrap_up", event.interaction, event.agent)
    j.check("R16", event.agent in work.wrap_ups, f"{event.agent} extends nothing")
    due_ms, queue = event.wrap_up_due_at_ms, j.queues[event.queue or ""]
    j.check("R16", due_ms > j.due.get(key, due_ms), f"{event.agent} extends {work.id} to less")
    cap_ms = work.met[event.agent] + queue.wrap_up_cap_ms
    j.check("R16", due_ms <= cap_ms, f"{event.agent} extends {work.id} beyond the cap")
    j.due[key] = due_ms


def disposition_set(j: Books, event: ev.DispositionSet, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R16", event.agent in work.met, f"{event.agent} had no part in {work.id}")


def transferred(j: Books, event: ev.InteractionTransferred, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R17", event.from_queue == work.queue, f"{work.id} leaves {event.from_queue}")
    j.move(work, ("ENGAGED",), "QUEUED", event)
    judge_leg.end_talk(j, work)
    j.leave(work, event.agent, entry.at_ms)
    same = event.order_from_ms == work.order_from_ms
    j.check("R11", same, f"{work.id} loses its age in a transfer")
    judge_flow.enter(j, work, event, entry)
    there = event.only is None or j.people[event.only].presence != "LOGGED_OUT"
    j.check("R17", there, f"{work.id} is sent to {event.only}, who is logged out")
    j.check("R17", event.only != event.agent, f"{event.agent} sends {work.id} to themselves")
    j.pass_over(work, event.agent, event.excluded_until_ms)


def line_ended(j: Books, event: ev.DirectLineEnded, entry: Entry, command: Asked) -> None:
    work, line = j.work[event.interaction], ("direct", event.interaction)
    j.check("R17", work.only == event.agent, f"{work.id} did not wait for {event.agent}")
    if event.reason is LineEnding.EXPIRED:
        j.fire(line, entry)
    elif event.reason is LineEnding.LEFT:
        left = j.people[event.agent].presence != "READY"
        j.check("R17", left, f"{event.agent} has not left")
    else:
        j.check("R17", event.agent in work.passed_over, f"{event.agent} would have {work.id}")
    j.wait_for(work, None, None)


def parked(j: Books, event: ev.InteractionParked, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.move(work, ("ENGAGED",), "PARKED", event)
    judge_leg.end_talk(j, work)
    j.leave(work, event.agent, entry.at_ms)
    j.end_talk(work)
    j.due["until", work.id] = event.until_due_at_ms


def resumed(j: Books, event: ev.InteractionResumed, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    if event.cause == "until":
        j.fire(("until", work.id), entry)
    j.due.pop(("until", work.id), None)
    j.move(work, ("PARKED",), "QUEUED", event)
    j.watch(work)
    last = event.order_from_ms == entry.at_ms
    j.check("R18", last, f"{work.id} was parked and stands at {event.order_from_ms}")
    judge_flow.enter(j, work, event, entry)
    waits_for_the_last(j, work, event.only)


def waits_for_the_last(j: Books, work: Work, only: str | None) -> None:
    """Bind whoever comes back to nobody who is not READY."""
    if only is None:
        return
    person = j.people[only]
    j.check("R17", only == work.last, f"{work.id} waits for {only}, not {work.last}")
    ready = person.presence == "READY" and not person.lost
    j.check("R17", ready, f"{work.id} waits for {only}, who is {person.presence}")


def reopened(j: Books, event: ev.InteractionReopened, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.move(work, ("CLOSED",), "RECEIVED", event)
    last_ms = work.closed_at_ms + j.accounts[work.account].reopen_ms
    j.check("R18", entry.at_ms <= last_ms, f"{work.id} is reopened too late")
    j.check("R18", event.episode == work.episode + 1, f"{work.id}: episode {event.episode}")
    work.episode, work.queue = event.episode, event.queue or ""
    work.reviewers.clear()
    work.has_waited, work.hops, work.dials, work.relaxed = False, 0, 0, []
    j.due.pop(("forget", work.id), None)
    j.watch(work)


def takes_its_place(
    j: Books, work: Work, event: ev.InteractionQueued | ev.CallbackScheduled, entry: Entry
) -> None:
    """Judge that who gave up and is back in time stands where they stood, others last."""
    last = j.work.get(j.abandoned.get(work.customer, ""))
    account = j.accounts[work.account]
    if last is not None and account.resume_abandoned_ms:
        if entry.at_ms > last.left_at_ms + account.resume_abandoned_ms:
            last = None
    else:
        last = None
    j.check("R18", event.resumes == (last and last.id), f"{work.id} resumes {event.resumes}")
    order_ms = entry.at_ms if last is None else last.order_from_ms
    j.check("R18", event.order_from_ms == order_ms, f"{work.id} stands at {event.order_from_ms}")
    if last is not None:
        del j.abandoned[work.customer]


def cancelled(j: Books, event: ev.InteractionCancelled, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R5", not work.live, f"{work.id} is cancelled with live offers {sorted(work.live)}")
    was = work.state
    j.lose_owner(work)
    j.move(work, ("RECEIVED", *WAITING, "PARKED"), "WRAP_UP", event)
    work.closing = "cancelled"
    if was == "RECEIVED":
        for kind in ("enrichment", "self_service"):
            j.due.pop((kind, work.id), None)
    elif was == "PARKED":
        j.due.pop(("until", work.id), None)
        j.watch(work)
    else:
        j.end_visit(work, event.visit or "", 3)
    j.end_talk(work)


FOLDS: dict[str, Fold] = {
    "WrapUpStarted": wrap_up_started,
    "WrapUpExtended": wrap_up_extended,
    "WrapUpEnded": wrap_up_ended,
    "DispositionSet": disposition_set,
    "InteractionTransferred": transferred,
    "DirectLineEnded": line_ended,
    "InteractionParked": parked,
    "InteractionResumed": resumed,
    "InteractionReopened": reopened,
    "InteractionCancelled": cancelled,
}
