from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from tests.unit.engine.consults import ASK, CHILD, OFFER, asked, consulting, held
from tests.unit.engine.play import Play, agent, names, visitor
from tests.unit.engine.talk import IN, join, talk


def owner_of(play: Play) -> str | None:
    return play.state.interactions["in_1"].owner


def test_the_colleague_who_has_answered_owns_after_an_owner_who_leaves() -> None:
    play = consulting()

    left = play.do(cmd.LeaveInteraction(**IN), by=agent("ana")).entries

    assert names(left)[-4:] == ["LegStarted", "CustomerRetrieved", "OwnerChanged", "WrapUpStarted"]
    assert (owner_of(play), held(play)) == ("ben", False)


def test_a_member_owns_before_a_colleague_who_has_not_answered() -> None:
    play = join(talk("ben", "cai"), "ben")
    play.do(ASK, by=agent("ana"))

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    assert (owner_of(play), held(play)) == ("ben", False)
    assert play.last(ev.ConsultEnded).cause == "ended"


def test_a_colleague_who_is_lost_owns_nothing() -> None:
    play = consulting(sessions=True)
    play.sign_off("ben")

    play.do(cmd.LeaveInteraction(**IN), by=agent("ana"))

    assert (owner_of(play), play.count(ev.InteractionTransferred)) == (None, 1)


def test_a_consult_that_its_colleague_ends_gives_the_customer_back() -> None:
    play = consulting()

    play.do(cmd.EndInteraction(interaction=CHILD), by=agent("ben"))

    assert (play.last(ev.ConsultEnded).cause, held(play)) == ("failed", False)


def test_a_consult_ends_with_the_talk_and_its_offers_with_it() -> None:
    play = asked()

    entries = play.do(cmd.EndInteraction(**IN), by=visitor("i1")).entries

    assert names(entries)[:2] == ["OfferWithdrawn", "InteractionCancelled"]
    assert play.state.interactions[CHILD].state is InteractionState.CLOSED


def test_a_merged_colleague_is_a_member() -> None:
    play = consulting()

    play.do(cmd.MergeConsult(**IN), by=agent("ana"))

    assert list(play.state.agents["ben"].joined) == ["in_1"]
    assert play.state.offers[OFFER].state.value == "ACCEPTED"


def test_a_customer_who_was_taken_back_before_is_not_taken_back_twice() -> None:
    play = consulting()
    play.do(cmd.RetrieveCustomer(**IN), by=agent("ana"))

    entries = play.do(cmd.CancelConsult(**IN), by=agent("ana")).entries

    assert names(entries) == ["InteractionEnded", "InteractionClosed", "ConsultEnded"]
