"""An independent judge: folds the log naively and says which invariant an entry breaks.

It knows the events and the words of the design, and none of the engine's tables, state or
index; `books` holds what it remembers.
"""

from __future__ import annotations

from ccsdk.model import event as ev
from ccsdk.model.command import (
    AddNote,
    DeclineOffer,
    LogOut,
    PickInteraction,
    ReceiveInteraction,
    ReceiveMessage,
    ReportConnectFailed,
    ResumeCenter,
    SendMessage,
    SetNotReady,
)
from ccsdk.model.entry import Entry
from ccsdk.model.offer import WithdrawReason
from tests.properties import judge_consult, judge_flow, judge_leg, judge_parts, judge_review
from tests.properties.books import Books
from tests.properties.judge_agent import OF_AGENTS
from tests.properties.judge_parts import Asked, Fold
from tests.properties.judge_pure import judge_pure
from tests.properties.records import WAITING, Person, Work

MESSAGES = (ReceiveInteraction, ReceiveMessage, SendMessage)


def received(j: Books, event: ev.InteractionReceived, entry: Entry, command: Asked) -> None:
    j.work[event.interaction] = Work(
        event.interaction, event.queue or "", event.account, event.customer, event.channel
    )
    j.watch(j.work[event.interaction])
    if event.enrichment_due_at_ms is not None:
        j.due["enrichment", event.interaction] = event.enrichment_due_at_ms
    asked = isinstance(command, ReceiveInteraction) and command.is_verified
    j.check("R15", event.is_verified is asked, f"{event.interaction} is verified by nobody")


def message(
    j: Books, event: ev.MessageReceived | ev.MessageSent, entry: Entry, command: Asked
) -> None:
    given = command.attachments if isinstance(command, MESSAGES) else ()
    j.check("R15", event.files == given, f"{entry.subject} has {event.files}, not {given}")
    if isinstance(event, ev.MessageReceived) and event.self_service_due_at_ms is not None:
        j.due["self_service", event.interaction] = event.self_service_due_at_ms
    if isinstance(event, ev.MessageSent):
        judge_leg.may_write(j, event)
    judge_parts.put_off(j, event)


def note_added(j: Books, event: ev.NoteAdded, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R14", isinstance(command, AddNote), f"nobody asked for a note on {work.id}")
    takes_part = any(p.who == event.agent and p.role == "member" for p in work.parties.values())
    may = event.agent == work.owner or event.agent in work.readers or takes_part
    j.check("R14", may, f"{event.agent} writes a note on {work.id} and may not")
    j.check("R14", work.state != "CLOSED", f"a note on {work.id}, which is closed")
    j.announce = [m for m in event.mentions if m not in work.readers and m != event.agent]


def mentioned(j: Books, event: ev.AgentMentioned, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    is_due = j.announce[:1] == [event.agent] and event.agent in j.people
    j.check("R14", is_due, f"{event.agent} is announced on {work.id}, {j.announce} are due")
    j.check("R14", event.agent not in work.readers, f"{event.agent} is announced again")
    j.announce = j.announce[1:]
    work.readers.add(event.agent)


def made(j: Books, event: ev.OfferMade, entry: Entry, command: Asked) -> None:
    work, person = j.work[event.interaction], j.people[event.agent]
    has_room = j.has_room(person, work.channel)
    j.check("R8", has_room, f"{event.offer} to {person.id}, who is full")
    if work.only is not None:
        j.check("R17", person.id == work.only, f"{work.id} waits for {work.only} alone")
    suits = j.suits(work, person)
    j.check("R9", suits, f"{event.offer} to {person.id}, who lacks queue, skill or patience")
    ready = person.presence == "READY" and not person.lost
    j.check("R9", ready, f"{event.offer} to {person.id}, who is {person.presence}")
    j.check("R9", person.id not in work.passed_over, f"{event.offer} to {person.id}, passed over")
    is_there = not work.needs_customer or work.customer not in j.gone
    j.check("R11", is_there, f"{event.offer} for a customer who is gone")
    j.check("R23", not work.is_resting, f"{event.offer} before the callback is due again")
    j.check("R22", work.deferred is None, f"{event.offer} although {work.id} is to move")
    mode = j.queues[work.queue].mode
    if isinstance(command, PickInteraction):
        j.check("R9", mode.is_pull, f"{event.offer} is picked from {work.queue}, which pushes")
        j.check("R9", command.agent == person.id, f"{event.offer} is picked for another")
    else:
        is_push = mode.is_push or work.only is not None
        j.check("R9", is_push, f"{event.offer} is made in {work.queue}, which is picked from")
        _is_the_first(j, work, person)
    j.move(work, ("QUEUED", "OFFERED"), "OFFERED", event)
    j.offers[event.offer] = "LIVE"
    j.offer_agent[event.offer] = event.agent
    work.live.add(event.offer)
    queue = j.queues[work.queue]
    j.check(
        "T1", event.expires_at_ms == entry.at_ms + queue.ring_ms, f"{event.offer} rings wrongly"
    )
    j.due["ack", event.offer] = event.ack_due_at_ms
    j.due["ring", event.offer] = event.expires_at_ms


def _is_the_first(j: Books, work: Work, person: Person) -> None:
    """Whoever stands before it for this Agent and could have them is served first."""
    if work.queue not in person.serves:
        return
    for other in j.work.values():
        if other.stands_for(j.gone) and person in j.eligible(other):
            first = j.place(work, person) <= j.place(other, person)
            j.check("R11", first, f"{work.id} overtakes {other.id} at {person.id}")


def aged(j: Books, event: ev.InteractionAged, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    old_enough = entry.at_ms - work.began_ms >= event.age_ms > work.age_ms
    j.check("T2", old_enough, f"{work.id} is said to be {event.age_ms} ms old at {entry.at_ms}")
    work.age_ms = event.age_ms


def shown(j: Books, event: ev.OfferShown, entry: Entry, command: Asked) -> None:
    j.check("R6", j.offers.get(event.offer) == "LIVE", f"{event.offer} is shown after its end")
    j.due.pop(("ack", event.offer), None)


def accepted(j: Books, event: ev.OfferAccepted, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R2", work.owner is None, f"{event.agent} accepts what {work.owner} has")
    j.check("R6", j.offer_agent[event.offer] == event.agent, f"{event.offer} is not theirs")
    j.end_offer(work, event.offer, event.agent, "ACCEPTED")
    j.move(work, ("OFFERED",), "CONNECTING", event)
    work.owner, work.deferred = event.agent, None
    j.due["connect", work.id] = event.connect_due_at_ms


def declined(j: Books, event: ev.OfferDeclined, entry: Entry, command: Asked) -> None:
    willed = isinstance(command, DeclineOffer | SetNotReady | LogOut)
    j.check("R7", willed, f"{event.offer} is declined by {type(command).__name__}")
    work = j.work[event.interaction]
    j.end_offer(work, event.offer, event.agent, "DECLINED")
    j.pass_over(work, event.agent, event.excluded_until_ms)


def expired(j: Books, event: ev.OfferExpired, entry: Entry, command: Asked) -> None:
    j.fire(("ring", event.offer), entry)
    j.check("R7", not j.people[event.agent].lost, f"{event.offer}: rona of a lost agent")
    work = j.work[event.interaction]
    j.end_offer(work, event.offer, event.agent, "EXPIRED")
    j.pass_over(work, event.agent, event.excluded_until_ms)


def withdrawn(j: Books, event: ev.OfferWithdrawn, entry: Entry, command: Asked) -> None:
    person = j.people[event.agent]
    if event.reason is WithdrawReason.UNREACHABLE:
        j.fire(("ack", event.offer), entry)
        j.check("R7", not person.lost, f"{event.offer}: a strike for a lost agent")
    elif event.reason is WithdrawReason.AGENT_LOST:
        grace = ("offer_grace", event.agent)
        if not j.is_due(grace, entry):
            j.fire(("ring", event.offer), entry)
        j.check("R7", person.lost, f"{event.offer}: agent_lost, but {person.id} is there")
    elif event.reason is WithdrawReason.RESTART:
        j.check("R7", isinstance(command, ResumeCenter), f"{event.offer}: no restart")
    work = j.work[event.interaction]
    j.end_offer(work, event.offer, event.agent, "WITHDRAWN")
    j.pass_over(work, event.agent, event.excluded_until_ms)


def exclusion_ended(j: Books, event: ev.ExclusionEnded, entry: Entry, command: Asked) -> None:
    j.fire(("retry_same", event.interaction, event.agent), entry)
    j.work[event.interaction].passed_over.discard(event.agent)


def requeued(j: Books, event: ev.InteractionRequeued, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.move(work, ("OFFERED", "CONNECTING", "ENGAGED"), "QUEUED", event)
    j.check("R5", not work.live, f"{work.id} goes back with live offers {sorted(work.live)}")
    judge_leg.end_talk(j, work)
    j.lose_owner(work)
    if event.visit != work.visit:
        j.check("R4", work.visit is None, f"{event.visit} begins while {work.visit} runs")
        j.begin_visit(work, event.visit, "requeue", entry.at_ms)
        work.tier = event.tier
        if event.step_due_at_ms is not None:
            j.due["step", work.id] = event.step_due_at_ms
    j.check("R11", event.tier == work.tier, f"{work.id} loses its place: tier {event.tier}")
    if event.agent is not None:
        j.pass_over(work, event.agent, event.excluded_until_ms)


def connect_failed(j: Books, event: ev.ConnectFailed, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R1", work.owner == event.agent, f"{event.agent} fails, {work.owner} owns")
    if event.cause == "agent" and not isinstance(command, ReportConnectFailed):
        j.fire(("connect", work.id), entry)
    elif event.cause == "customer" and work.kind == "callback":
        work.dials += 1
        j.check("R23", work.dials <= 3, f"{work.id} is dialled {work.dials} times")
    if event.callback_due_at_ms is not None:
        work.is_resting = True
        j.due["callback", work.id] = event.callback_due_at_ms
    j.pass_over(work, event.agent, event.excluded_until_ms)


def answered(j: Books, event: ev.InteractionAnswered, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R1", work.owner == event.agent, f"{event.agent} answers, {work.owner} owns")
    j.move(work, ("CONNECTING",), "ENGAGED", event)
    j.due.pop(("connect", work.id), None)
    j.starts[work.queue].append(entry.at_ms)
    j.watch(work)
    j.end_visit(work, event.visit, 1)
    judge_leg.begin_talk(j, work, event, entry)
    judge_parts.put_off(j, event)


def abandoned(j: Books, event: ev.InteractionAbandoned, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.check("R5", not work.live, f"{work.id} is abandoned with live offers {sorted(work.live)}")
    grace = ("customer_grace", work.customer)
    if command is None and not j.is_due(grace, entry):
        j.fire(grace, entry)
    j.lose_owner(work)
    work.left_at_ms, j.abandoned[work.customer] = event.left_at_ms, work.id
    j.move(work, WAITING, "WRAP_UP", event)
    work.closing = "abandoned"
    j.end_visit(work, event.visit, 2)
    j.end_talk(work)


def ended(j: Books, event: ev.InteractionEnded, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    grace = ("customer_grace", work.customer)
    if event.by == "customer_lost" and not j.is_due(grace, entry):
        j.fire(grace, entry)
    j.check("R1", work.owner == event.agent, f"{event.agent} ends, {work.owner} owns")
    j.check("R5", not work.live, f"{work.id} ends with live offers {sorted(work.live)}")
    j.move(work, ("ENGAGED",), "WRAP_UP", event)
    judge_leg.end_talk(j, work)
    work.closing = "handled"
    if work.parent is not None:
        work.closing = "merged" if event.by == "merged" else "consulted"
    if event.by == "idle":
        j.fire(("idle", work.id), entry)
    owner = work.owner
    j.leave(work, owner or "", entry.at_ms)
    work.owner = owner
    j.end_talk(work)


def closed(j: Books, event: ev.InteractionClosed, entry: Entry, command: Asked) -> None:
    work = j.work[event.interaction]
    j.move(work, ("WRAP_UP",), "CLOSED", event)
    j.check("R16", not work.wrap_ups, f"{work.id} closes, {sorted(work.wrap_ups)} wrap it up")
    how = event.outcome.value
    j.check("R16", how == work.closing, f"{work.id} closes as {how}, not {work.closing}")
    work.owner = None
    work.closed_at_ms = entry.at_ms
    account = j.accounts[work.account]
    kept_ms = max(account.forget_ms, account.reopen_ms, account.resume_abandoned_ms)
    j.check("T1", event.forget_due_at_ms == entry.at_ms + kept_ms, f"{work.id} is forgotten early")
    j.due["forget", work.id] = event.forget_due_at_ms


def forgotten(j: Books, event: ev.InteractionForgotten, entry: Entry, command: Asked) -> None:
    j.fire(("forget", event.interaction), entry)
    work = j.work.pop(event.interaction)
    j.check("R1", work.state == "CLOSED", f"{work.id} is forgotten while {work.state}")
    if j.abandoned.get(work.customer) == work.id:
        del j.abandoned[work.customer]
    j.versions.pop(f"interaction/{event.interaction}", None)


def customer_connected(j: Books, event: ev.CustomerConnected, entry: Entry, command: Asked) -> None:
    j.seen[event.customer].add(event.session)
    j.gone.discard(event.customer)
    j.due.pop(("customer_grace", event.customer), None)


def customer_disconnected(
    j: Books, event: ev.CustomerDisconnected, entry: Entry, command: Asked
) -> None:
    j.seen[event.customer].discard(event.session)
    left = not j.seen[event.customer]
    j.check("T1", left is (event.grace_due_at_ms is not None), f"{event.customer}: no grace")
    if event.grace_due_at_ms is not None:
        j.gone.add(event.customer)
        j.due["customer_grace", event.customer] = event.grace_due_at_ms


def queue_defined(j: Books, event: ev.QueueDefined, entry: Entry, command: Asked) -> None:
    j.queues[event.queue] = event


def account_defined(j: Books, event: ev.AccountDefined, entry: Entry, command: Asked) -> None:
    j.accounts[event.account] = event


def resumed(j: Books, event: ev.CenterResumed, entry: Entry, command: Asked) -> None:
    for person in j.people.values():
        if event.is_restart and person.sessions:
            person.sessions.clear()
            person.lost = person.presence != "LOGGED_OUT"
        if not person.lost:
            continue
        away = person.reason == "connection_lost"
        grace_ms = event.logout_due_at_ms if away else event.agent_grace_due_at_ms
        j.due["logout" if away else "agent_grace", person.id] = grace_ms
        if any(j.is_in(work, person.id) for work in j.work.values()):
            j.due["leg_grace", person.id] = event.leg_due_at_ms
    if event.is_restart:
        j.gone |= {customer for customer, seen in j.seen.items() if seen}
        j.seen.clear()
    for work in j.work.values():
        if ("idle", work.id) in j.due:
            j.due["idle", work.id] = entry.at_ms + j.queues[work.queue].idle_ms
    for customer in j.gone:
        accounts = {j.work[work].account for work in j.customers[customer]}
        grace_ms = max(j.accounts[account].customer_grace_ms for account in accounts)
        j.due["customer_grace", customer] = entry.at_ms + grace_ms


FOLDS: dict[str, Fold] = {
    **OF_AGENTS,
    "InteractionReceived": received,
    "MessageReceived": message,
    "MessageSent": message,
    "NoteAdded": note_added,
    "AgentMentioned": mentioned,
    "OfferMade": made,
    "OfferShown": shown,
    "OfferAccepted": accepted,
    "OfferDeclined": declined,
    "OfferExpired": expired,
    "OfferWithdrawn": withdrawn,
    "ExclusionEnded": exclusion_ended,
    "InteractionRequeued": requeued,
    "ConnectFailed": connect_failed,
    **judge_leg.LEG_FOLDS,
    **judge_consult.CONSULT_FOLDS,
    "InteractionAnswered": answered,
    "InteractionAbandoned": abandoned,
    "InteractionEnded": ended,
    **judge_parts.FOLDS,
    "InteractionClosed": closed,
    "InteractionForgotten": forgotten,
    "CustomerConnected": customer_connected,
    "CustomerDisconnected": customer_disconnected,
    "InteractionAged": aged,
    "QueueDefined": queue_defined,
    "AccountDefined": account_defined,
    "CenterResumed": resumed,
    **judge_flow.FOLDS,
    **judge_review.FOLDS,
}


def take(j: Books, entry: Entry, command: Asked) -> None:
    """Fold one entry; `command` is what its cause asked, None for a deadline."""
    j.take_number(entry)
    judge_pure(j, entry.event)
    fold = FOLDS.get(type(entry.event).__name__)
    if fold is not None:
        fold(j, entry.event, entry, command)
    j.now_ms = entry.at_ms
    j.weigh()
