from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.interaction import ConnectCause
from tests.unit.engine.deciding.flow_play import CALL_BACK, at, outcome_of, state_of
from tests.unit.engine.play import Play, agent, names, ready, visitor

STEPS = (at(0, pol.OfferCallback()), at(0, pol.OfferSelfService()))
UNREACHED = cmd.ReportConnectFailed(interaction="in_1", cause=ConnectCause.CUSTOMER)


def offered(*agents: str) -> Play:
    play = ready(*agents, steps=STEPS, callback_gap_ms=5_000, dial_ms=3_000, wrap_up_ms=0)
    play.write(1, sessions=("c1",))
    play.wait(1)
    return play


def test_38_a_callback_keeps_its_exact_place() -> None:
    play = offered()
    play.wait(99)
    play.write(2)
    before = play.state.interactions["in_1"].order_from_ms

    play.do(CALL_BACK, by=visitor("i1"))

    scheduled = play.last(ev.CallbackScheduled)
    assert (scheduled.order_from_ms, scheduled.ended_visit) == (before, "in_1-v1")
    assert scheduled.wait_ms == 100
    assert [place[2] for place in play.state.queues["q"].line] == ["in_1", "in_2"]


def test_who_will_be_called_back_may_hang_up() -> None:
    play = offered()
    play.do(CALL_BACK, by=visitor("i1"))
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    play.wait(100_000)

    play.agent("ana")
    play.engage("in_1-o1")

    assert state_of(play) == "ENGAGED"
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    assert outcome_of(play) == "handled"


def test_a_callback_of_who_is_being_offered_is_offered_again_at_once() -> None:
    play = offered("ana")

    entries = play.do(CALL_BACK, by=visitor("i1")).entries

    assert names(entries) == ["OfferWithdrawn", "CallbackScheduled", "OfferMade"]


def test_38_each_offer_dials_once_and_after_three_tries_nobody_tries_any_more() -> None:
    play = offered("ana")
    play.do(CALL_BACK, by=visitor("i1"))

    for number in (2, 3, 4):
        play.accept(f"in_1-o{number}")
        play.do(UNREACHED, by=agent("ana"))
        play.wait(5_001)

    failed = [e.event for e in play.entries if isinstance(e.event, ev.ConnectFailed)]
    assert [each.cause for each in failed] == ["customer"] * 3
    assert [each.strikes for each in failed] == [0, 0, 0]
    assert play.count(ev.CallbackDue) == 2
    assert outcome_of(play) == "unreached"
    assert play.last(ev.InteractionDeflected).reason == "unreached"
    assert play.state.queues["q"].flowed_out == 2


def test_a_callback_rests_between_its_tries() -> None:
    play = offered("ana")
    play.do(CALL_BACK, by=visitor("i1"))
    play.accept("in_1-o2")

    # Nobody says that it failed: it rang for as long as it may.
    fired = play.wait(3_001)
    assert names(fired) == ["ConnectFailed", "InteractionRequeued"]
    rest = play.wait(5_000)

    assert names(rest) == ["CallbackDue", "OfferMade"]
    assert rest[0].at_ms == fired[0].at_ms + 5_000


def test_a_choice_has_to_be_offered_first_but_the_system_may_always() -> None:
    play = ready()
    play.write()

    for command in (CALL_BACK, cmd.AcceptSelfService(interaction="in_1")):
        play.refused(command, InvalidTransitionError, visitor("i1"))
    play.do(CALL_BACK)

    assert state_of(play) == "QUEUED"


def test_a_callback_is_scheduled_once_and_by_its_customer() -> None:
    play = offered()
    play.refused(CALL_BACK, UnknownEntityError, visitor("i2"))
    play.do(CALL_BACK, by=visitor("i1"))

    play.refused(CALL_BACK, InvalidTransitionError)


def test_self_service_leaves_the_queue_and_is_completed() -> None:
    play = offered("ana")

    entries = play.do(cmd.AcceptSelfService(interaction="in_1"), by=visitor("i1")).entries
    play.do(cmd.CompleteSelfService(interaction="in_1"))

    assert names(entries) == ["OfferWithdrawn", "InteractionDeflected"]
    assert outcome_of(play) == "self_served"
    assert play.state.queues["q"].flowed_out == 1


def test_self_service_goes_on_while_the_customer_writes_and_then_ends() -> None:
    play = offered()
    play.do(cmd.AcceptSelfService(interaction="in_1"), by=visitor("i1"))
    play.wait(599_000)
    play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    assert play.wait(600_000) == []
    fired = play.wait(1)

    assert names(fired) == ["InteractionConcluded", "InteractionClosed"]
    assert outcome_of(play) == "self_served"


def test_who_comes_back_from_self_service_has_kept_the_place() -> None:
    play = offered()
    play.do(cmd.AcceptSelfService(interaction="in_1"), by=visitor("i1"))
    play.wait(5_000)
    play.write(2)

    play.do(cmd.RouteInteraction(interaction="in_1"))

    assert [place[2] for place in play.state.queues["q"].line] == ["in_1", "in_2"]


def test_who_leaves_self_service_has_not_given_up() -> None:
    play = offered()
    play.do(cmd.AcceptSelfService(interaction="in_1"), by=visitor("i1"))

    play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))

    assert outcome_of(play) == "self_served"


@pytest.mark.parametrize("agents", [(), ("ana",)])
def test_a_message_may_always_be_left(agents: tuple[str, ...]) -> None:
    play = ready(*agents)
    play.write()

    play.do(cmd.LeaveMessage(interaction="in_1"), by=visitor("i1"))

    assert outcome_of(play) == "message"
    assert play.count(ev.MessageReceived) == 2


def test_only_self_service_is_completed() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="w", channel="c", queues=("q",), enrichment_ms=1_000))
    play.write(account="w")

    play.refused(cmd.CompleteSelfService(interaction="in_1"), InvalidTransitionError)
