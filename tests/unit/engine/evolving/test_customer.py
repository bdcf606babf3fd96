from __future__ import annotations

from ccsdk.engine.evolving.customer import leave, watch
from ccsdk.model import command as cmd
from tests.unit.engine.play import Play, ready


def waiting() -> Play:
    play = ready()
    play.write(1, sessions=("c1", "c2"))
    return play


def lose(play: Play, *sessions: str) -> None:
    for session in sessions:
        play.do(cmd.ReportSessionGone(session=session, customer="cu_i1"))


def test_a_customer_is_there_while_one_session_is() -> None:
    play = waiting()

    lose(play, "c1")

    customer = play.state.customers["cu_i1"]
    assert (list(customer.sessions), customer.left_at_ms) == (["c2"], None)
    assert list(play.state.index.waiting) == ["in_1"]


def test_a_lost_customer_leaves_the_line_until_they_are_back() -> None:
    play = waiting()
    play.wait(9)
    lose(play, "c1", "c2")
    customer = play.state.customers["cu_i1"]
    lost = (customer.left_at_ms, dict(play.state.index.waiting))

    play.do(cmd.ReportSessionBack(session="c3", customer="cu_i1"))

    assert lost == (9, {})
    assert customer.left_at_ms is None
    assert list(play.state.index.waiting) == ["in_1"]
    assert play.state.deadlines.live == {}


def test_a_restart_does_not_forget_when_a_customer_left() -> None:
    play = waiting()
    lose(play, "c1", "c2")
    play.now_ms += 30_000

    play.do(cmd.ResumeCenter())

    assert play.state.customers["cu_i1"].left_at_ms == 0
    assert play.state.deadlines.live["customer_grace", "cu_i1"][0] == 90_000


def test_sessions_are_watched_until_nothing_is_open() -> None:
    play = waiting()
    play.do(cmd.DefineAccount(account="two", channel="two", queues=("q",)))
    play.do(cmd.ReceiveInteraction(interaction="in_2", account="two", thread="t", identity="i1"))
    lose(play, "c1", "c2")
    customer = play.state.customers["cu_i1"]

    play.do(cmd.AbandonInteraction(interaction="in_1"))
    one_left = customer.left_at_ms
    play.do(cmd.AbandonInteraction(interaction="in_2"))

    assert (one_left, customer.left_at_ms, customer.open) == (0, None, {})
    assert ("customer_grace", "cu_i1") not in play.state.deadlines.live


def test_what_is_watched_again_counts_as_open() -> None:
    play = waiting()
    found, customer = play.state.interactions["in_1"], play.state.customers["cu_i1"]
    leave(play.state, found)

    watch(play.state, found)

    assert (list(customer.open), customer.sessions) == (["in_1"], {})


def test_who_writes_on_an_asynchronous_channel_need_not_be_there() -> None:
    play = waiting()
    play.do(cmd.DefineAccount(account="mail", channel="message", queues=("q",)))
    play.do(
        cmd.ReceiveInteraction(
            interaction="in_2", account="mail", thread="t", identity="i2", sessions=("d1",)
        )
    )
    play.do(cmd.ReceiveInteraction(interaction="in_3", account="mail", thread="u", identity="i1"))

    play.do(cmd.ReportSessionGone(session="d1", customer="cu_i2"))
    lose(play, "c1", "c2")

    alone = play.state.customers["cu_i2"]
    assert (alone.open, alone.sessions, alone.left_at_ms) == ({}, {}, None)
    # Also beside a chat of the same customer, who has left it.
    assert list(play.state.index.waiting) == ["in_2", "in_3"]
