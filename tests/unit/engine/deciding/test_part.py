from __future__ import annotations

import pytest

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing
from tests.unit.engine.play import Play, agent, names, ready


def wrapping_up(**queue: int) -> Play:
    play = ready("ana", **queue)
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    return play


def test_without_wrap_up_the_end_closes() -> None:
    play = wrapping_up(wrap_up_ms=0)

    assert names(play.entries[-2:]) == ["InteractionEnded", "InteractionClosed"]
    closed = play.last(ev.InteractionClosed)
    assert (closed.outcome, closed.agent) == (Closing.HANDLED, "ana")


@pytest.mark.parametrize(("given", "recorded"), [("sold", "sold"), (None, "none")])
def test_wrap_up_ends_with_its_disposition(given: str | None, recorded: str) -> None:
    play = wrapping_up()

    decision = play.do(cmd.CompleteWrapUp(interaction="in_1", disposition=given), by=agent("ana"))

    assert names(decision.entries) == ["WrapUpEnded", "InteractionClosed"]
    ended = play.last(ev.WrapUpEnded)
    assert (ended.disposition, ended.cause) == (recorded, "completed")


def test_wrap_up_ends_by_itself() -> None:
    play = wrapping_up()

    ended = play.wait(60_001)

    assert names(ended) == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.WrapUpEnded).cause == "expired"


def test_logging_out_ends_wrap_ups() -> None:
    play = wrapping_up()

    decision = play.do(cmd.LogOut(agent="ana"))

    assert names(decision.entries) == [
        "AgentPresenceChanged",
        "WrapUpEnded",
        "InteractionClosed",
    ]
