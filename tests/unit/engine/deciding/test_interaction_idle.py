from __future__ import annotations

import pytest

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready, visitor


def engaged(idle_ms: int = 1_000) -> Play:
    play = ready("ana", idle_ms=idle_ms)
    play.write()
    play.engage()
    return play


def test_a_talk_in_which_nobody_writes_ends() -> None:
    play = engaged()

    fired = play.wait(1_001)

    assert names(fired) == ["InteractionEnded", "WrapUpStarted"]
    assert (fired[0].at_ms, play.last(ev.InteractionEnded).by) == (1_000, "idle")


def test_every_message_of_either_side_puts_the_end_off() -> None:
    play = engaged()
    play.wait(900)
    play.do(cmd.SendMessage(interaction="in_1"), by=agent("ana"))
    play.wait(900)
    play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    assert play.wait(1_000) == []
    assert names(play.wait(1))[0] == "InteractionEnded"


def test_who_waits_is_not_idle() -> None:
    play = ready(idle_ms=1_000)
    play.write()
    play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    assert play.wait(5_000) == []


def test_without_the_setting_a_talk_goes_on() -> None:
    play = engaged(idle_ms=0)

    assert play.wait(10_000_000) == []


@pytest.mark.parametrize("leave", ["transfer", "end"])
def test_a_talk_that_is_over_is_not_idle(leave: str) -> None:
    play = engaged()
    to = TransferTarget(queue="q")
    transfer = cmd.BlindTransfer(interaction="in_1", to=to)
    play.do({"transfer": transfer, "end": cmd.EndInteraction(interaction="in_1")}[leave])

    play.wait(1_001)

    assert ("idle", "in_1") not in play.state.deadlines.live
    assert play.count(ev.InteractionEnded) == (leave == "end")


def test_after_a_gap_a_talk_has_its_whole_time_again() -> None:
    play = engaged()
    play.now_ms = 50_000

    play.do(cmd.ResumeCenter(is_restart=False))

    assert play.wait(1_000) == []
    assert names(play.wait(1))[0] == "InteractionEnded"
