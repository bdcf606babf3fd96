from __future__ import annotations

import pytest

from ccsdk.model import command as cmd
from ccsdk.model.interaction import Closing, InteractionState
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, ready


def mail(**account: int) -> Play:
    play = ready("ana")
    play.queue("p")
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",), **account))
    play.do(cmd.ReportSessionBack(session="c1", customer="cu_i1"))
    play.do(
        cmd.ReceiveInteraction(
            interaction="in_1", account="mail", thread="t", identity="i1", sessions=("c1",)
        )
    )
    play.wait(5)
    play.engage()
    return play


def parked() -> Play:
    play = mail()
    play.do(cmd.ParkInteraction(interaction="in_1", until_ms=60_000), by=agent("ana"))
    return play


def test_a_transfer_moves_the_interaction_and_passes_its_source_over() -> None:
    play = mail()
    play.state.interactions["in_1"].tier = -1

    play.do(cmd.BlindTransfer(interaction="in_1", to=TransferTarget(queue="p")), by=agent("ana"))

    found, ana = play.state.interactions["in_1"], play.state.agents["ana"]
    assert (found.queue, found.visit, found.tier, found.order_from_ms) == ("p", "in_1-v2", 0, 0)
    assert (found.owner, found.accepted, found.last_agent) == (None, None, "ana")
    assert (found.excluded, ana.owned) == ({"ana": 30_005}, {})
    assert (found.parts["ana"].queue, found.parts["ana"].since_ms) == ("q", 5)
    assert list(play.state.queues["p"].waiting) == ["in_1"]


def test_what_is_parked_has_no_owner_and_no_visit() -> None:
    play = parked()

    found = play.state.interactions["in_1"]
    assert (found.state, found.owner, found.visit) == (InteractionState.PARKED, None, None)
    assert list(play.state.agents["ana"].parked) == ["in_1"]
    assert list(play.state.deadlines.live) == [("until", "in_1")]
    assert list(play.state.threads.values()) == ["in_1"]


def test_what_is_resumed_waits_from_now_on() -> None:
    play = parked()
    play.wait(2)

    play.do(cmd.ResumeInteraction(interaction="in_1"))

    found, ana = play.state.interactions["in_1"], play.state.agents["ana"]
    assert (found.visit, found.order_from_ms, found.entered_at_ms) == ("in_1-v2", 7, 7)
    assert (ana.parked, list(ana.direct), found.only) == ({}, ["in_1"], "ana")
    assert ("until", "in_1") not in play.state.deadlines.live


@pytest.mark.parametrize("is_parked", [True, False])
def test_what_is_cancelled_is_over(is_parked: bool) -> None:
    play = parked() if is_parked else mail()
    if not is_parked:
        to = TransferTarget(queue="p")
        play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))

    play.do(cmd.CancelInteraction(interaction="in_1"))

    found = play.state.interactions["in_1"]
    assert (found.closing, found.visit, play.state.threads) == (Closing.CANCELLED, None, {})
    assert play.state.queues["p"].flowed_out == (not is_parked)
    assert play.state.agents["ana"].parked == {}
    assert play.state.customers["cu_i1"].open == {}


def test_what_is_reopened_takes_the_threads_messages_and_is_not_forgotten() -> None:
    play = mail(reopen_ms=9_000)
    play.do(cmd.EndInteraction(interaction="in_1"))
    play.do(cmd.CompleteWrapUp(interaction="in_1"))
    before = (dict(play.state.threads), list(play.state.recent.values()))

    play.do(cmd.ReceiveInteraction(interaction="x", account="mail", thread="t", identity="i1"))

    found = play.state.interactions["in_1"]
    assert before == ({}, ["in_1"])
    assert (list(play.state.threads.values()), play.state.recent) == (["in_1"], {})
    assert (found.episode, found.closing, found.closed_at_ms) == (2, None, 5)
    assert ("forget", "in_1") not in play.state.deadlines.live


def test_what_waits_for_enrichment_and_is_cancelled_waits_for_nothing() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="w", channel="c", queues=("q",), enrichment_ms=1_000))
    play.write(account="w")

    play.do(cmd.CancelInteraction(interaction="in_1"))

    assert ("enrichment", "in_1") not in play.state.deadlines.live
    assert play.state.interactions["in_1"].closing is Closing.CANCELLED
