from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import (
    AgentUnavailableError,
    CommandRejectedError,
    InvalidTransitionError,
    NotAdmittedError,
    NotOwnerError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import VisitKind
from ccsdk.model.principal import SYSTEM, Principal, Role
from ccsdk.model.queue import members
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready

ADA = Principal(id="ada", role=Role.SUPERVISOR)


def to(**target: str) -> cmd.BlindTransfer:
    return cmd.BlindTransfer(interaction="in_1", to=TransferTarget(**target))


def engaged() -> Play:
    play = ready("ana")
    play.queue("p", direct_ms=7_000, retry_same_ms=500)
    play.agent("ben", "p")
    play.wait(3)
    play.write()
    play.wait(5)
    play.engage()
    return play


def test_a_transfer_begins_a_visit_in_the_same_order_and_wraps_up() -> None:
    play = engaged()

    decision = play.do(to(queue="p"), by=agent("ana"))

    assert names(decision.entries) == ["InteractionTransferred", "WrapUpStarted", "OfferMade"]
    moved = play.last(ev.InteractionTransferred)
    assert (moved.agent, moved.from_queue, moved.queue) == ("ana", "q", "p")
    assert (moved.visit, moved.visit_kind, moved.order_from_ms) == (
        "in_1-v2", VisitKind.TRANSFER, 3,
    )  # fmt: skip
    assert (moved.only, moved.direct_due_at_ms, moved.excluded_until_ms) == (None, None, 508)
    assert moved.by == "agent"
    assert play.last(ev.WrapUpStarted).queue == "q"
    assert play.last(ev.OfferMade).agent == "ben"


def test_a_transfer_to_an_agent_waits_for_them_alone_and_falls_back_to_its_own_queue() -> None:
    play = engaged()

    play.do(to(agent="ben"), by=SYSTEM)

    moved = play.last(ev.InteractionTransferred)
    assert (moved.visit_kind, moved.only, moved.queue) == (VisitKind.DIRECT, "ben", "q")
    assert moved.direct_due_at_ms == 20_008
    assert play.last(ev.OfferMade).agent == "ben"


def test_an_extension_names_an_agents_direct_line() -> None:
    play = engaged()
    play.do(cmd.DefineAgent(agent="ben", memberships=members("p"), extension="201"))

    play.do(to(extension="201"), by=agent("ana"))

    assert play.last(ev.InteractionTransferred).only == "ben"


def test_a_fallback_gives_the_time_of_the_direct_line() -> None:
    play = engaged()

    play.do(to(agent="ben", fallback="p"), by=agent("ana"))

    moved = play.last(ev.InteractionTransferred)
    assert (moved.queue, moved.direct_due_at_ms) == ("p", 7_008)


REFUSED: list[tuple[dict[str, str], type[CommandRejectedError], dict[str, Any]]] = [
    ({"queue": "nowhere"}, UnknownEntityError, {"kind": "queue", "id": "nowhere"}),
    ({"agent": "nobody"}, UnknownEntityError, {"kind": "agent", "id": "nobody"}),
    ({"extension": "201"}, UnknownEntityError, {"kind": "extension", "id": "201"}),
    ({"agent": "ben", "fallback": "x"}, UnknownEntityError, {"kind": "queue", "id": "x"}),
    ({"agent": "ana"}, AgentUnavailableError, {"agent": "ana", "refusal": "owner"}),
]


@pytest.mark.parametrize(("target", "kind", "facts"), REFUSED)
def test_28_what_is_not_there_is_refused_and_nothing_moves(
    target: dict[str, str], kind: type[CommandRejectedError], facts: dict[str, Any]
) -> None:
    play = engaged()

    refused = play.refused(to(**target), kind, by=agent("ana"))

    assert facts.items() <= refused.items()


def test_28_an_agent_who_is_logged_out_is_refused() -> None:
    play = engaged()
    play.do(cmd.LogOut(agent="ben"), by=agent("ben"))

    refused = play.refused(to(agent="ben"), AgentUnavailableError, by=agent("ana"))

    assert (refused["agent"], refused["refusal"]) == ("ben", "logged_out")


def test_28_a_queue_that_does_not_admit_is_refused() -> None:
    play = engaged()
    play.do(cmd.DefineQueue(queue="p", name="p", max_waiting=0))

    refused = play.refused(to(queue="p"), NotAdmittedError, by=agent("ana"))

    assert (refused["queue"], refused["refusal"]) == ("p", "full")


def test_only_the_owner_of_a_talk_gives_it_away() -> None:
    play = engaged()
    play.refused(to(queue="p"), NotOwnerError, by=agent("ben"))
    play.do(cmd.EndInteraction(interaction="in_1"))

    play.refused(to(queue="p"), InvalidTransitionError, by=agent("ana"))


def test_a_supervisor_gives_away_what_another_owns_and_the_owner_wraps_up() -> None:
    play = engaged()

    decision = play.do(to(agent="ben"), by=ADA)

    assert names(decision.entries) == ["InteractionTransferred", "WrapUpStarted", "OfferMade"]
    moved = play.last(ev.InteractionTransferred)
    assert (moved.agent, moved.by, moved.only) == ("ana", "supervisor", "ben")
    assert (moved.order_from_ms, moved.excluded_until_ms) == (3, 30_008)
    assert play.last(ev.WrapUpStarted).agent == "ana"
    assert play.last(ev.OfferMade).agent == "ben"


def test_a_supervisor_gives_away_what_an_agent_who_is_lost_owns() -> None:
    play = engaged()
    play.sign_in("ana")
    play.sign_off("ana")

    play.do(to(queue="p"), by=ADA)
    play.engage("in_1-o2")
    play.wait(600_000)

    assert play.state.interactions["in_1"].owner == "ben"
    assert play.count(ev.InteractionRequeued) == 0


@pytest.mark.parametrize(("target", "kind", "facts"), REFUSED)
def test_a_supervisor_is_refused_what_its_owner_would_be(
    target: dict[str, str], kind: type[CommandRejectedError], facts: dict[str, Any]
) -> None:
    play = engaged()

    refused = play.refused(to(**target), kind, by=ADA)

    assert facts.items() <= refused.items()


def test_a_supervisor_gives_away_nothing_that_nobody_talks_in() -> None:
    play = ready("ana")
    play.write()

    play.refused(to(queue="q"), InvalidTransitionError, by=ADA)
