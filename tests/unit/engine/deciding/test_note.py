from __future__ import annotations

import pytest

from ccsdk.errors import InvalidTransitionError, NotOwnerError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import Play, agent, names, ready, visitor

NOTE = cmd.AddNote(interaction="in_1")


def mention(*agents: str) -> cmd.AddNote:
    return cmd.AddNote(interaction="in_1", mentions=agents)


def engaged() -> Play:
    """Return a center in which Ana talks and Ben and Cai may be asked."""
    play = ready("ana")
    play.write()
    play.engage()
    for name in ("ben", "cai"):
        play.do(cmd.DefineAgent(agent=name, memberships=()))
    return play


def test_a_note_bears_its_author_and_is_answered_with_its_id() -> None:
    play = engaged()

    decision = play.do(NOTE, by=agent("ana"))

    assert names(decision.entries) == ["NoteAdded"]
    note = play.last(ev.NoteAdded)
    assert (note.agent, note.mentions, note.customer, note.queue) == ("ana", (), "cu_i1", "q")
    assert decision.answer.note == f"interaction/in_1:{decision.entries[0].version}"


def test_whom_a_note_mentions_is_told_one_by_one() -> None:
    play = engaged()

    decision = play.do(mention("cai", "ben"), by=agent("ana"))

    assert names(decision.entries) == ["NoteAdded", "AgentMentioned", "AgentMentioned"]
    told = [e.event for e in decision.entries if isinstance(e.event, ev.AgentMentioned)]
    assert [(each.agent, each.by) for each in told] == [("cai", "ana"), ("ben", "ana")]
    assert decision.answer.note == f"interaction/in_1:{decision.entries[0].version}"


def test_who_was_mentioned_before_or_twice_is_not_told_again() -> None:
    play = engaged()
    play.do(mention("ben"), by=agent("ana"))

    decision = play.do(mention("cai", "ben", "cai"), by=agent("ana"))

    assert names(decision.entries) == ["NoteAdded", "AgentMentioned"]
    assert play.last(ev.NoteAdded).mentions == ("cai", "ben")
    assert play.last(ev.AgentMentioned).agent == "cai"


def test_nobody_becomes_a_reader_by_their_own_note() -> None:
    play = engaged()

    decision = play.do(mention("ana"), by=agent("ana"))

    assert names(decision.entries) == ["NoteAdded"]
    assert play.last(ev.NoteAdded).mentions == ()
    assert play.state.interactions["in_1"].readers == {}


def test_a_mention_of_nobody_is_refused_and_tells_nobody() -> None:
    play = engaged()

    facts = play.refused(mention("ben", "sue"), UnknownEntityError, by=agent("ana"))

    assert facts == {"kind": "agent", "id": "sue"}
    assert play.count(ev.NoteAdded) == 0


def test_the_owner_writes_notes_from_the_accept_until_wrap_up_ends() -> None:
    play = ready("ana")
    play.write()

    play.refused(NOTE, NotOwnerError, by=agent("ana"))
    play.accept()
    play.do(NOTE, by=agent("ana"))
    play.do(cmd.ConfirmConnected(interaction="in_1"), by=agent("ana"))
    play.do(NOTE, by=agent("ana"))
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))
    play.do(NOTE, by=agent("ana"))
    play.do(cmd.CompleteWrapUp(interaction="in_1"), by=agent("ana"))

    assert play.refused(NOTE, NotOwnerError, by=agent("ana")) == {"interaction": "in_1"}
    assert play.count(ev.NoteAdded) == 3


def test_a_reader_goes_on_after_a_requeue_and_until_the_close() -> None:
    play = ready("ana")
    play.do(cmd.DefineAgent(agent="ben", memberships=()))
    play.write()
    play.accept()
    play.do(mention("ben"), by=agent("ana"))
    play.wait(10_001)
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED

    play.do(mention("ana"), by=agent("ben"))

    assert (play.last(ev.NoteAdded).agent, play.last(ev.AgentMentioned).by) == ("ben", "ben")
    play.do(NOTE, by=agent("ana"))
    play.do(cmd.AbandonInteraction(interaction="in_1"), by=visitor("i1"))
    refusal = play.refused(NOTE, InvalidTransitionError, by=agent("ben"))
    assert refusal["state"] == "CLOSED"


@pytest.mark.parametrize(
    "by",
    [agent("ben"), visitor("i1"), Principal(id="sue", role=Role.SUPERVISOR)],
    ids=["agent", "customer", "supervisor"],
)
def test_who_was_not_mentioned_may_not(by: Principal) -> None:
    play = engaged()

    play.refused(NOTE, NotOwnerError, by=by)


def test_a_former_owner_who_was_never_mentioned_may_not() -> None:
    play = ready("ana", "ben", retry_same_ms=60_000)
    play.write()
    play.accept()
    play.wait(10_001)
    assert play.state.interactions["in_1"].owner is None

    play.refused(NOTE, NotOwnerError, by=agent("ana"))


def test_the_system_writes_for_the_owner_and_for_nobody_else() -> None:
    play = engaged()
    play.write(2)

    play.do(NOTE)

    assert play.last(ev.NoteAdded).agent == "ana"
    refusal = play.refused(cmd.AddNote(interaction="in_2"), InvalidTransitionError, by=SYSTEM)
    assert refusal["command"] == "AddNote"


def test_a_note_on_what_is_not_there_is_refused() -> None:
    play = engaged()

    play.refused(cmd.AddNote(interaction="in_9"), UnknownEntityError, by=agent("ana"))
