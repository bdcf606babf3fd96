from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import WithdrawReason
from tests.unit.engine.play import Play, agent, names, ready


def customer_leaves(play: Play) -> None:
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))


def test_a_lost_customer_who_waits_has_abandoned() -> None:
    play = ready("ana")
    play.write(1, sessions=("c1",))
    play.accept()
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))

    fired = play.wait(60_001)

    assert names(fired)[-2:] == ["InteractionAbandoned", "InteractionClosed"]


def test_a_lost_customer_who_was_answered_has_ended() -> None:
    play = ready("ana")
    play.write(1, sessions=("c1",))
    play.engage()
    customer_leaves(play)

    fired = play.wait(60_001)

    assert names(fired) == ["InteractionEnded", "WrapUpStarted"]
    assert play.last(ev.InteractionEnded).by == "customer_lost"


def test_all_that_is_open_ends_with_its_customer() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    play.do(cmd.DefineAccount(account="two", channel="two", queues=("q",)))
    play.do(cmd.ReceiveInteraction(interaction="in_2", account="two", thread="t", identity="i1"))
    customer_leaves(play)

    play.wait(60_001)

    assert play.count(ev.InteractionAbandoned) == 2


def test_a_visit_that_begins_after_the_loss_has_no_negative_wait() -> None:
    play = ready("ana", sessions=True)
    play.do(
        cmd.DefineAccount(
            account="web-q", channel="chat-q", queues=("q",), customer_grace_ms=90_000
        )
    )
    play.write(1, sessions=("c1",))
    play.engage()
    customer_leaves(play)
    play.wait(1)
    play.sign_off("ana")
    play.wait(60_001)

    play.wait(40_000)

    event = play.last(ev.InteractionAbandoned)
    assert (event.visit, event.left_at_ms, event.wait_ms) == ("in_1-v2", 60_001, 0)


def test_what_a_lost_agent_was_offered_is_withdrawn_all_at_once() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.write(2)
    play.sign_off("ana")

    fired = play.wait(5_001)

    assert names(fired)[:2] == ["OfferWithdrawn", "OfferWithdrawn"]
    assert play.last(ev.OfferWithdrawn).reason is WithdrawReason.AGENT_LOST


def test_a_lost_agent_is_not_ready_and_then_logged_out() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")

    away = play.wait(15_001)
    out = play.wait(600_000)

    assert (names(away), names(out)) == (["AgentPresenceChanged"],) * 2
    changes = [e.event for e in (*away, *out) if isinstance(e.event, ev.AgentPresenceChanged)]
    assert [(c.presence, c.reason, c.was_ready, c.logout_due_at_ms) for c in changes] == [
        (Presence.NOT_READY, "connection_lost", True, 615_000),
        (Presence.LOGGED_OUT, "connection_lost", False, None),
    ]


def test_logging_out_a_lost_agent_ends_their_wrap_up() -> None:
    play = ready("ana", sessions=True, wrap_up_ms=3_600_000)
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.sign_off("ana")

    fired = play.wait(700_000)

    assert names(fired)[-2:] == ["WrapUpEnded", "InteractionClosed"]
    assert play.last(ev.WrapUpEnded).cause == "logged_out"


def test_answered_work_of_a_lost_agent_begins_a_new_visit_ahead() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.wait(5)
    play.engage()
    play.sign_off("ana")

    fired = play.wait(60_001)

    assert names(fired)[-2:] == ["LegLost", "InteractionRequeued"]
    requeued = play.last(ev.InteractionRequeued)
    assert (requeued.agent, requeued.tier, requeued.excluded_until_ms) == ("ana", -1, 90_005)
    found = play.state.interactions["in_1"]
    assert (found.entered_at_ms, found.order_from_ms) == (60_005, 0)


def test_a_lost_agent_who_was_connecting_leaves_the_visit_as_it_was() -> None:
    play = ready("ana", sessions=True, connect_ms=600_000)
    play.write()
    play.accept()
    play.sign_off("ana")

    fired = play.wait(60_001)

    assert names(fired)[-3:] == ["LegLost", "ConnectFailed", "InteractionRequeued"]
    assert play.last(ev.ConnectFailed).cause == "agent_lost"
    found = play.state.interactions["in_1"]
    assert (found.state, found.visit, found.tier) == (InteractionState.QUEUED, "in_1-v1", 0)
    assert play.state.agents["ana"].strikes == 0
