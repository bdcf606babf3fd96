"""What a colleague who is asked may read, and what is left of what somebody parked."""

from __future__ import annotations

import pytest

from ccsdk.center.doors import relates_in, require_permitted
from ccsdk.errors import UnknownEntityError
from ccsdk.model.command import (
    AcceptOffer,
    CancelConsult,
    ConfirmConnected,
    SendMessage,
    StartConsult,
)
from ccsdk.model.interaction import InteractionState
from ccsdk.model.relation import CONSULTED
from ccsdk.model.transfer import TransferTarget
from tests.unit.center.shop import ANNA, MEI, TOM, Desk
from tests.unit.center.test_reads import history, items, kinds, subjects

CHILD = "in_1-c1"


@pytest.fixture
def desk() -> Desk:
    """Return a shop in which Mei, who talks with Anna, asks Tom."""
    desk = Desk()
    desk.ready("mei")
    desk.write("in_1", ANNA)
    desk.ask(AcceptOffer(offer="in_1-o1"), MEI)
    desk.ask(ConfirmConnected(interaction="in_1"), MEI)
    desk.ask(SendMessage(interaction="in_1"), MEI)
    desk.ready("tom")
    desk.ask(StartConsult(interaction="in_1", to=TransferTarget(agent="tom")), MEI)
    return desk


def test_whoever_is_asked_learns_who_it_is_about_and_reads_nothing_yet(desk: Desk) -> None:
    offered = history(desk, TOM, CHILD)

    assert offered["customer"]["personal"] == {"name": "name of in_1"}
    shown = offered["interaction"]["data"]
    assert (shown["parent"], shown["asker"]) == ("in_1", "mei")
    assert offered["items"] == []
    with pytest.raises(UnknownEntityError):
        history(desk, TOM, "in_1")


def test_whoever_takes_a_consult_reads_what_it_is_about_until_it_ends(desk: Desk) -> None:
    desk.ask(AcceptOffer(offer=f"{CHILD}-o1"), TOM)

    read, seen = history(desk, TOM, "in_1"), subjects(items(desk, TOM, "interaction.*.>"))
    desk.ask(CancelConsult(interaction="in_1"), MEI)

    assert "MessageSent" in kinds(read)
    assert seen == [f"interaction/{CHILD}", "interaction/in_1"]
    assert not relates_in(desk.state)(CONSULTED, "tom", "in_1")
    with pytest.raises(UnknownEntityError):
        history(desk, TOM, "in_1")


def test_whoever_takes_a_consult_says_nothing_to_the_customer(desk: Desk) -> None:
    desk.ask(AcceptOffer(offer=f"{CHILD}-o1"), TOM)

    with pytest.raises(UnknownEntityError):
        require_permitted(SendMessage(interaction="in_1"), TOM, desk.state)


def test_whoever_parked_it_keeps_the_name_and_no_word(desk: Desk) -> None:
    found = desk.state.interactions["in_1"]
    found.state, found.owner, found.last_agent = InteractionState.PARKED, None, "mei"
    found.legs.clear()

    parked = history(desk, MEI, "in_1")

    assert parked["customer"]["personal"] == {"name": "name of in_1"}
    assert parked["items"] == []
    with pytest.raises(UnknownEntityError):
        history(desk, TOM, "in_1")
