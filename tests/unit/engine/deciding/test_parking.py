from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState, VisitKind
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import Play, agent, names, ready, visitor

BOSS = Principal(id="sam", role=Role.SUPERVISOR)
RECEIVE = cmd.ReceiveInteraction(interaction="in_1", account="mail", thread="t1", identity="i1")
PARK = cmd.ParkInteraction(interaction="in_1", until_ms=60_000)
RESUME = cmd.ResumeInteraction(interaction="in_1")


def engaged(**queue: int) -> Play:
    play = ready("ana", "ben", **queue)
    play.do(cmd.DefineAccount(account="mail", channel="email", queues=("q",)))
    play.do(RECEIVE)
    play.engage()
    return play


def parked(**queue: int) -> Play:
    play = engaged(**queue)
    play.do(PARK, by=agent("ana"))
    return play


def test_parking_frees_the_slot_and_names_an_end() -> None:
    play = engaged()

    decision = play.do(PARK, by=agent("ana"))

    assert names(decision.entries) == ["InteractionParked"]
    parked = play.last(ev.InteractionParked)
    assert (parked.agent, parked.until_due_at_ms) == ("ana", 60_000)
    assert play.state.agents["ana"].used == 0


@pytest.mark.parametrize(
    ("by", "cause"), [(agent("ana"), "agent"), (BOSS, "supervisor"), (SYSTEM, "system")]
)
def test_it_goes_on_by_command_and_waits_for_who_parked_it(by: Principal, cause: str) -> None:
    play = parked()
    play.wait(7)

    decision = play.do(RESUME, by=by)

    assert names(decision.entries) == ["InteractionResumed", "OfferMade"]
    resumed = play.last(ev.InteractionResumed)
    assert (resumed.cause, resumed.agent, resumed.order_from_ms) == (cause, "ana", 7)
    assert (resumed.visit, resumed.visit_kind) == ("in_1-v2", VisitKind.REQUEUE)
    assert (resumed.only, resumed.direct_due_at_ms) == ("ana", 20_007)
    assert play.last(ev.OfferMade).agent == "ana"


@pytest.mark.parametrize(
    ("message", "by"),
    [(RECEIVE, SYSTEM), (cmd.ReceiveMessage(interaction="in_1"), visitor("i1"))],
    ids=["receive", "message"],
)
def test_it_goes_on_when_the_customer_writes(message: cmd.Command, by: Principal) -> None:
    play = parked()

    decision = play.do(message, by=by)

    assert names(decision.entries) == ["MessageReceived", "InteractionResumed", "OfferMade"]
    assert play.last(ev.InteractionResumed).cause == "customer"


def test_a_message_is_answered_with_its_own_id() -> None:
    play = parked()

    decision = play.do(cmd.ReceiveMessage(interaction="in_1"), by=visitor("i1"))

    written = decision.entries[0]
    assert decision.answer.message == f"interaction/in_1:{written.version}"


def test_it_goes_on_at_its_instant() -> None:
    play = parked()

    fired = play.wait(60_001)

    assert names(fired) == ["InteractionResumed", "OfferMade"]
    assert (fired[0].at_ms, play.last(ev.InteractionResumed).cause) == (60_000, "until")


def test_32_a_resume_binds_nobody_who_is_not_ready() -> None:
    play = parked()
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))

    play.do(RESUME, by=BOSS)

    assert play.last(ev.InteractionResumed).only is None
    assert play.last(ev.OfferMade).agent == "ben"


def test_32_a_resume_binds_nobody_whose_session_is_gone() -> None:
    play = parked()
    play.sign_in("ana")
    play.sign_off("ana")

    play.do(RESUME, by=BOSS)

    assert play.last(ev.InteractionResumed).only is None


def test_without_a_time_to_prefer_the_last_agent_anybody_may_have_it() -> None:
    play = parked(preferred_ms=0)

    play.do(RESUME, by=BOSS)

    assert play.last(ev.InteractionResumed).only is None


@pytest.mark.parametrize("until_ms", [0, 367 * 86_400_000])
def test_an_end_that_is_over_or_too_far_away_is_refused(until_ms: int) -> None:
    play = engaged()
    command = cmd.ParkInteraction(interaction="in_1", until_ms=until_ms)

    play.refused(command, InvalidTransitionError, by=agent("ana"))


def test_a_chat_is_not_parked() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    refused = play.refused(PARK, InvalidTransitionError, by=agent("ana"))

    assert (refused["entity"], refused["state"]) == ("channel chat-q", "synchronous")


def test_only_the_owner_parks_and_only_who_parked_it_or_staff_above_resumes() -> None:
    play = engaged()
    play.refused(PARK, NotOwnerError, by=agent("ben"))
    play.refused(RESUME, InvalidTransitionError, by=BOSS)
    play.do(PARK, by=agent("ana"))

    play.refused(RESUME, NotOwnerError, by=agent("ben"))

    assert play.state.interactions["in_1"].state is InteractionState.PARKED


def test_a_message_of_who_is_talked_with_resumes_nothing() -> None:
    play = engaged()

    decision = play.do(RECEIVE)

    assert names(decision.entries) == ["MessageReceived"]
