from __future__ import annotations

from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing, ConnectCause
from tests.unit.engine.play import agent, names, ready


def failed(cause: ConnectCause) -> cmd.ReportConnectFailed:
    return cmd.ReportConnectFailed(interaction="in_1", cause=cause)


def test_an_agent_who_cannot_connect_is_struck_and_passed_over() -> None:
    play = ready("ana", "ben")
    play.write()
    play.accept()

    entries = play.do(failed(ConnectCause.AGENT), by=agent("ana")).entries

    assert names(entries) == ["ConnectFailed", "InteractionRequeued", "OfferMade"]
    assert play.last(ev.ConnectFailed).strikes == 1
    assert play.last(ev.OfferMade).agent == "ben"


def test_a_customer_who_cannot_be_connected_is_nobodys_fault() -> None:
    play = ready("ana", max_strikes=1)
    play.write()
    play.accept()

    entries = play.do(failed(ConnectCause.CUSTOMER), by=agent("ana")).entries

    event = play.last(ev.ConnectFailed)
    assert (event.cause, event.strikes, event.excluded_until_ms) == ("customer", 0, None)
    assert event.callback_due_at_ms is None
    assert names(entries)[-1] == "OfferMade"


def test_only_the_owner_reports_and_only_while_connecting() -> None:
    play = ready("ana", "ben")
    play.write()
    play.accept()
    play.refused(failed(ConnectCause.AGENT), NotOwnerError, agent("ben"))
    play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))

    play.refused(failed(ConnectCause.AGENT), InvalidTransitionError, agent("ana"))


def test_a_callback_that_nobody_answers_is_unreached_after_three_tries() -> None:
    play = ready("ana", callback_gap_ms=0, dial_ms=1_000)
    play.write()
    play.do(cmd.AcceptCallback(interaction="in_1"))

    for number in (2, 3, 4):
        play.accept(f"in_1-o{number}")
        play.wait(1_002)

    assert play.count(ev.ConnectFailed) == 3
    assert play.last(ev.InteractionClosed).outcome is Closing.UNREACHED
    assert play.state.agents["ana"].strikes == 0
