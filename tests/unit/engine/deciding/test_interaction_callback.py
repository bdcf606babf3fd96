from __future__ import annotations

from ccsdk.errors import InvalidTransitionError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import ConnectCause
from tests.unit.engine.deciding.flow_play import CALL_BACK
from tests.unit.engine.play import Play, agent, names, ready, visitor

UNREACHED = cmd.ReportConnectFailed(interaction="in_1", cause=ConnectCause.CUSTOMER)


def asked() -> Play:
    """Return a center in which Ana is offered a callback, whose customer has a session."""
    play = ready("ana", wrap_up_ms=0)
    play.write(1, sessions=("c1",))
    play.do(CALL_BACK)
    return play


def test_who_is_called_back_says_that_they_have_come_and_their_sessions_count_again() -> None:
    play = asked()
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    play.accept("in_1-o2")

    came = cmd.ConfirmConnected(interaction="in_1", sessions=("c2",))
    entries = play.do(came, by=visitor("i1")).entries

    assert names(entries) == ["InteractionAnswered", "CustomerConnected"]
    assert play.last(ev.InteractionAnswered).agent == "ana"
    play.refused(came, InvalidTransitionError, by=visitor("i1"))
    play.do(cmd.ReportSessionGone(session="c2", customer="cu_i1"))
    assert names(play.wait(60_001))[0] == "InteractionEnded"


def test_nobody_comes_who_is_not_called() -> None:
    play = ready("ana")
    play.write()
    came = cmd.ConfirmConnected(interaction="in_1")
    play.accept("in_1-o1")
    # Not a callback: the agent says so.
    play.refused(came, InvalidTransitionError, by=visitor("i1"))
    play.refused(came, UnknownEntityError, by=visitor("i2"))

    play.do(UNREACHED, by=agent("ana"))
    play.do(CALL_BACK)

    # Offered, and nobody has accepted yet.
    play.refused(came, InvalidTransitionError, by=visitor("i1"))
