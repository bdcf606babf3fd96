from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.play import names, ready


def back(session: str, customer: str = "cu_i1") -> cmd.ReportSessionBack:
    return cmd.ReportSessionBack(session=session, customer=customer)


def gone(session: str, customer: str = "cu_i1") -> cmd.ReportSessionGone:
    return cmd.ReportSessionGone(session=session, customer=customer)


def test_a_session_is_noted_once() -> None:
    play = ready()
    play.write(1, sessions=("c1",))

    again = play.do(back("c1"))
    other = play.do(back("c2"))

    assert (names(again.entries), names(other.entries)) == ([], ["CustomerConnected"])


def test_sessions_of_somebody_unknown_are_accepted_without_an_event() -> None:
    play = ready()

    assert play.do(back("c1")).entries == []
    assert play.do(gone("c1")).entries == []


def test_sessions_do_not_count_once_nothing_is_open() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    play.do(cmd.AbandonInteraction(interaction="in_1"))

    assert play.do(back("c2")).entries == []
    assert play.do(gone("c1")).entries == []


def test_a_grace_runs_after_the_last_session_only() -> None:
    play = ready()
    play.write(1, sessions=("c1", "c2"))

    first = play.do(gone("c1"))
    second = play.do(gone("c2"))
    third = play.do(gone("c2"))

    entries = (*first.entries, *second.entries)
    dues = [entry.event.grace_due_at_ms for entry in entries]
    assert dues == [None, 60_000]
    assert third.entries == []


def test_the_longest_grace_of_the_open_accounts_counts() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="fast", channel="x", queues=("q",), customer_grace_ms=5))
    play.do(
        cmd.ReceiveInteraction(
            interaction="in_2", account="fast", thread="t", identity="i1", sessions=("c1",)
        )
    )
    play.write(1)

    play.do(gone("c1"))

    assert play.last(ev.CustomerDisconnected).grace_due_at_ms == 60_000
