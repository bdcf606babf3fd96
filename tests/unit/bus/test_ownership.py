"""Who owns what, from the accept until the wrap-up ends or the Interaction leaves; who reads."""

from __future__ import annotations

import msgspec
import pytest

from ccsdk.bus.ownership import Ownership
from ccsdk.model import event
from ccsdk.model.event import EVENTS, Event
from ccsdk.model.leg import LegRole
from ccsdk.model.relation import (
    CONSULTED,
    FORMER,
    LISTENER,
    MEMBER,
    OWNER,
    READER,
    REVIEWER,
    UNFINISHED,
)
from tests.unit.wire.samples import sample

BEGINNING = (
    event.ReviewOpened,
    event.OfferAccepted,
    event.AgentMentioned,
    event.OwnerChanged,
    event.ConsultReceived,
)
ENDING = (
    event.WrapUpEnded,
    event.ConnectFailed,
    event.LegLost,
    event.InteractionRequeued,
    event.InteractionTransferred,
    event.InteractionParked,
    event.InteractionAbandoned,
    event.InteractionClosed,
)
# These tell the Agent they name, whether or not they owned it.
TELLING = (event.WrapUpStarted, event.InteractionResumed, event.InteractionEnded)


def happened(cls: type[Event], agent: str = "mei") -> Event:
    return sample(cls, interaction="in_1", agent=agent)


def owned() -> Ownership:
    ownership = Ownership()
    ownership.note(happened(event.OfferAccepted))
    return ownership


def test_accepting_agent_owns() -> None:
    ownership = Ownership()

    changed = ownership.note(happened(event.OfferAccepted))

    assert list(changed) == ["mei"]
    assert ownership.relates(OWNER, "mei", "in_1")
    assert not ownership.relates(OWNER, "tom", "in_1")
    assert not ownership.relates(OWNER, "mei", "in_2")
    assert not ownership.relates(READER, "mei", "in_1")


@pytest.mark.parametrize("cls", ENDING, ids=lambda cls: cls.__name__)
def test_ownership_ends(cls: type[Event]) -> None:
    ownership = owned()

    changed = ownership.note(happened(cls))

    assert list(changed) == ["mei"]
    assert not ownership.relates(OWNER, "mei", "in_1")


@pytest.mark.parametrize(
    "cls",
    [
        cls
        for cls in EVENTS.values()
        if cls not in (*ENDING, *BEGINNING, *TELLING, event.InteractionCancelled)
    ],
    ids=lambda cls: cls.__name__,
)
def test_other_events_change_no_owner(cls: type[Event]) -> None:
    ownership = owned()

    changed = ownership.note(happened(cls))

    assert list(changed) == []
    assert ownership.relates(OWNER, "mei", "in_1")


def test_wrap_up_of_a_former_owner_leaves_the_new_one() -> None:
    ownership = owned()

    changed = ownership.note(happened(event.WrapUpEnded, agent="tom"))

    assert list(changed) == ["tom"]
    assert ownership.relates(OWNER, "mei", "in_1")


def test_who_gave_it_away_has_not_finished_until_wrap_up_ends_and_stays_a_former_owner() -> None:
    ownership = owned()
    ownership.note(happened(event.InteractionTransferred))
    given_away = ownership.relates(FORMER, "mei", "in_1"), ownership.agents("in_1")
    ownership.note(happened(event.WrapUpStarted))
    ownership.note(happened(event.WrapUpStarted, agent="tom"))
    wrapping_up = ownership.relates(UNFINISHED, "mei", "in_1")

    ownership.note(happened(event.WrapUpEnded))

    assert (*given_away, wrapping_up) == (True, {}, True)
    assert not ownership.relates(UNFINISHED, "mei", "in_1")
    assert ownership.relates(UNFINISHED, "tom", "in_1")
    assert ownership.relates(FORMER, "mei", "in_1")


@pytest.mark.parametrize("end", [event.InteractionResumed, event.InteractionCancelled])
def test_who_parked_it_has_not_finished_until_it_goes_on(end: type[Event]) -> None:
    ownership = owned()
    ownership.note(happened(event.InteractionParked))
    before = ownership.relates(UNFINISHED, "mei", "in_1")

    changed = ownership.note(happened(end))

    assert (before, ownership.relates(UNFINISHED, "mei", "in_1")) == (True, False)
    assert list(changed) == ["mei"]


def test_what_is_cancelled_while_nobody_has_it_tells_nobody() -> None:
    cancelled = msgspec.structs.replace(happened(event.InteractionCancelled), agent=None)

    assert list(Ownership().note(cancelled)) == []


def test_whoever_ended_the_talk_is_a_former_owner() -> None:
    ownership = owned()

    changed = ownership.note(happened(event.InteractionEnded))
    nobody = Ownership().note(happened(event.InteractionEnded))

    assert (list(changed), list(nobody)) == (["mei"], [])
    assert ownership.relates(FORMER, "mei", "in_1")
    assert ownership.relates(OWNER, "mei", "in_1")


def test_who_is_mentioned_reads_and_owns_nothing() -> None:
    ownership = owned()

    changed = ownership.note(happened(event.AgentMentioned, agent="tom"))

    assert list(changed) == ["tom"]
    assert ownership.relates(READER, "tom", "in_1")
    assert not ownership.relates(READER, "tom", "in_2")
    assert not ownership.relates(OWNER, "tom", "in_1")
    assert ownership.relates(OWNER, "mei", "in_1")


@pytest.mark.parametrize(
    "cls",
    [cls for cls in EVENTS.values() if cls is not event.InteractionForgotten],
    ids=lambda cls: cls.__name__,
)
def test_a_reader_reads_on_whatever_happens_to_the_interaction(cls: type[Event]) -> None:
    ownership = owned()
    ownership.note(happened(event.AgentMentioned, agent="tom"))

    ownership.note(happened(cls))

    assert ownership.relates(READER, "tom", "in_1")


def test_who_takes_a_consult_reads_what_it_is_about_until_it_ends() -> None:
    ownership = owned()
    asked = sample(event.ConsultReceived, interaction="in_1-c1", parent="in_1", asker="mei")
    ownership.note(asked)
    before = ownership.relates(CONSULTED, "tom", "in_1")

    changed = ownership.note(sample(event.OfferAccepted, interaction="in_1-c1", agent="tom"))
    taken = ownership.relates(CONSULTED, "tom", "in_1"), list(ownership.agents("in_1"))
    ownership.note(sample(event.InteractionClosed, interaction="in_1-c1", agent="tom"))

    assert (before, list(changed), taken) == (False, ["tom"], (True, ["mei", "tom"]))
    assert not ownership.relates(CONSULTED, "tom", "in_1")
    assert list(ownership.agents("in_1")) == ["mei"]


def test_a_consult_is_forgotten_with_what_it_was_about() -> None:
    ownership = Ownership()
    asked = sample(event.ConsultReceived, interaction="in_1-c1", parent="in_1", asker="mei")
    ownership.note(asked)
    ownership.note(sample(event.OfferAccepted, interaction="in_1-c1", agent="tom"))

    ownership.note(happened(event.InteractionForgotten))

    assert not ownership.relates(CONSULTED, "tom", "in_1")


def test_what_is_forgotten_loses_all_its_readers_at_once() -> None:
    ownership = owned()
    for agent in ("tom", "ana"):
        ownership.note(happened(event.AgentMentioned, agent=agent))

    changed = ownership.note(happened(event.InteractionForgotten))

    assert list(changed) == ["tom", "ana"]
    assert not ownership.relates(READER, "tom", "in_1")
    assert not ownership.relates(READER, "ana", "in_1")
    assert list(ownership.note(happened(event.InteractionForgotten))) == []


def test_who_opened_it_reviews_it_and_hears_nothing_that_is_typed() -> None:
    ownership = owned()

    changed = ownership.note(happened(event.ReviewOpened, agent="ada"))

    assert list(changed) == ["ada"]
    assert ownership.relates(REVIEWER, "ada", "in_1")
    assert not ownership.relates(REVIEWER, "ada", "in_2")
    assert not ownership.relates(REVIEWER, "mei", "in_1")
    assert list(ownership.agents("in_1")) == ["mei"]


@pytest.mark.parametrize("end", [event.InteractionReopened, event.InteractionForgotten])
def test_nobody_reviews_what_goes_on_or_is_forgotten(end: type[Event]) -> None:
    ownership = Ownership()
    for supervisor in ("ada", "sam"):
        ownership.note(happened(event.ReviewOpened, agent=supervisor))

    changed = ownership.note(happened(end))

    assert list(changed) == ["ada", "sam"]
    assert not ownership.relates(REVIEWER, "ada", "in_1")
    assert list(ownership.note(happened(end))) == []


def joined(role: LegRole = LegRole.MEMBER) -> Ownership:
    """Return what is known once Tom takes part in what Mei owns."""
    ownership = owned()
    changed = ownership.note(sample(event.LegStarted, interaction="in_1", agent="tom", role=role))
    assert list(changed) == ["tom"]
    return ownership


@pytest.mark.parametrize(
    ("role", "ref"),
    [(LegRole.MEMBER, MEMBER), (LegRole.MONITOR, LISTENER), (LegRole.WHISPER, LISTENER)],
)
@pytest.mark.parametrize("ending", [event.LegEnded, event.LegLost], ids=lambda cls: cls.__name__)
def test_who_takes_part_does_so_until_their_leg_ends(
    role: LegRole, ref: str, ending: type[Event]
) -> None:
    ownership = joined(role)
    before = ownership.relates(ref, "tom", "in_1")
    near = set(ownership.agents("in_1"))

    changed = ownership.note(happened(ending, agent="tom"))

    assert before
    assert near == {"mei", "tom"}
    assert list(changed) == ["tom"]
    assert not ownership.relates(ref, "tom", "in_1")
    assert ownership.relates(OWNER, "mei", "in_1")
    assert list(ownership.note(happened(ending, agent="tom"))) == []


def test_the_asker_takes_part_in_a_consult_until_it_is_closed() -> None:
    ownership = Ownership()

    began = ownership.note(sample(event.ConsultReceived, interaction="in_1", asker="mei"))
    ownership.note(happened(event.OfferAccepted, agent="tom"))
    during = ownership.relates(MEMBER, "mei", "in_1")
    closed = ownership.note(happened(event.InteractionClosed, agent="tom"))

    assert (list(began), during) == (["mei"], True)
    assert set(closed) == {"mei", "tom"}
    assert not ownership.relates(MEMBER, "mei", "in_1")


def test_a_member_who_follows_the_owner_owns_and_is_no_member_any_more() -> None:
    ownership = joined()

    changed = ownership.note(
        sample(event.OwnerChanged, interaction="in_1", agent="tom", former="mei")
    )

    assert list(changed) == ["mei", "tom"]
    assert ownership.relates(OWNER, "tom", "in_1")
    assert not ownership.relates(MEMBER, "tom", "in_1")
    assert not ownership.relates(OWNER, "mei", "in_1")
