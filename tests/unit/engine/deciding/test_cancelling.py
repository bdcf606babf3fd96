from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.errors import InvalidTransitionError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.principal import Principal, Role
from tests.unit.engine.play import Play, agent, names, ready

BOSS = Principal(id="sam", role=Role.SUPERVISOR)
CANCEL = cmd.CancelInteraction(interaction="in_1")


def offered() -> Play:
    play = ready("ana")
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",)))
    play.do(cmd.ReceiveInteraction(interaction="in_1", account="mail", thread="t", identity="i1"))
    play.wait(5)
    return play


def connecting() -> Play:
    play = offered()
    play.accept()
    return play


def engaged() -> Play:
    play = offered()
    play.engage()
    return play


def parked() -> Play:
    play = engaged()
    play.do(cmd.ParkInteraction(interaction="in_1", until_ms=60_000), by=agent("ana"))
    return play


def wrapping_up() -> Play:
    play = engaged()
    play.do(cmd.EndInteraction(interaction="in_1"))
    return play


CLOSED = ["InteractionCancelled", "InteractionClosed"]


@pytest.mark.parametrize(
    ("begin", "happened"),
    [
        (offered, ["OfferWithdrawn", *CLOSED]),
        (connecting, CLOSED),
        (engaged, ["InteractionEnded", "WrapUpStarted"]),
        (parked, CLOSED),
        (wrapping_up, ["WrapUpEnded", "InteractionClosed"]),
    ],
)
def test_a_supervisor_ends_whatever_is_open(begin: Callable[[], Play], happened: list[str]) -> None:
    play = begin()

    decision = play.do(CANCEL, by=BOSS)

    assert names(decision.entries) == happened
    assert play.state.agents["ana"].owned == {}
    assert play.state.agents["ana"].parked == {}
    assert play.state.threads == {}


def test_a_wait_that_is_cancelled_flows_out() -> None:
    play = offered()

    play.do(CANCEL, by=BOSS)

    cancelled = play.last(ev.InteractionCancelled)
    assert (cancelled.visit, cancelled.wait_ms, cancelled.agent) == ("in_1-v1", 5, None)
    assert play.last(ev.OfferWithdrawn).reason is WithdrawReason.CANCELLED
    assert play.last(ev.InteractionClosed).outcome is Closing.CANCELLED
    assert play.state.queues["q"].flowed_out == 1


def test_who_was_connecting_or_had_parked_it_is_told() -> None:
    for play in (connecting(), parked()):
        play.do(CANCEL, by=BOSS)

        assert play.last(ev.InteractionCancelled).agent == "ana"
        assert play.last(ev.InteractionClosed).agent == "ana"


def test_a_talk_that_is_cancelled_is_handled() -> None:
    play = engaged()

    play.do(CANCEL, by=BOSS)
    play.do(CANCEL, by=BOSS)

    assert play.last(ev.InteractionEnded).by == "supervisor"
    assert play.last(ev.InteractionClosed).outcome is Closing.HANDLED


def test_an_agent_cancels_nothing_and_nobody_what_is_closed() -> None:
    play = engaged()
    play.refused(CANCEL, UnknownEntityError, by=agent("ana"))
    play.do(CANCEL, by=BOSS)
    play.do(CANCEL, by=BOSS)

    play.refused(CANCEL, InvalidTransitionError, by=BOSS)


def test_what_waits_for_enrichment_is_cancelled_without_a_visit() -> None:
    play = Play()
    play.queue("q")
    account = {"account": "web-q", "channel": "chat-q", "queues": ("q",)}
    play.do(cmd.DefineAccount(**account, enrichment_ms=1_000))
    play.write()

    entries = play.do(cmd.CancelInteraction(interaction="in_1")).entries

    assert names(entries) == ["InteractionCancelled", "InteractionClosed"]
    assert play.last(ev.InteractionCancelled).wait_ms is None
    assert play.wait(1_001) == []
