"""Ways into a queue other than the first: transfers, parking, reopening, consults."""

from __future__ import annotations

from typing import Any

from ccsdk.errors import InvalidTransitionError, NotAdmittedError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.interaction import Closing, ConnectCause, VisitKind
from ccsdk.model.policy import Terminal
from ccsdk.model.queue import members
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.deciding.flow_play import at, outcome_of, state_of, to
from tests.unit.engine.play import Play, agent, names, ready

ACCOUNT = {"account": "web-q", "channel": "chat-q", "queues": ("q",)}
GOLD = pol.ServiceClass(name="gold", when="attr.vip", tier=1, head_start_ms=7_000)


def talking(**there: Any) -> Play:
    """Return a center in which Ana talks in `q` beside another queue `p`."""
    play = ready("ana")
    play.queue("p", **there)
    play.write(attributes={"vip": True})
    play.engage()
    return play


def transfer(to: str = "p") -> cmd.BlindTransfer:
    return cmd.BlindTransfer(interaction="in_1", to=TransferTarget(queue=to))


def test_who_is_transferred_gets_the_place_and_the_timeline_of_the_other_queue() -> None:
    steps = (at(1_000, pol.AnnouncePosition()),)
    play = talking(discipline=pol.Discipline.AGEING, classes=(GOLD,), steps=steps)
    play.wait(500)

    play.do(transfer(), by=agent("ana"))

    sent, found = play.last(ev.InteractionTransferred), play.state.interactions["in_1"]
    assert (sent.service_class, sent.head_start_ms, sent.order_from_ms) == ("gold", 7_000, 0)
    assert (found.service_class, found.head_start_ms, found.tier) == ("gold", 7_000, 0)
    assert found.visit_kind is VisitKind.TRANSFER
    assert sent.step_due_at_ms == 1_500
    assert "AnnouncementMade" in names(play.wait(1_001))


def test_28_a_queue_that_is_full_takes_nobody_by_transfer() -> None:
    play = talking(max_waiting=0)

    facts = play.refused(transfer(), NotAdmittedError, by=agent("ana"))

    assert (facts["queue"], facts["refusal"]) == ("p", "full")


def test_what_was_parked_goes_on_in_its_queue_though_that_is_closed_by_now() -> None:
    play = ready("ana", wrap_up_ms=0, steps=(at(1_000, pol.AnnouncePosition()),))
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",)))
    play.write(account="mail")
    play.engage()
    park = cmd.ParkInteraction(interaction="in_1", until_ms=60_000)
    play.do(park, by=agent("ana"))
    play.do(cmd.DefineCalendar(calendar="never", zone="UTC", tz="t", edges=()))
    steps = (at(1_000, pol.AnnouncePosition()),)
    play.do(cmd.DefineQueue(queue="q", name="q", calendar="never", steps=steps))

    play.do(cmd.ResumeInteraction(interaction="in_1"))

    resumed = play.last(ev.InteractionResumed)
    assert (resumed.visit_kind, resumed.step_due_at_ms) == (VisitKind.REQUEUE, 1_000)
    assert state_of(play) == "OFFERED"


def reopenable(**queue: Any) -> Play:
    """Return a center whose only Interaction has just been closed, in `q`."""
    play = ready("ana", wrap_up_ms=0)
    play.queue("p")
    play.do(cmd.DefineAccount(**ACCOUNT, reopen_ms=60_000))
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))
    if queue:
        play.do(cmd.DefineQueue(queue="q", name="q", **queue))
    return play


AGAIN = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t1", identity="i1")


def test_who_is_reopened_where_nobody_is_admitted_goes_where_the_chain_leads() -> None:
    play = reopenable(max_waiting=0, overflow=(to("p"),))

    entries = play.do(AGAIN).entries

    assert names(entries)[-2:] == ["EntryRefused", "InteractionQueued"]
    queued = play.last(ev.InteractionQueued)
    assert (queued.queue, queued.visit_kind, queued.only) == ("p", VisitKind.OVERFLOW, None)
    assert queued.order_from_ms == play.now_ms


def test_who_is_reopened_after_their_queue_was_deleted_enters_one_of_the_account() -> None:
    play = reopenable()
    play.do(cmd.DefineAccount(**{**ACCOUNT, "queues": ("p",)}, reopen_ms=60_000))
    play.do(cmd.DefineAgent(agent="ana", memberships=members("p")))
    play.do(cmd.DeleteQueue(queue="q"))

    play.do(AGAIN)

    assert play.last(ev.InteractionReopened).queue == "p"
    assert play.state.interactions["in_1"].queue == "p"


def test_who_gave_up_and_is_back_takes_the_old_place_after_enrichment_too() -> None:
    play = Play()
    play.queue("q")
    account = {**ACCOUNT, "resume_abandoned_ms": 60_000}
    play.do(cmd.DefineAccount(**account))
    play.write()
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    play.do(cmd.DefineAccount(**account, enrichment_ms=1_000))
    play.wait(3_000)
    back = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t9", identity="i1")
    play.do(back)

    play.wait(1_001)

    queued = play.last(ev.InteractionQueued)
    assert (queued.interaction, queued.resumes, queued.order_from_ms) == ("in_2", "in_1", 0)


def test_who_gave_up_and_is_back_is_called_back_in_the_old_place() -> None:
    play = Play()
    play.queue("q")
    play.do(cmd.DefineAccount(**ACCOUNT, resume_abandoned_ms=60_000))
    play.write()
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    overflow = (to(Terminal.CALLBACK),)
    play.do(cmd.DefineQueue(queue="q", name="q", max_waiting=0, overflow=overflow))
    play.wait(3_000)

    back = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t9", identity="i1")
    play.do(back)

    called = play.last(ev.CallbackScheduled)
    assert (called.resumes, called.order_from_ms) == ("in_1", 0)
    assert play.state.customers["cu_i1"].abandoned is None


def deflected_while_wrapped_up(*, steps: tuple[pol.TimelineStep, ...]) -> Play:
    """Return a center in which Ana wraps up what was sent to `p`, where nobody serves."""
    play = talking(steps=steps)
    play.do(transfer(), by=agent("ana"))
    play.wait(1_001)
    return play


def test_what_is_over_is_closed_when_the_last_agent_has_wrapped_up() -> None:
    play = deflected_while_wrapped_up(steps=(at(1_000, pol.End()),))
    found = play.state.interactions["in_1"]
    assert (found.state.value, found.closing) == ("WRAP_UP", Closing.ENDED)

    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert outcome_of(play) == "ended"


def test_wrap_up_ends_while_the_customer_serves_themselves() -> None:
    play = talking(steps=(at(1_000, pol.OfferSelfService()),))
    play.do(transfer(), by=agent("ana"))
    play.wait(1_001)
    play.do(cmd.AcceptSelfService(interaction="in_1"))

    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert state_of(play) == "RECEIVED"


def consulting(**there: Any) -> Play:
    """Return a center in which Ana asks the Agents of `p`, of whom none is READY."""
    play = talking(needs_staff=True, **there)
    play.do(cmd.DefineAgent(agent="ben", memberships=members("p")))
    play.do(cmd.LogIn(agent="ben"))
    ask = cmd.StartConsult(interaction="in_1", to=TransferTarget(queue="p"))
    play.do(ask, by=agent("ana"))
    return play


def test_a_consult_that_would_flow_out_comes_to_nothing() -> None:
    play = consulting(overflow=(to(Terminal.MESSAGE),))
    play.do(cmd.LogOut(agent="ben"))

    fired = play.wait(30_001)

    assert names(fired)[-3:] == ["InteractionClosed", "ConsultEnded", "CustomerRetrieved"]
    assert play.last(ev.ConsultEnded).cause == "failed"


def test_a_consult_has_no_timeline() -> None:
    play = consulting(steps=(at(0, pol.AnnouncePosition()),))

    assert play.last(ev.InteractionQueued).step_due_at_ms is None


def test_what_a_customer_chooses_nobody_chooses_for_a_consult() -> None:
    play = consulting()
    child = {"interaction": "in_1-c1"}

    for command in (
        cmd.AcceptCallback(**child),
        cmd.AcceptSelfService(**child),
        cmd.LeaveMessage(**child),
        cmd.MoveInteraction(**child, queue="q"),
    ):
        play.refused(command, InvalidTransitionError)


def test_who_answers_a_consult_cannot_say_that_the_customer_was_not_there() -> None:
    play = consulting()
    play.do(cmd.SetReady(agent="ben"))
    play.accept("in_1-c1-o1")

    failed = cmd.ReportConnectFailed(interaction="in_1-c1", cause=ConnectCause.CUSTOMER)
    play.refused(failed, InvalidTransitionError, by=agent("ben"))


def test_a_customer_who_was_not_there_ends_nobodys_direct_line() -> None:
    play = ready("ana")
    play.agent("ben", "q")
    play.write()
    play.engage()
    to_ben = TransferTarget(agent="ben")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to_ben), by=agent("ana"))
    play.accept("in_1-o2")

    failed = cmd.ReportConnectFailed(interaction="in_1", cause=ConnectCause.CUSTOMER)
    play.do(failed, by=agent("ben"))

    assert play.state.interactions["in_1"].only == "ben"
    assert play.last(ev.OfferMade).agent == "ben"
