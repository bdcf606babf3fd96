from __future__ import annotations

import msgspec
import pytest

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import (
    InvalidTransitionError,
    NotInTalkError,
    NotOwnerError,
    UnknownEntityError,
)
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.command import Command
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import Play, agent, names, ready, visitor
from tests.unit.engine.talk import IN, SAM, join, talk

SUE = Principal(id="sue", role=Role.SUPERVISOR)
OPEN = cmd.OpenReview(**IN)
ABOUT_ANA = cmd.AddReview(**IN, agent="ana")
FORGET_MS = 700_000


def over(*others: str) -> Play:
    """Return a center in which Ana's talk, which these Agents joined, is closed."""
    play = ready("ana", *others, wrap_up_ms=0)
    account = cmd.DefineAccount(account="web-q", channel="chat-q", queues=("q",))
    play.do(msgspec.structs.replace(account, forget_ms=FORGET_MS, reopen_ms=60_000))
    play.write()
    assert play.engage() == "ana"
    join(play, *others)
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))
    return play


def test_a_supervisor_opens_what_is_closed_and_the_log_says_so_once() -> None:
    play = over()

    opened = play.do(OPEN, by=SAM)
    again = play.do(OPEN, by=SAM)
    other = play.do(OPEN, by=SUE)

    assert (names(opened.entries), again.entries) == (["ReviewOpened"], [])
    assert [e.event.agent for e in (*opened.entries, *other.entries)] == ["sam", "sue"]
    assert opened.answer == again.answer
    assert list(play.state.interactions["in_1"].reviewers) == ["sam", "sue"]


@pytest.mark.parametrize("by", [agent("ana"), visitor("i1"), SYSTEM], ids=lambda by: by.role.value)
def test_nobody_but_a_supervisor_opens_it(by: Principal) -> None:
    play = over()

    assert play.refused(OPEN, NotOwnerError, by=by) == {"interaction": "in_1"}


def test_what_goes_on_is_not_opened() -> None:
    play = talk()

    refusal = play.refused(OPEN, InvalidTransitionError, by=SAM)
    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))
    wrapped_up = play.refused(OPEN, InvalidTransitionError, by=SAM)

    assert (refusal["state"], wrapped_up["state"]) == ("ENGAGED", "WRAP_UP")


def test_a_review_says_whose_work_it_is_about_and_who_wrote_it() -> None:
    play = over("ben")
    play.do(OPEN, by=SAM)

    added = [play.do(each, by=SAM) for each in (ABOUT_ANA, cmd.AddReview(**IN, agent="ben"))]

    assert [names(each.entries) for each in added] == [["ReviewAdded"], ["ReviewAdded"]]
    about = [each.entries[0].event for each in added]
    assert [(each.agent, each.by) for each in about] == [("ana", "sam"), ("ben", "sam")]
    assert added[0].answer.review == f"interaction/in_1:{added[0].entries[0].version}"


def test_a_review_is_of_somebody_who_talked_and_the_refusal_says_who_did() -> None:
    play = over("ben")
    play.do(cmd.DefineAgent(agent="cai", memberships=()))
    play.do(OPEN, by=SAM)

    for stranger in ("cai", "sam", "nobody"):
        refusal = play.refused(cmd.AddReview(**IN, agent=stranger), NotInTalkError, by=SAM)
        assert refusal == {"interaction": "in_1", "agent": stranger, "talked": ("ben", "ana")}


def test_of_what_nobody_talked_in_nobody_is_reviewed() -> None:
    play = ready()
    play.write()
    play.do(cmd.AbandonInteraction(**IN), by=visitor("i1"))
    play.do(OPEN, by=SAM)

    assert play.refused(ABOUT_ANA, NotInTalkError, by=SAM)["talked"] == ()


@pytest.mark.parametrize("by", [SUE, agent("ana"), visitor("i1"), SYSTEM], ids=lambda by: by.id)
def test_who_has_not_opened_it_writes_nothing_about_it(by: Principal) -> None:
    play = over()
    play.do(OPEN, by=SAM)

    assert play.refused(ABOUT_ANA, NotOwnerError, by=by) == {"interaction": "in_1"}


def test_when_the_customer_writes_again_it_is_under_review_by_nobody() -> None:
    play = over()
    play.do(OPEN, by=SAM)
    play.wait(1_000)
    again = cmd.ReceiveInteraction(interaction="in_2", account="web-q", thread="t1", identity="i1")
    play.do(again)
    assert play.count(ev.InteractionReopened) == 1

    play.refused(ABOUT_ANA, NotOwnerError, by=SAM)
    play.refused(OPEN, InvalidTransitionError, by=SAM)
    play.do(cmd.AbandonInteraction(**IN), by=visitor("i1"))
    opened = play.do(OPEN, by=SAM)

    assert names(opened.entries) == ["ReviewOpened"]


@pytest.mark.parametrize("command", [OPEN, ABOUT_ANA], ids=lambda each: type(each).__name__)
def test_what_state_has_forgotten_is_neither_opened_nor_reviewed(command: Command) -> None:
    play = over()
    play.do(OPEN, by=SAM)

    play.wait(FORGET_MS + 1)

    assert play.refused(command, UnknownEntityError, by=SAM)["id"] == "in_1"


def test_reviewers_are_part_of_what_a_replay_rebuilds() -> None:
    play = over()
    play.do(OPEN, by=SAM)
    play.do(ABOUT_ANA, by=SAM)

    rebuilt = replay(play.entries)

    assert fingerprint(rebuilt) == fingerprint(play.state)
    rebuilt.interactions["in_1"].reviewers.clear()
    assert fingerprint(rebuilt) != fingerprint(play.state)
