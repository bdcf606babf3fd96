from __future__ import annotations

import pytest

from ccsdk.engine.explaining import interaction as explaining
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.errors import UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model.explanation import InteractionExplanation, Next, Standing
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import members
from tests.unit.engine.play import Play, agent, ready


def busy() -> Play:
    """Return a center in which Ana has in_1 and is full, so that in_2 and in_3 wait."""
    play = ready("ana", "ben")
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.do(cmd.DefineAgent(agent="cleo", memberships=()))
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    play.write(1)
    play.engage()
    for number in (2, 3):
        play.wait(10)
        play.write(number)
    return play


def test_who_waits_is_told_place_and_everybodys_first_failed_condition() -> None:
    play = busy()

    told = explain_interaction(play.state, "in_3", now_ms=play.now_ms + 5)

    assert (told.state, told.standing) == (InteractionState.QUEUED, Standing.IN_LINE)
    assert (told.place, told.waiting, told.ahead, told.waited_ms) == (2, 2, ("in_2",), 5)
    assert [(v.agent, v.failed) for v in told.agents] == [
        ("cleo", "member"),
        ("ben", "presence"),
        ("ana", "capacity"),
    ]
    assert told.failed == {"member": 1, "presence": 1, "capacity": 1}
    assert told.next is None


def test_until_the_last_event_is_waited_if_nobody_says_more() -> None:
    play = busy()

    assert explain_interaction(play.state, "in_2").waited_ms == 10
    assert explain_interaction(play.state, "in_2", now_ms=1).at_ms == play.state.now_ms


def test_the_end_of_a_wrap_up_that_frees_somebody_comes_next() -> None:
    play = busy()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))

    told = explain_interaction(play.state, "in_2")

    due_ms = play.state.deadlines.live["wrap_up", "in_1", "ana"][0]
    assert told.next == Next(kind="wrap_up", entity="in_1", due_at_ms=due_ms)


def test_an_offer_that_rings_is_named_with_its_deadline() -> None:
    play = ready("ana")
    play.write()

    told = explain_interaction(play.state, "in_1")

    assert (told.standing, told.offered) == (Standing.OFFERED, ("ana",))
    assert told.next is not None
    assert (told.next.kind, told.next.entity) == ("ack", "in_1-o1")


def test_who_does_not_wait_has_an_owner_and_no_verdicts() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    assert explain_interaction(play.state, "in_1") == InteractionExplanation(
        interaction="in_1",
        position=play.state.position,
        at_ms=0,
        state=InteractionState.ENGAGED,
        standing=Standing.NOT_WAITING,
        queue="q",
        owner="ana",
    )


def test_of_a_long_line_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explaining, "AHEAD_MAX", 1)
    play = Play()
    play.queue()
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q")))
    for number in (1, 2, 3):
        play.write(number)

    told = explain_interaction(play.state, "in_3")

    assert (told.place, told.ahead) == (3, ("in_1",))


def test_what_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownEntityError):
        explain_interaction(Play().state, "in_1")
