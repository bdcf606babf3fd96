"""What transfers, parking, reopening and cancelling leave in the facts."""

from __future__ import annotations

from datetime import UTC

import pytest

from ccsdk.metrics.fact import Episode, Handling, Outcome, Population, Visit
from ccsdk.metrics.fold import Fold
from ccsdk.model import command as cmd
from ccsdk.model.principal import Principal, Role
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, ready

BOSS = Principal(id="sam", role=Role.SUPERVISOR)


def engaged(wrap_up_ms: int = 5_000) -> Play:
    play = ready("ana", wrap_up_ms=wrap_up_ms)
    play.queue("p")
    play.agent("ben", "p")
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",), reopen_ms=90_000))
    receive(play)
    play.engage()
    play.wait(10_000)
    return play


def receive(play: Play, id: str = "in_1") -> None:
    play.do(cmd.ReceiveInteraction(interaction=id, account="mail", thread="t", identity="i1"))


def facts(play: Play, population: Population, *, of_center: bool = False) -> list:
    fold = Fold(UTC)
    fold.take(play.entries)
    return fold.ledger.facts(population, 0, of_center=of_center)


def visits(play: Play) -> list[Visit]:
    return facts(play, Population.VISITS)


def handlings(play: Play) -> list[Handling]:
    return facts(play, Population.HANDLINGS)


def test_a_transfer_ends_the_talk_and_begins_a_visit_of_its_kind() -> None:
    play = engaged()
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.wait(2_000)
    play.engage("in_1-o2")
    play.wait(3_001)

    first, second = handlings(play)
    (episode,) = facts(play, Population.EPISODES)

    assert (first.agent, first.talk_ms, first.wrap_up_ms) == ("ana", 10_000, 5_000)
    assert (first.is_transferred, first.is_open, episode.is_transferred) == (True, False, True)
    assert (second.agent, second.kind, second.is_open) == ("ben", "transfer", True)
    assert [(v.queue, v.kind, v.wait_ms) for v in visits(play)] == [
        ("q", "inbound", 0), ("p", "transfer", 2_000),
    ]  # fmt: skip


def test_a_transfer_without_wrap_up_ends_the_handling_at_once() -> None:
    play = engaged(wrap_up_ms=0)

    to = TransferTarget(agent="ben")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))

    (handling,) = handlings(play)
    assert (handling.talk_ms, handling.wrap_up_ms, handling.is_open) == (10_000, 0, False)
    assert [v.kind for v in visits(play)] == ["inbound", "direct"]


def test_parking_ends_the_handling_and_a_resume_begins_a_visit() -> None:
    play = engaged()
    until_ms = play.now_ms + 1_000
    play.do(cmd.ParkInteraction(interaction="in_1", until_ms=until_ms), by=agent("ana"))

    play.wait(1_001)

    (handling,) = handlings(play)
    assert (handling.ended_by, handling.talk_ms, handling.is_open) == ("parked", 10_000, False)
    assert [v.kind for v in visits(play)] == ["inbound", "requeue"]


def test_a_forced_log_out_ends_the_handling() -> None:
    play = engaged()

    play.do(cmd.LogOut(agent="ana", is_forced=True), by=BOSS)

    (handling,) = handlings(play)
    assert (handling.ended_by, handling.is_open) == ("logged_out", False)


def test_what_is_cancelled_flows_out() -> None:
    play = engaged()
    to = TransferTarget(queue="p")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.wait(700)

    play.do(cmd.CancelInteraction(interaction="in_1"), by=BOSS)

    last = visits(play)[-1]
    assert (last.outcome, last.reason, last.wait_ms) == (Outcome.FLOWED_OUT, "cancelled", 700)


def test_cancelling_what_is_parked_ends_no_visit() -> None:
    play = engaged()
    until_ms = play.now_ms + 1_000
    play.do(cmd.ParkInteraction(interaction="in_1", until_ms=until_ms), by=agent("ana"))

    play.do(cmd.CancelInteraction(interaction="in_1"), by=BOSS)

    assert [v.outcome for v in visits(play)] == [Outcome.ANSWERED]


@pytest.mark.parametrize("population", [Population.EPISODES, Population.VISITS])
def test_a_reopening_is_an_episode_and_a_journey_of_its_own(population: Population) -> None:
    play = engaged(wrap_up_ms=0)
    play.do(cmd.EndInteraction(interaction="in_1"))

    receive(play, "in_2")

    found: list[Episode | Visit] = facts(play, population, of_center=True)
    assert [each.id for each in found] == ["in_1", "in_1-e2"]
