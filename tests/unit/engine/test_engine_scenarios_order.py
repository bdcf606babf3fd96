"""The cases of the design's page on routing for the first walk, by number: 34 and on."""

from __future__ import annotations

from ccsdk.engine.engine import advance, next_deadline_ms
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.engine.state import State
from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.queue import members
from tests.unit.engine.play import Play, agent, names, ready, visitor


def test_34_freed_capacity_takes_the_oldest_over_all_queues() -> None:
    play = Play()
    play.queue("q")
    play.queue("p")
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q", "p"), slots={"chat": 1}))
    for number, queue in ((1, "p"), (2, "q"), (3, "p")):
        play.write(number, queue)
        play.wait(10)

    play.do(cmd.LogIn(agent="ana"))
    play.do(cmd.SetReady(agent="ana"))

    assert play.last(ev.OfferMade).interaction == "in_1"


def test_35_nothing_offerable_waits_beside_a_free_agent_after_an_exclusion_ends() -> None:
    play = ready("ana")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    fired = play.wait(30_001)

    assert names(fired) == ["ExclusionEnded", "OfferMade"]


def test_36_a_younger_one_passes_only_who_is_excluded() -> None:
    play = Play()
    play.queue("q")
    play.agent("ana", "q", slots={"chat": 1})
    play.write(1)
    play.write(2)

    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert play.last(ev.OfferMade).interaction == "in_2"


def test_39_a_customer_back_in_grace_keeps_the_place() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    play.wait(10)
    play.write(2)
    play.wait(59_990)
    play.do(cmd.ReportSessionBack(session="c2", customer="cu_i1"))

    play.agent("ana", "q", slots={"chat": 1})

    assert play.last(ev.OfferMade).interaction == "in_1"


def test_39_a_customer_who_stays_away_has_abandoned_at_the_loss() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    play.wait(10)
    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))

    fired = play.wait(60_001)

    assert names(fired) == ["InteractionAbandoned", "InteractionClosed"]
    event = play.last(ev.InteractionAbandoned)
    assert (event.left_at_ms, event.wait_ms) == (10, 10)


def test_44_how_often_time_is_advanced_changes_no_event() -> None:
    seldom, often = ready("ana", "ben", sessions=True), ready("ana", "ben", sessions=True)
    for play in (seldom, often):
        play.write(1, sessions=("c1",))
        play.write(2)
        play.sign_off("ana")

    seldom.wait(2_000_000)
    for _ in range(4_000):
        often.wait(500)

    assert often.entries == seldom.entries


def test_44_event_time_never_falls_with_the_wall_clock() -> None:
    play = ready()
    play.now_ms = 5_000
    play.write(1)
    play.now_ms = 1_000

    play.write(2)

    assert play.entries[-1].at_ms == 5_000


def test_45_deadlines_of_one_millisecond_fire_once_each_in_order() -> None:
    play = Play()
    play.queue("q", ack_ms=600_000)
    count = 200
    for number in range(count):
        play.agent(f"a{number:04}", "q", slots={"chat": 1})
    for number in range(count):
        play.write(number)

    fired = play.wait(15_001)

    expired = [e.event for e in fired if isinstance(e.event, ev.OfferExpired)]
    assert [event.interaction for event in expired] == [f"in_{n}" for n in range(count)]
    assert {e.at_ms for e in fired} == {15_000}


def test_47_replay_equals_live_at_every_event() -> None:
    play = ready("ana", "ben", sessions=True)
    play.write(1, sessions=("c1",))
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=visitor("i1"))

    rebuilt = replay(play.entries)

    assert fingerprint(rebuilt) == fingerprint(play.state)
    assert advance(rebuilt, 10_000_000) == advance(play.state, 10_000_000)


def test_a_leg_lost_for_a_minute_goes_back_ahead_of_the_others() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.engage()
    play.wait(100)
    play.write(2)
    play.do(cmd.DeclineOffer(offer="in_2-o1"), by=agent("ana"))
    play.sign_off("ana")

    fired = play.wait(60_001)
    play.agent("ben", "q", slots={"chat": 1})

    assert "LegLost" in names(fired)
    requeued = play.last(ev.InteractionRequeued)
    assert (requeued.cause, requeued.visit, requeued.tier) == ("agent_lost", "in_1-v2", -1)
    assert play.last(ev.OfferMade).interaction == "in_1"
    play.refused(cmd.SendMessage(interaction="in_1"), NotOwnerError, by=agent("ana"))


def test_lost_in_mid_offer_is_withdrawn_without_a_strike() -> None:
    play = ready("ana", "ben", sessions=True)
    play.write()
    play.sign_off("ana")

    fired = play.wait(5_001)

    assert names(fired) == ["OfferWithdrawn", "OfferMade"]
    withdrawn = play.last(ev.OfferWithdrawn)
    assert (withdrawn.reason, withdrawn.excluded_until_ms) == (WithdrawReason.AGENT_LOST, None)
    assert play.state.agents["ana"].strikes == 0


def test_a_new_interaction_may_begin_while_the_last_one_is_wrapped_up() -> None:
    play = ready("ana")
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=visitor("i1"))
    message = cmd.ReceiveMessage(interaction="in_1")
    again = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t1", identity="i1")

    play.refused(message, InvalidTransitionError, by=visitor("i1"))
    decision = play.do(again)

    assert decision.answer.interaction == "in_2"
    assert names(decision.entries)[0] == "InteractionReceived"


def test_the_next_deadline_is_known() -> None:
    play = ready("ana")
    before = next_deadline_ms(State())

    play.write()

    assert before is None
    assert next_deadline_ms(play.state) == 4_000
