from __future__ import annotations

import pytest

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.interaction import ConnectCause, VisitKind
from ccsdk.model.policy import Choice, OverflowRule, OverflowTarget, Terminal, TimelineStep
from ccsdk.model.skill import Relax, SkillRequirement
from tests.unit.engine.play import Play, ready

STEPS = (
    TimelineStep(after_ms=1_000, do=pol.Relax(skill="sofa")),
    TimelineStep(after_ms=2_000, do=pol.Order(tier=2)),
    TimelineStep(after_ms=3_000, do=pol.OfferCallback()),
    TimelineStep(after_ms=4_000, do=pol.Move(queue="p")),
)


def waiting(*agents: str) -> Play:
    play = ready(*agents, steps=STEPS, callback_gap_ms=1_000)
    play.queue("p")
    play.write()
    return play


def same_again(play: Play) -> bool:
    return fingerprint(replay(play.entries)) == fingerprint(play.state)


def test_what_steps_did_stands_in_the_state() -> None:
    play = waiting()
    play.wait(3_001)
    interaction = play.state.interactions["in_1"]

    assert interaction.relaxed == (Relax(skill="sofa"),)
    assert play.state.queues["q"].line == [(2, 0, "in_1")]
    assert interaction.choices == (Choice.CALLBACK,)
    assert interaction.next_step == 3
    assert same_again(play)


def test_an_overflow_ends_the_visit_with_all_that_was_its_own() -> None:
    play = waiting()

    play.wait(4_001)

    interaction = play.state.interactions["in_1"]
    assert (interaction.queue, interaction.hops, interaction.choices) == ("p", 1, ())
    assert ("step", "in_1") not in play.state.deadlines.live
    assert play.state.queues["q"].flowed_out == 1
    assert same_again(play)


def test_a_deferred_step_is_remembered_until_the_offers_end() -> None:
    play = waiting("ana")
    play.do(cmd.AcknowledgeOffer(offer="in_1-o1"))

    play.wait(4_001)
    assert play.state.interactions["in_1"].deferred == 3
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    assert play.state.interactions["in_1"].deferred is None
    assert same_again(play)


def test_a_callback_is_watched_by_nobody_and_offered_to_whom_it_was_not_before() -> None:
    play = waiting("ana")
    play.do(cmd.DeclineOffer(offer="in_1-o1"))

    play.do(cmd.AcceptCallback(interaction="in_1"))

    interaction = play.state.interactions["in_1"]
    assert interaction.visit_kind is VisitKind.CALLBACK
    assert play.state.customers["cu_i1"].open == {}
    assert list(interaction.offers) == ["in_1-o2"]
    assert same_again(play)


def test_a_callback_rests_until_it_is_due() -> None:
    play = waiting("ana")
    play.do(cmd.AcceptCallback(interaction="in_1"))
    play.accept("in_1-o2")

    play.do(cmd.ReportConnectFailed(interaction="in_1", cause=ConnectCause.CUSTOMER))
    assert play.state.interactions["in_1"].is_resting
    play.wait(1_001)

    assert not play.state.interactions["in_1"].is_resting
    assert same_again(play)


@pytest.mark.parametrize("terminal", [Terminal.SELF_SERVICE, Terminal.CALLBACK, Terminal.END])
def test_who_was_admitted_nowhere_ends_no_visit(terminal: Terminal) -> None:
    play = Play()
    rule = OverflowRule(to=OverflowTarget(terminal=terminal))
    play.queue("q", max_waiting=0, overflow=(rule,))

    play.write()

    assert play.state.queues["q"].flowed_out == 0
    assert same_again(play)


def test_self_service_and_enrichment_end_when_somebody_is_routed() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="w", channel="c", queues=("q",), enrichment_ms=1_000))
    play.write(account="w")
    play.do(cmd.RouteInteraction(interaction="in_1", attributes={"plan": "gold"}))
    assert play.state.interactions["in_1"].attributes == {"plan": "gold"}

    play.do(cmd.AcceptSelfService(interaction="in_1"))
    assert play.state.interactions["in_1"].is_self_served
    play.do(cmd.RouteInteraction(interaction="in_1"))

    assert not play.state.interactions["in_1"].is_self_served
    assert {key[0] for key in play.state.deadlines.live} == set()
    assert same_again(play)


def test_of_a_skill_that_is_required_twice_the_last_word_counts() -> None:
    play = ready()
    play.do(cmd.DefineAccount(account="w", channel="c", queues=("q",), enrichment_ms=1_000))
    play.write(account="w")
    first = (SkillRequirement(skill="oak", min=2), SkillRequirement(skill="bed"))
    play.do(cmd.RouteInteraction(interaction="in_1", requires=first))
    play.do(cmd.AcceptSelfService(interaction="in_1"))

    again = (SkillRequirement(skill="oak", min=1),)
    play.do(cmd.RouteInteraction(interaction="in_1", requires=again))

    interaction = play.state.interactions["in_1"]
    assert interaction.requires == (again[0], first[1])
    assert interaction.requirements == interaction.requires
    assert same_again(play)


def test_a_callback_may_take_the_place_of_who_gave_up() -> None:
    play = Play()
    play.queue("q")
    account = {"account": "web-q", "channel": "chat-q", "queues": ("q",)}
    play.do(cmd.DefineAccount(**account, resume_abandoned_ms=60_000))
    play.write()
    play.do(cmd.AbandonInteraction(interaction="in_1"))
    to_call = OverflowRule(to=OverflowTarget(terminal=Terminal.CALLBACK))
    play.do(cmd.DefineQueue(queue="q", name="q", max_waiting=0, overflow=(to_call,)))
    play.wait(3_000)

    again = {"account": "web-q", "thread": "t9", "identity": "i1"}
    play.do(cmd.ReceiveInteraction(interaction="in_2", **again))

    assert play.state.interactions["in_2"].order_from_ms == 0
    assert play.state.customers["cu_i1"].abandoned is None
