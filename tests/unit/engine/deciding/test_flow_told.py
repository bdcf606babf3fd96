"""What routing, moving and reordering answer, tell and refuse, to the letter."""

from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotAdmittedError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal, Role
from tests.unit.engine.consulting import CHILD, asked
from tests.unit.engine.play import Play, ready

SAM = Principal(id="sam", role=Role.SUPERVISOR)
REFS = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q"}


def received(queue: str = "q") -> Play:
    play = ready()
    play.queue("p", max_waiting=0)
    enriched = cmd.DefineAccount(
        account="web", channel="chat-q", queues=(queue,), enrichment_ms=2_000
    )
    play.do(enriched)
    play.write(account="web")
    return play


def waiting() -> Play:
    play = ready()
    play.queue("p")
    play.queue("full", max_waiting=0)
    play.wait(1_000)
    play.write()
    play.wait(300)
    return play


def test_what_was_found_out_is_told_of_the_queue_it_leads_to() -> None:
    play = received("p")

    answer = play.do(cmd.RouteInteraction(interaction="in_1", queue="q")).answer

    assert answer == Answer(interaction="in_1")
    assert play.last(ev.InteractionRouted) == ev.InteractionRouted(**REFS, queue="q", attributes={})


@pytest.mark.parametrize("kind", [cmd.RouteInteraction, cmd.MoveInteraction])
def test_a_queue_that_is_not_there_is_named(kind: type[Command]) -> None:
    play = received() if kind is cmd.RouteInteraction else waiting()

    facts = play.refused(kind(interaction="in_1", queue="nowhere"), UnknownEntityError)

    assert facts == {"kind": "queue", "id": "nowhere"}


def test_a_move_tells_where_from_how_long_and_where_to() -> None:
    play = waiting()

    answer = play.do(cmd.MoveInteraction(interaction="in_1", queue="p"), by=SAM).answer

    assert answer == Answer(interaction="in_1", queue="p")
    assert play.last(ev.InteractionOverflowed) == ev.InteractionOverflowed(
        **REFS, queue="q", visit="in_1-v1", reason="moved", wait_ms=300, to="p"
    )


def test_a_move_to_where_one_stands_or_to_a_full_queue_says_so() -> None:
    play = waiting()

    here = play.refused(cmd.MoveInteraction(interaction="in_1", queue="q"), InvalidTransitionError)
    full = play.refused(cmd.MoveInteraction(interaction="in_1", queue="full"), NotAdmittedError)

    assert here == {
        "entity": "interaction in_1", "state": "QUEUED", "command": "MoveInteraction",
    }  # fmt: skip
    assert full == {"queue": "full", "refusal": "full"}


def test_a_consult_is_not_moved() -> None:
    play = asked()
    play.queue("p")

    facts = play.refused(cmd.MoveInteraction(interaction=CHILD, queue="p"), InvalidTransitionError)

    assert (facts["entity"], facts["command"]) == (f"interaction {CHILD}", "MoveInteraction")


def test_another_place_is_answered_with_the_interaction() -> None:
    play = waiting()

    answer = play.do(cmd.SetPriority(interaction="in_1", tier=2), by=SAM).answer

    assert answer == Answer(interaction="in_1")
