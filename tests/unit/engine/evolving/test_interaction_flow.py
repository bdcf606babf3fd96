from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.interaction import ConnectCause, InteractionState, VisitKind
from ccsdk.model.policy import TimelineStep
from tests.unit.engine.play import Play, ready


def enriched() -> Play:
    play = ready("ana")
    play.do(
        cmd.DefineAccount(
            account="w", channel="c", queues=("q",), enrichment_ms=1_000, self_service_ms=5_000
        )
    )
    play.write(account="w", attributes={"plan": "gold"}, language="de")
    return play


def test_what_is_received_waits_for_enrichment_with_what_is_known_of_it() -> None:
    play = enriched()

    interaction = play.state.interactions["in_1"]
    assert (interaction.attributes, interaction.language) == ({"plan": "gold"}, "de")
    assert play.state.deadlines.live["enrichment", "in_1"][0] == 1_000


def test_a_message_prolongs_self_service_and_nothing_else() -> None:
    play = enriched()
    play.do(cmd.ReceiveMessage(interaction="in_1"))
    assert ("self_service", "in_1") not in play.state.deadlines.live
    play.do(cmd.RouteInteraction(interaction="in_1"))
    play.do(cmd.AcceptSelfService(interaction="in_1"))
    play.wait(3_000)

    play.do(cmd.ReceiveMessage(interaction="in_1"))

    assert play.state.deadlines.live["self_service", "in_1"][0] == 8_000


def test_what_closes_before_any_queue_leaves_nothing_behind() -> None:
    play = enriched()

    play.do(cmd.AbandonInteraction(interaction="in_1"))

    assert play.state.interactions["in_1"].state is InteractionState.CLOSED
    assert play.state.threads == {}
    assert {key[0] for key in play.state.deadlines.live} == {"forget"}


def test_dials_are_counted_and_only_of_callbacks() -> None:
    play = ready("ana", steps=(TimelineStep(after_ms=0, do=pol.End()),))
    play.write()
    missed = cmd.ReportConnectFailed(interaction="in_1", cause=ConnectCause.CUSTOMER)
    play.accept("in_1-o1")
    play.do(missed)
    assert play.state.interactions["in_1"].dials == 0

    play.do(cmd.AcceptCallback(interaction="in_1"))
    play.accept("in_1-o3")
    play.do(missed)

    assert play.state.interactions["in_1"].dials == 1
    assert play.state.interactions["in_1"].visit_kind is VisitKind.CALLBACK


def test_another_queue_asks_for_all_it_asks_for() -> None:
    play = ready(steps=(TimelineStep(after_ms=0, do=pol.Relax(skill="sofa")),))
    play.queue("p")
    play.write()
    play.wait(1)

    play.do(cmd.MoveInteraction(interaction="in_1", queue="p"))

    interaction = play.state.interactions["in_1"]
    assert (interaction.queue, interaction.relaxed) == ("p", ())
