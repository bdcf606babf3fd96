from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotAdmittedError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.policy import OverflowRule, OverflowTarget, Terminal
from ccsdk.model.principal import Principal, Role
from ccsdk.model.skill import SkillRequirement, needs
from tests.unit.engine.deciding.flow_play import state_of
from tests.unit.engine.play import Play, names, ready

SAM = Principal(id="sam", role=Role.SUPERVISOR)


def enriched() -> Play:
    play = ready("ana")
    play.queue("p")
    play.do(
        cmd.DefineAccount(account="web", channel="chat", queues=("q", "p"), enrichment_ms=2_000)
    )
    play.write(account="web", attributes={"a": 1})
    return play


def test_enrichment_holds_an_interaction_until_it_is_routed() -> None:
    play = enriched()
    assert state_of(play) == "RECEIVED"

    play.wait(500)
    route = cmd.RouteInteraction(interaction="in_1", queue="p", attributes={"plan": "gold"})
    entries = play.do(route).entries

    assert names(entries) == ["InteractionRouted", "InteractionQueued"]
    interaction = play.state.interactions["in_1"]
    assert (interaction.queue, interaction.order_from_ms) == ("p", 500)
    assert interaction.attributes == {"a": 1, "plan": "gold"}
    assert play.wait(10_000) == []


def test_what_was_found_out_to_be_required_counts_in_every_queue() -> None:
    play = ready("ana")
    german = SkillRequirement(skill="german", min=3)
    play.queue("p", requires=needs("sofa"))
    play.agent("bea", "q", "p", skills={"german": 2, "sofa": 1})
    play.agent("cai", "q", "p", skills={"german": 3, "sofa": 1})
    play.do(cmd.DefineAccount(account="web", channel="c", queues=("q",), enrichment_ms=2_000))
    play.write(account="web")

    play.do(cmd.RouteInteraction(interaction="in_1", requires=(german,)))
    assert play.last(ev.OfferMade).agent == "cai"
    assert play.state.interactions["in_1"].requirements == (german,)

    play.do(cmd.MoveInteraction(interaction="in_1", queue="p"))
    assert play.last(ev.OfferMade).agent == "cai"
    assert play.state.interactions["in_1"].requirements == (*needs("sofa"), german)


def test_enrichment_that_takes_too_long_is_not_waited_for() -> None:
    play = enriched()

    fired = play.wait(2_001)

    assert names(fired)[:2] == ["InteractionQueued", "OfferMade"]
    assert fired[0].at_ms == 2_000


def test_a_customer_may_give_up_while_enrichment_runs() -> None:
    play = enriched()

    entries = play.do(cmd.AbandonInteraction(interaction="in_1")).entries

    assert names(entries) == ["InteractionConcluded", "InteractionClosed"]
    assert play.wait(10_000) == []


def test_what_is_routed_already_is_not_routed_again_and_only_to_a_queue_that_is_there() -> None:
    play = enriched()
    gone = cmd.RouteInteraction(interaction="in_1", queue="nowhere")
    play.refused(gone, UnknownEntityError)
    play.do(cmd.RouteInteraction(interaction="in_1"))

    play.refused(cmd.RouteInteraction(interaction="in_1"), InvalidTransitionError)


def test_a_supervisor_moves_who_is_being_offered_at_once() -> None:
    play = ready("ana")
    play.queue("p")
    play.write()
    play.wait(700)

    entries = play.do(cmd.MoveInteraction(interaction="in_1", queue="p"), by=SAM).entries

    assert names(entries) == ["OfferWithdrawn", "InteractionOverflowed", "InteractionQueued"]
    assert play.last(ev.OfferWithdrawn).reason is WithdrawReason.MOVED
    overflowed = play.last(ev.InteractionOverflowed)
    assert (overflowed.wait_ms, overflowed.to, overflowed.queue) == (700, "p", "q")
    assert play.last(ev.InteractionQueued).visit_kind is VisitKind.OVERFLOW
    counts = play.state.queues["q"]
    assert (counts.offered, counts.flowed_out, len(counts.waiting)) == (1, 1, 0)


def test_a_move_that_the_target_refuses_moves_nothing() -> None:
    play = ready()
    play.queue("p", max_waiting=0)
    play.write()

    facts = play.refused(cmd.MoveInteraction(interaction="in_1", queue="p"), NotAdmittedError, SAM)

    assert facts == {"queue": "p", "refusal": "full"}
    error = NotAdmittedError(queue="p", refusal="full")
    assert error.reason == "queue_full"
    assert str(error) == "queue 'p' does not admit anybody: full"


@pytest.mark.parametrize(
    ("queue", "kind"), [("nowhere", UnknownEntityError), ("q", InvalidTransitionError)]
)
def test_a_move_goes_to_another_queue_that_is_there(queue: str, kind: type) -> None:
    play = ready()
    play.write()

    play.refused(cmd.MoveInteraction(interaction="in_1", queue=queue), kind, SAM)


def test_a_supervisor_gives_another_place_once() -> None:
    play = ready()
    play.write(1)
    play.wait(10)
    play.write(2)
    command = cmd.SetPriority(interaction="in_2", head_start_ms=11)

    first = play.do(command, by=SAM)
    again = play.do(command)

    assert names(first.entries) == ["PriorityChanged"]
    assert play.last(ev.PriorityChanged).by == "supervisor"
    assert again.entries == []
    assert [place[2] for place in play.state.queues["q"].line] == ["in_2", "in_1"]
    play.do(cmd.SetPriority(interaction="in_2"))
    assert play.last(ev.PriorityChanged).by == "system"


def test_who_comes_back_from_self_service_keeps_their_age() -> None:
    play = enriched()
    play.do(cmd.RouteInteraction(interaction="in_1", queue="p"))
    play.wait(300)
    play.do(cmd.AcceptSelfService(interaction="in_1"))
    play.wait(300)

    play.do(cmd.RouteInteraction(interaction="in_1", queue="q"))

    assert play.last(ev.InteractionQueued).order_from_ms == 0


def test_who_is_reopened_into_self_service_comes_anew_from_there() -> None:
    play = ready("ana", wrap_up_ms=0)
    play.queue("p")
    account = {"account": "web", "channel": "chat", "queues": ("q",)}
    play.do(cmd.DefineAccount(**account, reopen_ms=60_000))
    play.write(account="web")
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"))
    to_self = OverflowRule(to=OverflowTarget(terminal=Terminal.SELF_SERVICE))
    play.do(cmd.DefineQueue(queue="q", name="q", max_waiting=0, overflow=(to_self,)))
    again = {"account": "web", "thread": "t1", "identity": "i1"}
    play.do(cmd.ReceiveInteraction(interaction="in_2", **again))
    play.wait(5_000)

    play.do(cmd.RouteInteraction(interaction="in_1", queue="p"))

    assert play.last(ev.InteractionQueued).order_from_ms == 5_000
