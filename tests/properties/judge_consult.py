"""What the judge says about consults: a child lives beside its parent's talk, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from tests.properties.books import Books
from tests.properties.records import Work

Asked = Command | None


def started(j: Books, event: ev.ConsultStarted, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    asked = isinstance(command, cmd.StartConsult) and event.agent == work.owner
    j.check("R20", asked, f"{event.child} was not the wish of who owns {work.id}")
    j.check("R20", work.child is None, f"{event.child} begins beside {work.child}")
    j.check("R20", work.state == "ENGAGED", f"{event.child} while {work.id} is {work.state}")
    work.child = event.child


def received(j: Books, event: ev.ConsultReceived, entry: Entry, command: Asked) -> None:
    parent = j.work[event.parent]
    j.check("R20", parent.child == event.interaction, f"{event.interaction} is nobody's child")
    child = Work(event.interaction, event.queue or "", event.account, event.customer, event.channel)
    child.parent = parent.id
    j.work[child.id] = child
    j.watch(child)
    alone = j.customers[event.customer] <= {child.id}
    j.check("R20", alone, f"{child.id} is a customer's")
    for party in parent.parties.values():
        if party.kind == "agent":
            j.pass_over(child, party.who, event.excluded_until_ms)


def ended(j: Books, event: ev.ConsultEnded, entry: Entry, command: Asked) -> None:
    work, child = j.work[event.interaction], j.work[event.child]
    j.check("R20", work.child == child.id, f"{child.id} ends, {work.child} was the consult")
    j.check("R20", child.state == "CLOSED", f"{child.id} is {child.state} after its end")
    j.check("R20", not child.wrap_ups, f"{child.id} is wrapped up: nobody met a customer there")
    work.child, work.ended_consult = None, True


def judge_consult(j: Books, work: Work) -> None:
    """Judge what must hold between decisions."""
    if work.parent is not None and work.state != "CLOSED":
        parent = j.work.get(work.parent)
        beside = parent is not None and (parent.child, parent.state) == (work.id, "ENGAGED")
        j.check("R20", beside, f"{work.id} outlives the talk it is about")
    if work.child is not None:
        child = j.work.get(work.child)
        live = child is not None and child.state != "CLOSED"
        j.check("R20", live, f"{work.id} waits for a consult that is over")
    if work.ended_consult:
        held = [p.who for p in work.parties.values() if p.state == "HELD"]
        j.check("R20", not held, f"{held} is held after the consult of {work.id}")
        work.ended_consult = False


CONSULT_FOLDS: dict[str, Callable[[Books, Any, Entry, Asked], None]] = {
    "ConsultStarted": started,
    "ConsultReceived": received,
    "ConsultEnded": ended,
}
