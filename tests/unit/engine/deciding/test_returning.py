from __future__ import annotations

from typing import Any

import msgspec

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import VisitKind
from tests.unit.engine.play import Play, agent, names, ready

RECEIVE = cmd.ReceiveInteraction(interaction="in_1", account="web", thread="t1", identity="i1")


def again(number: int = 2, **changes: Any) -> cmd.ReceiveInteraction:
    return msgspec.structs.replace(RECEIVE, interaction=f"in_{number}", **changes)


def center(**account: int) -> Play:
    play = ready("ana", "ben", wrap_up_ms=0)
    play.do(cmd.DefineAccount(account="web", channel="chat", queues=("q",), **account))
    return play


def closed(**account: int) -> Play:
    play = center(**account)
    play.do(RECEIVE)
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))
    return play


def abandoned(**account: int) -> Play:
    play = center(**account)
    play.do(cmd.SetNotReady(agent="ana", reason="x"))
    play.do(cmd.SetNotReady(agent="ben", reason="x"))
    play.do(RECEIVE)
    play.wait(10)
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    return play


def test_within_its_time_the_closed_one_goes_on_with_who_talked_last() -> None:
    play = closed(reopen_ms=5_000)
    play.wait(5_000)

    decision = play.do(again(is_verified=True))

    assert names(decision.entries) == [
        "InteractionReopened", "MessageReceived", "InteractionQueued", "OfferMade",
    ]  # fmt: skip
    assert decision.answer.interaction == "in_1"
    reopened, queued = play.last(ev.InteractionReopened), play.last(ev.InteractionQueued)
    assert (reopened.episode, reopened.is_verified) == (2, True)
    assert (queued.visit, queued.visit_kind, queued.order_from_ms) == (
        "in_1-v2", VisitKind.INBOUND, 5_000,
    )  # fmt: skip
    assert (queued.only, queued.direct_due_at_ms) == ("ana", 25_000)


def test_32_a_reopening_binds_nobody_who_is_not_ready() -> None:
    play = closed(reopen_ms=5_000)
    play.do(cmd.LogOut(agent="ana"), by=agent("ana"))

    play.do(again())

    assert play.last(ev.InteractionQueued).only is None
    assert play.last(ev.OfferMade).agent == "ben"


def test_later_a_new_one_follows() -> None:
    play = closed(reopen_ms=5_000)
    play.wait(5_001)

    decision = play.do(again())

    assert decision.answer.interaction == "in_2"
    assert play.last(ev.InteractionReceived).follows == "in_1"


def test_what_is_wrapped_up_still_is_not_reopened() -> None:
    play = center(reopen_ms=5_000)
    play.do(cmd.DefineQueue(queue="q", name="q"))
    play.do(RECEIVE)
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))

    decision = play.do(again())

    assert decision.answer.interaction == "in_2"


def test_without_reopening_a_new_one_follows_at_once() -> None:
    play = closed()

    play.do(again())

    assert play.last(ev.InteractionReceived).follows == "in_1"


def test_nobody_goes_on_with_what_is_another_customers() -> None:
    play = closed(reopen_ms=5_000)

    play.do(again(identity="i2"))

    received = play.last(ev.InteractionReceived)
    assert (received.interaction, received.follows) == ("in_2", None)


def test_nobody_goes_on_by_another_account() -> None:
    play = closed(reopen_ms=5_000)
    play.do(cmd.DefineAccount(account="two", channel="chat", queues=("q",), reopen_ms=5_000))

    decision = play.do(again(account="two"))

    assert decision.answer.interaction == "in_2"


def test_who_gave_up_and_is_back_in_time_takes_their_old_place_once() -> None:
    play = abandoned(resume_abandoned_ms=1_000)
    play.wait(1_000)

    play.do(again())
    queued = play.last(ev.InteractionQueued)
    play.do(again(3, thread="t3"))

    assert (queued.resumes, queued.order_from_ms) == ("in_1", 0)
    assert play.last(ev.InteractionQueued).resumes is None


def test_who_gave_up_and_is_back_too_late_stands_at_the_end() -> None:
    play = abandoned(resume_abandoned_ms=1_000)
    play.wait(1_001)

    play.do(again())

    queued = play.last(ev.InteractionQueued)
    assert (queued.resumes, queued.order_from_ms) == (None, 1_011)


def test_without_the_setting_nobody_takes_an_old_place() -> None:
    play = abandoned()

    play.do(again())

    assert play.last(ev.InteractionQueued).order_from_ms == 10


def test_nobody_is_forgotten_before_they_could_come_back() -> None:
    play = closed(reopen_ms=90_000_000, forget_ms=1_000)

    forget_ms = play.last(ev.InteractionClosed).forget_due_at_ms

    assert forget_ms == 90_000_000
