from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.play import agent, ready


def test_an_answer_counts_the_whole_wait() -> None:
    play = ready("ana", target_ms=5_000)
    play.write(1)
    play.wait(4_000)
    play.accept()
    play.wait(1_000)
    play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))

    answered = play.last(ev.InteractionAnswered)

    assert (answered.wait_ms, answered.is_in_target) == (5_000, True)
    assert (answered.offer, answered.visit) == ("in_1-o1", "in_1-v1")


def test_an_answer_after_the_target_is_late() -> None:
    play = ready("ana", target_ms=4_999)
    play.write(1)
    play.wait(4_000)
    play.accept()
    play.wait(1_000)

    play.do(cmd.ConfirmConnected(interaction="in_1"))

    assert play.last(ev.InteractionAnswered).is_in_target is False


def test_a_second_tab_of_the_owner_connects_in_vain() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    decision = play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))

    assert decision.entries == []
    assert decision.answer.interaction == "in_1"
