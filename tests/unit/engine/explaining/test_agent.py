from __future__ import annotations

import pytest

from ccsdk.engine.explaining import agent as explaining
from ccsdk.engine.explaining.agent import explain_agent
from ccsdk.errors import UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.explanation import Standing
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Membership
from tests.unit.engine.play import Play, agent, ready


def two_queues() -> Play:
    """Return a center in which Ana serves p before q, and talks in in_1 of q."""
    play = ready("ana")
    play.queue("p")
    memberships = (Membership(queue="q", priority=5, delay_ms=100), Membership(queue="p"))
    play.write(1)
    play.engage()
    play.do(cmd.DefineAgent(agent="ana", memberships=memberships, slots={"chat": 2}))
    return play


def test_queues_come_in_the_order_in_which_they_are_served() -> None:
    play = two_queues()
    play.write(2, "p")
    play.write(3, "q")
    play.write(4, "p")

    told = explain_agent(play.state, "ana", now_ms=7)

    assert [(q.queue, q.priority, q.delay_ms, q.waiting) for q in told.queues] == [
        ("p", 0, 0, 2),
        ("q", 5, 100, 1),
    ]
    (first, second), (third,) = (queue.first for queue in told.queues)
    assert (first.interaction, first.standing) == ("in_2", Standing.OFFERED)
    assert (second.interaction, second.failed) == ("in_4", "capacity")
    assert (third.interaction, third.failed) == ("in_3", "capacity")
    assert told.offers == {"in_2-o1": OfferState.MADE}
    assert told.at_ms == 7


def test_what_they_have_is_told_with_slots_and_load() -> None:
    play = two_queues()

    told = explain_agent(play.state, "ana")

    assert (told.presence, told.occupancy) == (Presence.READY, Occupancy.ENGAGED)
    assert (told.work, told.used, told.load) == (("in_1",), {"chat": 1}, 25)
    assert (told.slots["chat"], told.slots["email"]) == (2, 5)


def test_of_a_long_line_the_first_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "FIRST_MAX", 1)
    play = ready("ana")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))
    for number in (1, 2):
        play.write(number)

    (served,) = explain_agent(play.state, "ana").queues

    assert (served.waiting, len(served.first)) == (2, 1)


def test_what_waits_for_them_alone_is_told_apart() -> None:
    play = ready("ana")
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 0}))
    for number in (1, 2):
        play.write(number)
    play.state.interactions["in_2"].only = "ana"

    told = explain_agent(play.state, "ana")

    assert [(each.interaction, each.failed) for each in told.direct] == [("in_2", "capacity")]


def test_nobody_of_that_id_is_unknown() -> None:
    with pytest.raises(UnknownEntityError):
        explain_agent(Play().state, "ana")
