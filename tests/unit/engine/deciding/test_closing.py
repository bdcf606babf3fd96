from __future__ import annotations

from ccsdk.engine.deciding.closing import finish
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing
from tests.unit.engine.play import Play, names, ready


def test_what_nobody_wraps_up_is_closed_at_once_and_forgotten_in_time() -> None:
    play = ready("ana")
    play.write()

    closed = play.do(cmd.AbandonInteraction(interaction="in_1")).entries
    forgotten = play.wait(86_400_001)

    assert names(closed)[-1] == "InteractionClosed"
    assert play.last(ev.InteractionClosed).outcome is Closing.ABANDONED
    assert names(forgotten) == ["InteractionForgotten"]


def test_what_somebody_wraps_up_is_not_closed_yet() -> None:
    play = ready("ana")
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))
    step = Step(play.state, 0, None)

    finish(step, play.state.interactions["in_1"], agent="ana")

    assert step.entries == []


def test_what_is_over_in_no_queue_is_closed_at_once() -> None:
    play = Play()
    play.queue("q")
    play.do(
        cmd.DefineAccount(account="web-q", channel="chat-q", queues=("q",), enrichment_ms=1_000)
    )
    play.write()

    entries = play.do(cmd.AbandonInteraction(interaction="in_1")).entries

    assert names(entries) == ["InteractionConcluded", "InteractionClosed"]
    assert play.last(ev.InteractionClosed).outcome is Closing.ABANDONED
