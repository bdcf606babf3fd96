from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import Closing, InteractionState
from tests.unit.engine.consulting import ASK, CHILD, OFFER, asked, consulting, held
from tests.unit.engine.play import agent, names, visitor
from tests.unit.engine.talk import IN, SAM, join, talk


def test_26_who_was_consulted_and_met_no_customer_has_no_wrap_up() -> None:
    play = consulting()

    play.do(cmd.EndInteraction(interaction=CHILD), by=agent("ben"))

    assert play.count(ev.WrapUpStarted) == 0
    assert play.last(ev.InteractionClosed).outcome is Closing.CONSULTED
    assert play.last(ev.ConsultEnded).cause == "failed"
    assert (held(play), play.state.agents["ben"].used) == (False, 0)


def test_31_an_owner_who_leaves_a_consult_leaves_the_customer_with_who_was_asked() -> None:
    play = consulting()

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    found = play.state.interactions["in_1"]
    assert (found.state, found.owner, held(play)) == (InteractionState.ENGAGED, "ben", False)


def test_31_an_owner_who_is_lost_in_a_consult_leaves_the_customer_with_who_was_asked() -> None:
    play = consulting(sessions=True)
    play.sign_off("ana")

    play.wait(60_001)

    found = play.state.interactions["in_1"]
    assert (found.state, found.owner) == (InteractionState.ENGAGED, "ben")
    assert play.last(ev.OwnerChanged).cause == "agent_lost"


def test_31_a_consult_nobody_answered_becomes_a_blind_transfer() -> None:
    play = asked()

    left = play.do(cmd.LeaveInteraction(**IN), by=agent("ana")).entries

    assert "InteractionTransferred" in names(left)
    assert play.last(ev.InteractionTransferred).queue == "q"
    assert play.state.interactions[CHILD].state is InteractionState.CLOSED
    assert play.state.interactions["in_1"].state.is_waiting


def test_31_a_lost_owner_of_a_consult_nobody_answered_is_a_blind_transfer() -> None:
    play = asked(sessions=True)
    play.do(cmd.AcknowledgeOffer(offer=OFFER), by=agent("ben"))
    play.do(cmd.DeclineOffer(offer=OFFER), by=agent("ben"))
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.sign_off("ana")

    play.wait(60_001)

    assert play.count(ev.InteractionTransferred) == 1
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_31_with_a_member_there_the_consult_nobody_answered_ends() -> None:
    play = join(talk("ben", "cai"), "ben")
    play.do(ASK, by=agent("ana"))

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    assert play.state.interactions["in_1"].owner == "ben"
    assert (play.last(ev.ConsultEnded).cause, held(play)) == ("ended", False)


def test_who_was_asked_and_is_lost_gives_the_customer_back() -> None:
    play = consulting(sessions=True)
    play.sign_off("ben")

    play.wait(60_001)

    assert play.last(ev.ConsultEnded).cause == "failed"
    assert (play.state.interactions["in_1"].owner, held(play)) == ("ana", False)


def test_31_an_owner_who_leaves_a_consult_with_a_lost_colleague_transfers_blindly() -> None:
    play = consulting(sessions=True)
    play.sign_off("ben")

    left = play.do(cmd.LeaveInteraction(**IN), by=agent("ana")).entries

    assert "InteractionTransferred" in names(left)
    assert play.state.interactions[CHILD].state is InteractionState.CLOSED
    assert play.state.interactions["in_1"].state is InteractionState.QUEUED


def test_31_an_owner_lost_with_who_was_asked_leaves_the_customer_to_a_member() -> None:
    play = join(talk("ben", "cai", sessions=True), "cai")
    play.do(ASK, by=agent("ana"))
    assert play.engage(OFFER) == "ben"
    play.sign_off("ana")
    play.wait(1)
    play.sign_off("ben")

    play.wait(60_000)

    found = play.state.interactions["in_1"]
    assert (found.owner, found.child, held(play)) == ("cai", None, False)


def test_when_the_customer_ends_the_talk_the_consult_ends() -> None:
    play = consulting()
    play.do(cmd.StartMonitor(interaction=CHILD), by=SAM)

    play.do(cmd.EndInteraction(**IN), by=visitor("i1"))

    assert play.last(ev.ConsultEnded).cause == "ended"
    assert play.state.interactions[CHILD].state is InteractionState.CLOSED


def test_who_was_taken_back_already_is_not_taken_back_as_the_consult_ends() -> None:
    play = consulting()
    play.do(cmd.RetrieveCustomer(**IN), by=agent("ana"))

    play.do(cmd.CancelConsult(**IN), by=agent("ana"))

    assert (play.count(ev.CustomerRetrieved), held(play)) == (1, False)
