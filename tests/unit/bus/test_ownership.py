"""Who owns what: from the accept until the wrap-up ends or the Interaction leaves."""

from __future__ import annotations

import pytest

from ccsdk.bus.ownership import Ownership
from ccsdk.model import event
from ccsdk.model.event import EVENTS, Event
from tests.unit.wire.samples import sample

ENDING = (
    event.WrapUpEnded,
    event.ConnectFailed,
    event.LegLost,
    event.InteractionRequeued,
    event.InteractionClosed,
)


def happened(cls: type[Event], agent: str = "mei") -> Event:
    return sample(cls, interaction="in_1", agent=agent)


def owned() -> Ownership:
    ownership = Ownership()
    ownership.note(happened(event.OfferAccepted))
    return ownership


def test_accepting_agent_owns() -> None:
    ownership = Ownership()

    changed = ownership.note(happened(event.OfferAccepted))

    assert changed == "mei"
    assert ownership.owns("mei", "in_1")
    assert not ownership.owns("tom", "in_1")
    assert not ownership.owns("mei", "in_2")


@pytest.mark.parametrize("cls", ENDING, ids=lambda cls: cls.__name__)
def test_ownership_ends(cls: type[Event]) -> None:
    ownership = owned()

    changed = ownership.note(happened(cls))

    assert changed == "mei"
    assert not ownership.owns("mei", "in_1")
    assert ownership.note(happened(cls)) is None


@pytest.mark.parametrize(
    "cls",
    [cls for cls in EVENTS.values() if cls not in (*ENDING, event.OfferAccepted)],
    ids=lambda cls: cls.__name__,
)
def test_other_events_change_no_owner(cls: type[Event]) -> None:
    ownership = owned()

    changed = ownership.note(happened(cls))

    assert changed is None
    assert ownership.owns("mei", "in_1")


def test_wrap_up_of_a_former_owner_leaves_the_new_one() -> None:
    ownership = owned()

    changed = ownership.note(happened(event.WrapUpEnded, agent="tom"))

    assert changed is None
    assert ownership.owns("mei", "in_1")
