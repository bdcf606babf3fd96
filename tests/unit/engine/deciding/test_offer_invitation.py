from __future__ import annotations

from ccsdk.errors import InvalidTransitionError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from tests.unit.engine.play import agent, names
from tests.unit.engine.talk import invite, talk


def test_an_accepted_invitation_leaves_the_owner_alone() -> None:
    play = talk("ben")
    offer = invite(play, "ben")

    accepted = play.accept(offer)

    assert names(accepted) == ["LegStarted"]
    found = play.state.interactions["in_1"]
    assert (found.state, found.owner) == (InteractionState.ENGAGED, "ana")


def test_who_lost_their_session_cannot_accept_an_invitation() -> None:
    play = talk("ben", sessions=True)
    offer = invite(play, "ben")
    play.sign_off("ben")

    play.refused(cmd.AcceptOffer(offer=offer), InvalidTransitionError, by=agent("ben"))
    fired = play.wait(5_001)

    assert names(fired) == ["OfferWithdrawn"]


def test_who_stops_being_ready_declines_the_invitation() -> None:
    play = talk("ben")
    invite(play, "ben")

    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))

    declined = play.last(ev.OfferDeclined)
    assert (declined.reason, declined.excluded_until_ms) == ("lunch", None)
