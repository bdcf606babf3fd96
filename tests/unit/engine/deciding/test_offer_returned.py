from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import agent, names, ready


def test_who_takes_again_what_they_gave_away_ends_their_wrap_up_of_it() -> None:
    play = ready("ana", retry_same_ms=100)
    play.write()
    play.engage()
    to = TransferTarget(queue="q")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.wait(101)

    accepted = play.accept("in_1-o2")

    assert names(accepted) == ["OfferAccepted", "WrapUpEnded"]
    assert play.last(ev.WrapUpEnded).cause == "returned"
    assert play.state.agents["ana"].used == 1


def test_after_a_restart_a_direct_line_goes_on() -> None:
    play = ready("ana", "ben")
    play.write()
    play.engage()
    to = TransferTarget(agent="ben")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    play.accept("in_1-o2")

    play.do(cmd.ResumeCenter())

    assert play.last(ev.ConnectFailed).cause == "restart"
    assert play.state.interactions["in_1"].only == "ben"
