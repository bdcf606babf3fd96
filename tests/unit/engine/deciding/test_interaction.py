from __future__ import annotations

from typing import Any

import pytest

from ccsdk.engine.deciding.interaction import customer_of
from ccsdk.errors import (
    CommandRejectedError,
    InvalidTransitionError,
    NotOwnerError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.interaction import Closing, InteractionState, VisitKind
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.values import Attachment
from tests.unit.engine.play import Play, agent, names, ready, visitor

RECEIVE = cmd.ReceiveInteraction(
    interaction="in_1", account="web", thread="t1", identity="i1", language="en"
)


def shop() -> Play:
    play = Play()
    play.queue("q")
    play.queue("p")
    play.queue("other")
    play.do(cmd.DefineAccount(account="web", channel="chat", queues=("q", "p"), forget_ms=5_000))
    return play


def with_(**changes: object) -> cmd.ReceiveInteraction:
    import msgspec

    return msgspec.structs.replace(RECEIVE, **changes)


def engaged() -> Play:
    play = ready("ana", "ben")
    play.write(1, sessions=("c1",))
    play.engage()
    return play


def wrapping_up() -> Play:
    play = engaged()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    return play


def test_the_customers_id_follows_from_the_identity() -> None:
    assert customer_of("a" * 64) == "cu_" + "a" * 24


def test_a_first_message_is_received_queued_and_offered_in_one_decision() -> None:
    play = shop()
    play.agent("ana", "q")

    decision = play.do(with_(sessions=("c1", "c2")), key="k1")

    assert names(decision.entries) == [
        "CustomerCreated",
        "InteractionReceived",
        "MessageReceived",
        "InteractionQueued",
        "CustomerConnected",
        "CustomerConnected",
        "OfferMade",
    ]
    assert {entry.cause for entry in decision.entries} == {"k1"}
    assert decision.answer.interaction == "in_1"


def test_the_first_queue_of_the_account_takes_what_names_none() -> None:
    play = shop()

    play.do(RECEIVE)
    play.do(with_(interaction="in_2", thread="t2", queue="p"))

    assert play.state.interactions["in_1"].queue == "q"
    assert play.state.interactions["in_2"].queue == "p"
    queued = play.last(ev.InteractionQueued)
    assert (queued.visit, queued.visit_kind, queued.order_from_ms) == (
        "in_2-v1",
        VisitKind.INBOUND,
        0,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"account": "nowhere"}, "there is no account 'nowhere'"),
        ({"queue": "other"}, "there is no queue 'other'"),
        ({"queue": "nowhere"}, "there is no queue 'nowhere'"),
    ],
)
def test_only_an_accounts_own_queues_are_known(changes: dict[str, object], message: str) -> None:
    play = shop()

    refusal = play.refused(with_(**changes), UnknownEntityError)

    assert message == f"there is no {refusal['kind']} {refusal['id']!r}"


def test_a_known_customer_is_not_created_again() -> None:
    play = shop()

    play.do(with_())
    second = play.do(with_(interaction="in_2", thread="t2"))

    assert "CustomerCreated" not in names(second.entries)


def test_the_open_interaction_of_the_thread_takes_the_message_and_the_sessions() -> None:
    play = shop()
    play.do(with_(sessions=("c1",)))

    decision = play.do(with_(interaction="in_2", sessions=("c1", "c2")))

    assert names(decision.entries) == ["MessageReceived", "CustomerConnected"]
    assert decision.answer.interaction == "in_1"


def test_anothers_thread_is_unknown() -> None:
    play = shop()
    play.do(RECEIVE)

    refusal = play.refused(with_(interaction="in_2", identity="i2"), UnknownEntityError)

    assert refusal == {"kind": "thread", "id": "t1"}


def test_an_id_that_is_taken_is_refused() -> None:
    play = shop()
    play.do(RECEIVE)

    refusal = play.refused(with_(thread="t2"), InvalidTransitionError)

    assert refusal["state"] == "QUEUED"


def test_a_message_belongs_to_the_open_interaction_of_its_customer() -> None:
    play = engaged()

    decision = play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    assert names(decision.entries) == ["MessageReceived"]
    assert decision.answer.message == f"interaction/in_1:{decision.entries[0].version}"


def test_the_owners_message_carries_their_id() -> None:
    play = engaged()

    decision = play.do(cmd.SendMessage(interaction="in_1"), by=agent("ana"))

    assert play.last(ev.MessageSent).agent == "ana"
    assert decision.answer.message == f"interaction/in_1:{decision.entries[0].version}"


FILES = (
    Attachment(file="fi_1", media="image/png", bytes=7),
    Attachment(file="fi_2", media="application/pdf", bytes=0),
)


def test_what_a_message_brings_stands_in_its_event() -> None:
    play = engaged()

    play.do(cmd.ReceiveMessage(interaction="in_1", attachments=FILES), by=visitor("i1"))
    play.do(cmd.SendMessage(interaction="in_1", attachments=FILES[:1]), by=agent("ana"))

    assert play.last(ev.MessageReceived).files == FILES
    assert play.last(ev.MessageSent).files == FILES[:1]


@pytest.mark.parametrize("is_first", [True, False])
def test_the_first_message_and_one_more_on_its_thread_bring_files(is_first: bool) -> None:
    play = ready()
    if not is_first:
        play.write()

    play.do(received(attachments=FILES))

    assert play.last(ev.MessageReceived).files == FILES
    assert play.count(ev.InteractionReceived) == 1


@pytest.mark.parametrize("is_verified", [True, False])
def test_an_interaction_says_whether_the_site_signed_for_who_wrote(is_verified: bool) -> None:
    play = ready()

    play.do(received(is_verified=is_verified))

    assert play.last(ev.InteractionReceived).is_verified is is_verified
    assert play.state.interactions["in_1"].is_verified is is_verified


def received(**more: Any) -> cmd.ReceiveInteraction:
    return cmd.ReceiveInteraction(
        interaction="in_1", account="web-q", thread="t1", identity="i1", **more
    )


def test_giving_up_withdraws_the_offers_and_closes() -> None:
    play = ready("ana")
    play.write()
    play.wait(7)

    decision = play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))

    assert names(decision.entries) == [
        "OfferWithdrawn",
        "InteractionAbandoned",
        "InteractionClosed",
    ]
    assert play.last(ev.InteractionAbandoned).wait_ms == 7
    assert play.last(ev.InteractionClosed).agent is None


def test_giving_up_while_connecting_tells_who_had_accepted() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))

    closed = play.last(ev.InteractionClosed)
    assert (closed.outcome, closed.agent) == (Closing.ABANDONED, "ana")
    assert play.state.agents["ana"].used == 0


@pytest.mark.parametrize(
    ("by", "said"), [(visitor("i1"), "customer"), (agent("ana"), "agent"), (SYSTEM, "agent")]
)
def test_either_side_ends_the_talk_and_wrap_up_begins(by: Principal, said: str) -> None:
    play = engaged()
    play.wait(10)

    decision = play.do(cmd.EndInteraction(interaction="in_1"), by=by)

    assert names(decision.entries) == ["InteractionEnded", "WrapUpStarted"]
    assert play.last(ev.InteractionEnded).by == said
    assert play.last(ev.WrapUpStarted).wrap_up_due_at_ms == 60_010


def test_who_was_passed_over_may_be_offered_it_again_in_time() -> None:
    play = ready("ana", retry_same_ms=100)
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    fired = play.wait(101)

    assert names(fired) == ["ExclusionEnded", "OfferMade"]


def test_who_is_passed_over_does_not_matter_once_it_is_answered() -> None:
    play = ready("ana", "ben")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    play.engage("in_1-o2")

    assert play.wait(30_001) == []


WHILE_WAITING = [
    (cmd.EndInteraction(interaction="in_1"), visitor("i1"), InvalidTransitionError),
    (cmd.EndInteraction(interaction="in_1"), visitor("i2"), UnknownEntityError),
    (cmd.EndInteraction(interaction="in_1"), agent("ana"), NotOwnerError),
    (cmd.EndInteraction(interaction="in_1"), SYSTEM, InvalidTransitionError),
    (cmd.SendMessage(interaction="in_1"), agent("ana"), NotOwnerError),
    (cmd.ConfirmConnected(interaction="in_1"), agent("ana"), NotOwnerError),
    (cmd.AbandonInteraction(interaction="in_1"), visitor("i2"), UnknownEntityError),
    (cmd.ReceiveMessage(interaction="in_1"), visitor("i2"), UnknownEntityError),
]
WHILE_ENGAGED = [
    (cmd.AbandonInteraction(interaction="in_1"), visitor("i1"), InvalidTransitionError),
    (cmd.ConfirmConnected(interaction="in_1"), agent("ben"), NotOwnerError),
    (cmd.CompleteWrapUp(interaction="in_1"), agent("ana"), InvalidTransitionError),
    (cmd.CompleteWrapUp(interaction="in_1"), agent("ben"), NotOwnerError),
    (cmd.SendMessage(interaction="in_1"), agent("ben"), NotOwnerError),
    (cmd.EndInteraction(interaction="in_1"), agent("ben"), NotOwnerError),
    (cmd.SendMessage(interaction="in_9"), agent("ana"), UnknownEntityError),
]
WHILE_WRAPPING_UP = [
    (cmd.ReceiveMessage(interaction="in_1"), visitor("i1"), InvalidTransitionError),
    (cmd.SendMessage(interaction="in_1"), agent("ana"), InvalidTransitionError),
    (cmd.EndInteraction(interaction="in_1"), visitor("i1"), InvalidTransitionError),
]


def waiting() -> Play:
    play = ready()
    play.agent("ana", "q")
    play.write()
    return play


@pytest.mark.parametrize(
    ("begin", "command", "by", "kind"),
    [
        *((waiting, *case) for case in WHILE_WAITING),
        *((engaged, *case) for case in WHILE_ENGAGED),
        *((wrapping_up, *case) for case in WHILE_WRAPPING_UP),
    ],
)
def test_what_is_not_allowed_changes_nothing(
    begin: object, command: Command, by: Principal, kind: type[CommandRejectedError]
) -> None:
    assert callable(begin)
    play = begin()

    play.refused(command, kind, by=by)

    assert play.state.interactions["in_1"].state is not InteractionState.CLOSED


def test_a_thread_whose_last_interaction_was_closed_lately_goes_on_with_it() -> None:
    play = shop()
    play.do(cmd.DefineAccount(account="web", channel="chat", queues=("q",), reopen_ms=5_000))
    play.do(RECEIVE)
    play.do(cmd.AbandonInteraction(interaction="in_1"))

    decision = play.do(with_(interaction="in_2"))

    assert decision.answer.interaction == "in_1"
    assert names(decision.entries)[0] == "InteractionReopened"
