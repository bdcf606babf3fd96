from __future__ import annotations

from ccsdk.engine.pool import drawn
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import Strategy, members
from ccsdk.model.skill import needs
from tests.unit.engine.advice import RULE, refuses, rule
from tests.unit.engine.play import Play, agent, names, ready


def offered(play: Play) -> list[tuple[str, str]]:
    made = [e.event for e in play.entries if isinstance(e.event, ev.OfferMade)]
    return [(event.interaction, event.agent) for event in made]


def test_nobody_free_leaves_it_in_line() -> None:
    play = ready()

    play.write()

    assert offered(play) == []
    assert list(play.state.index.waiting) == ["in_1"]


def test_the_agent_who_is_idle_longest_gets_it() -> None:
    play = ready("ana", "ben")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.wait(1)
    play.do(cmd.SetReady(agent="ana"))

    play.write()

    assert offered(play) == [("in_1", "ben")]


def test_an_agent_needs_every_skill_the_queue_requires() -> None:
    play = ready(requires=needs("sofa", "bed"))
    play.agent("ana", "q", skills={"sofa": 3})
    play.agent("ben", "q", skills={"lamp": 3, "bed": 3, "sofa": 3})

    play.write()

    assert offered(play) == [("in_1", "ben")]


def test_broadcast_offers_to_the_best_few_at_once() -> None:
    play = ready("ana", "ben", "cai", strategy=Strategy.BROADCAST, broadcast=2)

    play.write()

    assert offered(play) == [("in_1", "ana"), ("in_1", "ben")]
    assert list(play.state.interactions["in_1"].offers) == ["in_1-o1", "in_1-o2"]


def test_broadcast_counts_for_its_own_strategy_only() -> None:
    play = ready("ana", "ben", strategy=Strategy.LONGEST_IDLE, broadcast=2)

    play.write()

    assert offered(play) == [("in_1", "ana")]


def test_a_freed_agent_with_two_slots_takes_the_two_oldest_of_their_queues() -> None:
    play = Play()
    play.queue("q")
    play.queue("p")
    for number, queue in ((1, "p"), (2, "q"), (3, "p")):
        play.write(number, queue)
        play.wait(1)

    play.agent("ana", "q", "p", slots={"chat": 2})

    assert offered(play) == [("in_1", "ana"), ("in_2", "ana")]


def test_of_two_freed_at_once_each_gets_what_they_may_have() -> None:
    play = Play()
    play.queue("q", requires=needs("sofa"), wrap_up_ms=0)
    play.queue("p", wrap_up_ms=0)
    play.agent("ana", "q", "p", skills={"sofa": 3}, slots={"chat": 1})
    play.agent("ben", "p", slots={"chat": 1})
    play.write(1, "p")
    play.write(2, "p")
    play.write(3, "q")
    play.wait(1)
    play.write(4, "p")

    play.do(
        cmd.DefineAgent(
            agent="ana", memberships=members("q", "p"), skills={"sofa": 3}, slots={"chat": 2}
        )
    )
    play.do(cmd.DefineAgent(agent="ben", memberships=members("p"), slots={"chat": 2}))

    assert offered(play)[2:] == [("in_3", "ana"), ("in_4", "ben")]


def test_who_is_passed_over_gets_the_next_in_line() -> None:
    play = ready()
    play.agent("ana", "q", slots={"chat": 1})
    play.write(1)
    play.wait(1)
    play.write(2)

    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert offered(play) == [("in_1", "ana"), ("in_2", "ana")]


def test_an_interaction_that_nobody_else_can_have_goes_back_to_its_place() -> None:
    play = ready("ana")
    play.write()

    decision = play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert names(decision.entries) == ["OfferDeclined", "InteractionRequeued"]
    event = play.last(ev.InteractionRequeued)
    assert (event.cause, event.visit, event.tier, event.agent) == (
        "offers_ended",
        "in_1-v1",
        0,
        None,
    )
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_an_interaction_with_another_live_offer_stays_offered() -> None:
    play = ready("ana", "ben", strategy=Strategy.BROADCAST, broadcast=2)
    play.write()

    decision = play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert names(decision.entries) == ["OfferDeclined"]
    assert play.state.interactions["in_1"].state is InteractionState.OFFERED


def test_two_fresh_at_once_are_served_oldest_first() -> None:
    play = ready("ana")
    play.agent("ben", "q", slots={"chat": 1})
    play.write(1)
    play.wait(1)
    play.write(2)
    play.do(cmd.DefineAgent(agent="ben", memberships=members("q"), slots={"chat": 0}))

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.do(cmd.SetReady(agent="ana"))

    assert play.state.interactions["in_1"].offers == {}
    assert list(play.state.interactions["in_2"].offers) == ["in_2-o1"]


def test_who_gives_up_is_not_put_back() -> None:
    play = ready("ana")
    play.write()

    decision = play.do(cmd.AbandonInteraction(interaction="in_1"))

    assert "InteractionRequeued" not in names(decision.entries)


def test_two_freed_at_once_do_not_both_get_the_same_one() -> None:
    play = ready(requires=needs("sofa"))
    play.agent("ana", "q")
    play.agent("ben", "q")
    play.write()

    play.do(cmd.DefineQueue(queue="q", name="q"))

    assert offered(play) == [("in_1", "ana")]


def test_what_comes_back_at_once_is_served_by_its_key() -> None:
    play = ready("ana", sessions=True)
    play.write(1)
    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    play.write(2)
    play.engage("in_2-o1")
    play.sign_off("ana")
    play.wait(60_001)
    play.agent("ben", "q", slots={"chat": 2})

    again = play.do(cmd.ResumeCenter(is_restart=False)).entries

    made = [e.event.interaction for e in again if isinstance(e.event, ev.OfferMade)]
    assert made == ["in_2", "in_1"]


def test_what_goes_back_to_its_place_is_told_with_visit_and_tier() -> None:
    play = ready("ana")
    play.wait(5)
    play.write()
    play.do(cmd.SetPriority(interaction="in_1", tier=2))

    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert play.last(ev.InteractionRequeued) == ev.InteractionRequeued(
        interaction="in_1",
        customer="cu_i1",
        channel="chat-q",
        queue="q",
        cause="offers_ended",
        visit="in_1-v1",
        tier=2,
    )


def test_an_offer_tells_whose_it_is_and_until_when_it_stands() -> None:
    play = ready("ana", ack_ms=2_000, ring_ms=9_000)
    play.wait(5)

    play.write()

    made = play.last(ev.OfferMade)
    assert made == ev.OfferMade(
        interaction="in_1",
        customer="cu_i1",
        channel="chat-q",
        queue="q",
        offer="in_1-o1",
        agent="ana",
        ack_due_at_ms=2_005,
        expires_at_ms=9_005,
        receipt=made.receipt,
    )


def test_chance_draws_anew_for_each_offer() -> None:
    agents = ("ana", "ben", "cai")
    play = ready(strategy=Strategy.WEIGHTED_RANDOM)
    for name in agents:
        play.agent(name, slots={"chat": 8})

    for number in range(8):
        play.write(number, seed=7)

    draws = [drawn(7, f"in_{number}-o1") for number in range(8)]
    assert [agent for _, agent in offered(play)] == [agents[draw % 3] for draw in draws]


def test_rules_are_asked_before_anything_is_offered() -> None:
    play = ready("ana", "ben", eligibility=RULE)
    play.pure = rule(refuses("ana"))

    play.write()

    assert offered(play) == [("in_1", "ben")]


def test_what_one_agent_lets_go_at_once_all_goes_to_the_next() -> None:
    play = ready("ana")
    play.write(1)
    play.write(2)
    play.agent("ben", "q")

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))

    assert offered(play)[2:] == [("in_1", "ben"), ("in_2", "ben")]


def test_what_nobody_answered_goes_back_because_its_offers_ended() -> None:
    play = ready("ana", ack_ms=600_000)
    play.write()

    play.wait(15_001)

    assert play.last(ev.InteractionRequeued).cause == "offers_ended"
