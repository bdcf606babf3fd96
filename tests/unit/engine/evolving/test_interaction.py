from __future__ import annotations

import pytest

from ccsdk.engine.evolving.entry import evolve
from ccsdk.engine.evolving.interaction import STARTS_KEPT, strike
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.entry import Entry
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import Membership, members
from tests.unit.engine.play import Play, ready

ABOUT = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q", "queue": "q"}


def take(play: Play, event: ev.Event) -> None:
    """Let the state take an event that nobody decided."""
    entry = Entry(
        position=play.state.position + 1,
        at_ms=play.now_ms,
        subject="interaction/in_1",
        version=play.state.versions["interaction/in_1"] + 1,
        event=event,
    )
    evolve(play.state, entry)


def test_a_received_interaction_takes_what_its_thread_brings() -> None:
    play = ready()

    play.write()

    found = play.state.interactions["in_1"]
    assert (found.account, found.queue, found.owner) == ("web-q", "q", None)
    assert play.state.threads == {("chat-q", "t1"): "in_1"}
    assert list(play.state.customers["cu_i1"].open) == ["in_1"]


def test_a_visit_begins_and_ends_in_the_queues_counts() -> None:
    play = ready("ana")
    play.write()
    queue = play.state.queues["q"]
    waiting = (queue.offered, list(queue.waiting))

    play.engage()

    assert waiting == (1, ["in_1"])
    assert (queue.answered, queue.answered_in_target, queue.waiting) == (1, 1, {})
    assert play.state.interactions["in_1"].visit is None


def test_the_last_answers_are_remembered() -> None:
    play = ready("ana", wrap_up_ms=0)

    for number in range(1, STARTS_KEPT + 3):
        play.write(number)
        play.wait(1)
        play.engage(f"in_{number}-o1")
        play.do(cmd.EndInteraction(interaction=f"in_{number}"))

    assert play.state.queues["q"].starts == list(range(3, STARTS_KEPT + 3))


def test_an_answer_ends_every_exclusion() -> None:
    play = ready("ana", "ben")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    play.engage("in_1-o2")

    assert play.state.interactions["in_1"].excluded == {}
    assert play.state.deadlines.live == {}


def test_an_exclusion_that_ends_lets_it_be_offered_again() -> None:
    play = ready("ana")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    take(play, ev.ExclusionEnded(**ABOUT, agent="ana"))

    assert play.state.interactions["in_1"].excluded == {}
    assert list(play.state.index.fresh) == ["in_1"]


def test_an_exclusion_that_ends_while_it_is_offered_changes_no_line() -> None:
    play = ready("ana", "ben")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    take(play, ev.ExclusionEnded(**ABOUT, agent="ana"))

    assert play.state.index.fresh == {}


def test_giving_up_frees_who_was_connecting_and_the_thread() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    play.do(cmd.AbandonInteraction(interaction="in_1"))

    found, ana = play.state.interactions["in_1"], play.state.agents["ana"]
    assert (found.owner, found.accepted, ana.owned, ana.used) == (None, None, {}, 0)
    assert (play.state.threads, play.state.queues["q"].abandoned) == ({}, 1)


def test_a_requeued_visit_keeps_its_place_and_a_new_one_goes_ahead() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.wait(3)
    play.engage()
    play.sign_off("ana")

    play.wait(60_001)

    found = play.state.interactions["in_1"]
    assert (found.visit, found.visits, found.tier, found.order_from_ms) == ("in_1-v2", 2, -1, 0)
    assert (found.owner, found.excluded) == (None, {"ana": 90_003})
    assert play.state.queues["q"].offered == 2


def test_what_is_forgotten_takes_its_offers_versions_and_customer_along() -> None:
    play = ready("ana", "ben")
    play.write(1)
    play.do(cmd.DefineAccount(account="two", channel="two", queues=("q",), forget_ms=90_000_000))
    play.do(cmd.ReceiveInteraction(interaction="in_2", account="two", thread="t", identity="i1"))
    for number in (1, 2):
        play.do(cmd.AbandonInteraction(interaction=f"in_{number}"))

    play.wait(86_400_001)
    one_left = (list(play.state.customers), list(play.state.offers))
    play.wait(90_000_000)

    assert one_left == (["cu_i1"], ["in_2-o1"])
    assert (play.state.customers, play.state.offers, play.state.deadlines.live) == ({}, {}, {})
    assert [s for s in play.state.versions if s.startswith("interaction/")] == []


def test_the_other_work_of_a_lost_owner_keeps_the_leg_grace() -> None:
    play = ready("ana", sessions=True)
    for number in (1, 2):
        play.write(number)
        play.engage(f"in_{number}-o1")
    play.sign_off("ana")

    play.do(cmd.EndInteraction(interaction="in_1"))
    one_left = ("leg_grace", "ana") in play.state.deadlines.live
    play.do(cmd.EndInteraction(interaction="in_2"))

    assert one_left
    assert ("leg_grace", "ana") not in play.state.deadlines.live


def test_a_cut_of_slots_drains_with_the_work() -> None:
    play = ready("ana", wrap_up_ms=0)
    for number in (1, 2, 3):
        play.write(number)
        play.engage(f"in_{number}-o1")
    ana = play.state.agents["ana"]

    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 1}))
    draining = [ana.is_draining]
    for number in (1, 2, 3):
        play.do(cmd.EndInteraction(interaction=f"in_{number}"))
        draining.append(ana.is_draining)

    assert draining == [True, True, False, False]


def test_an_event_that_cannot_follow_is_a_broken_log() -> None:
    play = ready()
    play.write()

    ended = ev.InteractionEnded(**ABOUT, by="customer")

    with pytest.raises(AssertionError, match="InteractionEnded cannot follow QUEUED of in_1"):
        take(play, ended)


def test_closing_ends_the_work_that_had_no_wrap_up() -> None:
    play = ready("ana", wrap_up_ms=0)
    play.write()
    play.engage()

    play.do(cmd.EndInteraction(interaction="in_1"))

    found = play.state.interactions["in_1"]
    assert (found.state, found.owner) == (InteractionState.CLOSED, None)
    assert play.state.agents["ana"].used == 0


def test_a_failed_connection_counts_its_strike_and_passes_over() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    play.wait(10_001)

    found, ana = play.state.interactions["in_1"], play.state.agents["ana"]
    assert (ana.strikes, ana.used, found.excluded) == (1, 0, {"ana": 40_000})
    assert (found.state, found.visit, found.owner) == (InteractionState.QUEUED, "in_1-v1", None)


def test_only_a_new_strike_forgives_what_rang_before_it() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]

    strike(ana, 1, 50)
    strike(ana, 1, 70)

    assert (ana.strikes, ana.strikes_from_ms) == (1, 50)


def test_a_visit_waits_for_the_next_delay_and_for_none_after_the_last() -> None:
    play = ready()
    for name, delay_ms in (("ana", 700), ("ben", 900)):
        play.agent(name, memberships=(Membership(queue="q", delay_ms=delay_ms),), slots={"chat": 0})
    play.write()
    found, armed = play.state.interactions["in_1"], []

    for _ in range(3):
        due = play.state.deadlines.live.get(("delay", "in_1"))
        armed.append((found.age_ms, due and due[0]))
        play.wait(701)

    assert armed == [(0, 700), (700, 900), (900, None)]


def test_an_end_of_waiting_ends_growing_old() -> None:
    play = ready()
    play.agent("ana", memberships=(Membership(queue="q", delay_ms=700),))
    play.write()

    play.do(cmd.AbandonInteraction(interaction="in_1"))

    assert ("delay", "in_1") not in play.state.deadlines.live


def test_who_takes_their_old_place_has_none_to_take_any_more() -> None:
    play = ready()
    play.do(
        cmd.DefineAccount(account="web-q", channel="c", queues=("q",), resume_abandoned_ms=1_000)
    )
    play.write(1)
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    before = play.state.customers["cu_i1"].abandoned
    play.wait(5)

    play.do(cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t", identity="i1"))

    assert (before, play.state.customers["cu_i1"].abandoned) == ("in_1", None)
    assert play.state.interactions["in_2"].order_from_ms == 0


def test_what_is_forgotten_is_no_threads_last_and_nobodys_place() -> None:
    play = ready()
    play.write(1)
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    again = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t1", identity="i1")
    play.wait(5)
    play.do(again)
    play.do(cmd.AbandonInteraction(interaction="in_2"))

    play.wait(86_399_999)
    first = (list(play.state.recent.values()), play.state.customers["cu_i1"].abandoned)
    play.wait(10)

    assert first == (["in_2"], "in_2")
    assert (play.state.recent, play.state.customers) == ({}, {})
