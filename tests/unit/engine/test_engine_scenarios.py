"""The cases of the design's page on routing that concern the first walk, by their numbers."""

from __future__ import annotations

from ccsdk.errors import OfferGoneError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import Closing, InteractionState
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Strategy
from tests.unit.engine.play import Play, agent, names, ready, visitor


def gone(**facts: object) -> dict[str, object]:
    return facts


def race(count: int = 2) -> Play:
    play = Play()
    play.queue("q", strategy=Strategy.BROADCAST, broadcast=count)
    for name in ("ana", "ben", "cai")[:count]:
        play.agent(name)
    play.write()
    return play


def test_01_counts_balance_at_every_event() -> None:
    play = ready("ana", wrap_up_ms=0)
    for number in (1, 2, 3, 4):
        play.write(number)
    play.engage("in_1-o1")
    play.do(cmd.AbandonInteraction(interaction="in_2"))

    queue = play.state.queues["q"]

    assert (queue.offered, queue.answered, queue.abandoned, len(queue.waiting)) == (4, 1, 1, 2)


def test_02_an_interaction_has_one_state_one_place_one_owner() -> None:
    play = ready("ana")
    play.write()
    before = dict(play.state.index.waiting)

    play.engage()

    found = play.state.interactions["in_1"]
    assert (found.state, found.owner) == (InteractionState.ENGAGED, "ana")
    assert before == {}
    assert list(play.state.agents["ana"].owned) == ["in_1"]


def test_03_a_visit_ends_once_and_what_is_closed_is_forgotten_on_time() -> None:
    play = ready()
    play.write()
    play.do(cmd.AbandonInteraction(interaction="in_1"))

    early = play.wait(86_400_000)
    late = play.wait(1)

    assert (names(early), names(late)) == ([], ["InteractionForgotten"])
    assert play.state.interactions == play.state.customers == play.state.threads == {}
    play.refused(cmd.AbandonInteraction(interaction="in_1"), UnknownEntityError)


def test_04_two_first_messages_of_one_thread_open_one_interaction() -> None:
    play = ready()
    first = play.write(1)
    again = cmd.ReceiveInteraction(interaction="in_9", account="web-q", thread="t1", identity="i1")

    second = play.do(again)

    assert names(first).count("InteractionReceived") == 1
    assert names(second.entries) == ["MessageReceived"]
    assert second.answer.interaction == "in_1"


def test_05_of_two_accepts_the_first_wins_and_the_other_learns_who_took_it() -> None:
    play = race()
    play.wait(5)
    play.accept("in_1-o2")

    refusal = play.refused(cmd.AcceptOffer(offer="in_1-o1"), OfferGoneError, by=agent("ana"))

    assert refusal == gone(offer="in_1-o1", outcome="taken", by="ben", at_ms=5)
    assert play.state.interactions["in_1"].owner == "ben"


def test_06_accept_and_abandon_at_one_instant_go_by_log_order() -> None:
    accepted_first, abandoned_first = ready("ana"), ready("ana")
    for play in (accepted_first, abandoned_first):
        play.write()

    accepted_first.accept()
    accepted_first.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))
    abandoned_first.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))
    accept = cmd.AcceptOffer(offer="in_1-o1")
    refusal = abandoned_first.refused(accept, OfferGoneError, by=agent("ana"))

    assert refusal == gone(offer="in_1-o1", outcome="abandoned", by=None, at_ms=0)
    for play in (accepted_first, abandoned_first):
        assert play.state.interactions["in_1"].state is InteractionState.CLOSED
        assert play.state.agents["ana"].used == 0


def test_07_accept_at_the_ring_instant_wins_and_a_millisecond_later_is_refused() -> None:
    at_the_instant, later = ready("ana"), ready("ana")
    for play in (at_the_instant, later):
        play.write()
        play.do(cmd.AcknowledgeOffer(offer="in_1-o1"), by=agent("ana"))
        play.wait(15_000)

    at_the_instant.accept()
    later.wait(1)
    refusal = later.refused(cmd.AcceptOffer(offer="in_1-o1"), OfferGoneError, by=agent("ana"))

    assert at_the_instant.state.interactions["in_1"].owner == "ana"
    assert refusal == gone(offer="in_1-o1", outcome="expired", by=None, at_ms=15_000)


def test_08_losers_of_a_broadcast_end_and_free_their_slots_in_the_same_decision() -> None:
    play = race(3)

    entries = play.accept("in_1-o1")

    assert names(entries) == ["OfferAccepted", "OfferWithdrawn", "OfferWithdrawn"]
    assert [play.state.agents[name].used for name in ("ana", "ben", "cai")] == [1, 0, 0]


def test_09_a_winner_who_does_not_connect_leaves_it_to_all_the_others_at_once() -> None:
    play = race(3)
    play.accept("in_1-o1")

    fired = play.wait(10_001)

    assert names(fired) == ["ConnectFailed", "InteractionRequeued", "OfferMade", "OfferMade"]
    offers = play.state.interactions["in_1"].offers
    assert [play.state.offers[offer].agent for offer in offers] == ["ben", "cai"]
    assert play.state.agents["ana"].strikes == 1


def test_10_an_accept_from_a_second_tab_is_told_that_it_was_accepted() -> None:
    play = ready("ana")
    play.write()
    play.accept()

    refusal = play.refused(cmd.AcceptOffer(offer="in_1-o1"), OfferGoneError, by=agent("ana"))

    assert refusal == gone(offer="in_1-o1", outcome="accepted", by="ana", at_ms=0)


def test_11_a_session_back_in_grace_keeps_offer_and_strikes_and_later_ready() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.sign_off("ana")
    play.wait(5_000)
    play.sign_in("ana")

    play.accept()

    assert play.state.interactions["in_1"].owner == "ana"
    assert play.state.agents["ana"].strikes == 0
    assert play.state.agents["ana"].presence is Presence.READY


def test_11_a_session_back_within_ten_minutes_is_ready_again() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")
    play.wait(15_001)
    away = (play.state.agents["ana"].presence, play.state.agents["ana"].reason)

    play.wait(599_000)
    play.sign_in("ana")

    assert away == (Presence.NOT_READY, "connection_lost")
    assert play.state.agents["ana"].presence is Presence.READY


def test_12_not_ready_in_mid_offer_is_one_decline_and_no_ring_loop() -> None:
    play = ready("ana")
    play.write()

    decision = play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))

    assert names(decision.entries) == [
        "AgentPresenceChanged",
        "OfferDeclined",
        "InteractionRequeued",
    ]
    assert play.wait(29_999) == []


def test_13_arrivals_at_once_go_to_different_agents() -> None:
    play = ready("ana", "ben", "cai")

    for number in (1, 2, 3, 4):
        play.write(number)

    chosen = [play.state.offers[f"in_{number}-o1"].agent for number in (1, 2, 3, 4)]
    assert chosen == ["ana", "ben", "cai", "ana"]


def test_14_no_offer_outlives_its_deadline_or_a_restart() -> None:
    play = ready("ana")
    play.write()
    play.now_ms += 3_600_000

    play.do(cmd.ResumeCenter())

    assert play.state.offers["in_1-o1"].state is OfferState.WITHDRAWN
    assert play.state.offers["in_1-o1"].reason == "restart"
    assert play.state.agents["ana"].strikes == 0


def test_15_missed_declined_and_withdrawn_stay_distinct() -> None:
    play = ready("ana", retry_same_ms=0, max_strikes=9)
    play.write()
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"))
    play.wait(15_001)
    play.do(cmd.DeclineOffer(offer="in_1-o2"))
    play.wait(1)
    play.do(cmd.AbandonInteraction(interaction="in_1"))

    outcomes = [(offer.state, offer.reason) for offer in play.state.offers.values()]

    assert outcomes == [
        (OfferState.EXPIRED, None),
        (OfferState.DECLINED, None),
        (OfferState.WITHDRAWN, "abandoned"),
    ]


def test_16_rona_moves_on_and_keeps_place_and_wait() -> None:
    play = ready("ana", "ben")
    play.write()
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"))

    fired = play.wait(15_001)

    assert names(fired) == ["OfferExpired", "OfferMade"]
    found = play.state.interactions["in_1"]
    assert (found.entered_at_ms, found.order_from_ms, found.visits) == (0, 0, 1)
    assert play.last(ev.OfferMade).agent == "ben"


def test_17_the_last_strike_makes_not_ready_once_and_accept_resets() -> None:
    play = ready("ana", retry_same_ms=0)
    play.write()
    play.wait(4_001)
    play.wait(1)
    play.accept("in_1-o2")
    reset = play.state.agents["ana"].strikes
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    play.write(2)

    play.wait(4_001)
    play.wait(4_002)

    assert reset == 0
    assert play.last(ev.AgentPresenceChanged).reason == "rona"
    assert play.count(ev.AgentPresenceChanged) == 3


def test_18_no_more_offers_than_slots() -> None:
    play = Play()
    play.queue("q")
    play.agent("ana", "q", slots={"chat": 2})

    for number in (1, 2, 3):
        play.write(number)

    assert play.state.agents["ana"].used == 2
    assert play.state.interactions["in_3"].state is InteractionState.QUEUED


def test_19_every_way_out_of_an_offer_frees_the_slot() -> None:
    ways = {
        "declined": lambda play: play.do(cmd.DeclineOffer(offer="in_1-o1")),
        "expired": lambda play: play.wait(15_001),
        "not ready": lambda play: play.do(cmd.SetNotReady(agent="ana", reason="lunch")),
        "logged out": lambda play: play.do(cmd.LogOut(agent="ana")),
        "abandoned": lambda play: play.do(cmd.AbandonInteraction(interaction="in_1")),
        "restart": lambda play: play.do(cmd.ResumeCenter()),
        "unreachable": lambda play: play.wait(4_001),
    }
    used = {}

    for way, leave in ways.items():
        play = ready("ana")
        play.write()
        leave(play)
        used[way] = play.state.agents["ana"].used

    # After a restart an Agent without sessions is not lost and gets the next Offer at once.
    assert used == dict.fromkeys(ways, 0) | {"restart": 1}


def test_21_nobody_away_logged_out_or_lost_gets_an_offer() -> None:
    play = ready("ana", "ben", "cai", sessions=True)
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.do(cmd.LogOut(agent="ben"))
    play.sign_off("cai")

    play.write()

    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_22_the_last_presence_command_wins() -> None:
    play = ready("ana")

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.do(cmd.SetReady(agent="ana"))
    play.do(cmd.SetNotReady(agent="ana", reason="training"))

    assert play.state.agents["ana"].reason == "training"


def test_23_wrap_up_ends_at_its_instant_despite_other_events() -> None:
    play = ready("ana")
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.wait(30_000)
    play.write(2)

    fired = play.wait(40_000)

    ended = next(e for e in fired if isinstance(e.event, ev.WrapUpEnded))
    assert (ended.at_ms, ended.cause) == (60_000, None)


def test_24_wrap_up_deadline_and_logout_end_it_once() -> None:
    play = ready("ana")
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.wait(60_000)

    play.do(cmd.LogOut(agent="ana"), by=agent("ana"))
    play.wait(60_000)

    assert play.count(ev.WrapUpEnded) == 1
    assert play.last(ev.WrapUpEnded).cause == "logged_out"
    assert play.last(ev.InteractionClosed).outcome is Closing.HANDLED


def test_offers_that_ring_together_are_one_miss() -> None:
    play = ready("ana")
    for number in (1, 2, 3):
        play.write(number)
        play.do(cmd.AcknowledgeOffer(offer=f"in_{number}-o1"))

    play.wait(15_001)

    ana = play.state.agents["ana"]
    assert (ana.strikes, ana.presence) == (1, Presence.READY)
    assert play.count(ev.OfferExpired) == 3


def test_who_answers_one_of_several_offers_gets_no_strike_for_the_others() -> None:
    play = ready("ana")
    for number in (1, 2):
        play.write(number)
        play.do(cmd.AcknowledgeOffer(offer=f"in_{number}-o1"))
    play.wait(5_000)
    play.engage("in_1-o1")

    play.wait(10_001)

    assert play.last(ev.OfferExpired).offer == "in_2-o1"
    assert play.state.agents["ana"].strikes == 0


def test_an_offer_made_after_a_strike_strikes_again() -> None:
    play = ready("ana", retry_same_ms=0)
    play.write()
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"))
    play.wait(15_001)
    play.do(cmd.AcknowledgeOffer(offer="in_1-o2"))

    play.wait(15_001)

    assert play.last(ev.AgentPresenceChanged).reason == "rona"
