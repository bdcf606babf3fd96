"""The ephemeral lane: who may send, who hears, and what nobody else ever does."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.bus.ephemeral import EphemeralLane
from ccsdk.bus.ownership import Ownership
from ccsdk.model import event
from ccsdk.model.event import Event
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import narrow
from ccsdk.model.principal import Principal
from ccsdk.model.topic import Filter
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, TOM
from tests.unit.wire.samples import sample

TOPIC = "interaction.in_1.Typing"
ALL = (">",)


class Ear:
    """Note what is heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str, int]] = []

    def hear(self, topic: str, key: str, *, ttl_ms: int) -> None:
        self.heard.append((topic, key, ttl_ms))


class Room:
    """Hold a lane in which Ana's Interaction `in_1` is Mei's."""

    def __init__(self) -> None:
        self.ownership = Ownership()
        self.lane = EphemeralLane(self.ownership.relates, self.ownership.agents)
        self.happen(event.InteractionReceived)
        self.happen(event.OfferAccepted)

    def happen(self, cls: type[Event], **refs: str) -> None:
        known = {"interaction": "in_1", "customer": "cu_ana", "agent": "mei"}
        happened = sample(cls, **{**known, **refs})
        self.ownership.note(happened)
        self.lane.note(happened)

    def ear(self, principal: Principal, *topics: str, **where: tuple[str, ...]) -> Ear:
        grant = narrow(grant_of(principal), Filter.of(topics or ALL, where))
        ear = Ear()
        self.lane.listen(object(), principal, grant, ear)
        return ear

    def say(self, principal: Principal, topic: str = TOPIC, ttl_ms: int = 6_000) -> None:
        self.lane.announce(Ear(), principal, topic, ttl_ms=ttl_ms)


@pytest.fixture
def room() -> Room:
    return Room()


def test_owner_hears_the_customer_and_the_customer_the_owner(room: Room) -> None:
    mei, ana = room.ear(MEI), room.ear(ANA)

    room.say(ANA)
    room.say(MEI, ttl_ms=0)

    assert mei.heard == [(TOPIC, "customer", 6_000), (TOPIC, "mei", 0)]
    assert ana.heard == mei.heard


def test_sender_does_not_hear_itself_but_its_other_tab_does(room: Room) -> None:
    tab, other = Ear(), room.ear(MEI)
    room.lane.listen(object(), MEI, narrow(grant_of(MEI), Filter.of(ALL)), tab)

    room.lane.announce(tab, MEI, TOPIC, ttl_ms=6_000)

    assert tab.heard == []
    assert other.heard == [(TOPIC, "mei", 6_000)]


@pytest.mark.parametrize("principal", [BEN, TOM, SAM])
def test_nobody_else_sends(room: Room, principal: Principal) -> None:
    mei, ana = room.ear(MEI), room.ear(ANA)

    room.say(principal)

    assert mei.heard == ana.heard == []


@pytest.mark.parametrize("principal", [BEN, TOM, SAM])
def test_nobody_else_hears(room: Room, principal: Principal) -> None:
    other = room.ear(principal)

    room.say(ANA)
    room.say(MEI)

    assert other.heard == []


def test_whom_a_note_mentioned_hears_and_does_not_send(room: Room) -> None:
    tom, ana = room.ear(TOM), room.ear(ANA)
    room.happen(event.AgentMentioned, agent="tom")

    room.say(ANA)
    room.say(TOM)

    assert tom.heard == ana.heard == [(TOPIC, "customer", 6_000)]


def test_former_owner_neither_sends_nor_hears_and_the_new_one_does(room: Room) -> None:
    mei, tom, ana = room.ear(MEI), room.ear(TOM), room.ear(ANA)
    room.happen(event.InteractionRequeued)
    room.happen(event.OfferAccepted, agent="tom")

    room.say(MEI)
    room.say(ANA)
    room.say(TOM)

    assert mei.heard == []
    assert [key for _, key, _ in tom.heard] == ["customer", "tom"]
    assert [key for _, key, _ in ana.heard] == ["customer", "tom"]


@pytest.mark.parametrize(
    "end",
    [
        event.InteractionEnded,
        event.InteractionConcluded,
        event.InteractionAbandoned,
        event.InteractionClosed,
    ],
)
def test_when_the_talk_ended_nobody_sends_not_even_in_wrap_up(room: Room, end: type[Event]) -> None:
    mei, ana = room.ear(MEI), room.ear(ANA)
    room.happen(end)
    room.happen(event.InteractionQueued)

    room.say(ANA)
    room.say(MEI)

    assert mei.heard == ana.heard == []


@pytest.mark.parametrize(
    "topic",
    [
        "interaction.in_9.Typing",
        "interaction.in_1.MessageReceived",
        "interaction.in_1",
        "interaction.in_1.Typing.Fast",
        "agent.in_1.Typing",
        "interaction",
        "system.Typing",
    ],
)
def test_topic_that_the_table_does_not_name_goes_nowhere(room: Room, topic: str) -> None:
    mei, ana = room.ear(MEI), room.ear(ANA)

    room.say(ANA, topic)
    room.say(MEI, topic)

    assert mei.heard == ana.heard == []


@pytest.mark.parametrize(
    ("topics", "where", "hears"),
    [
        (("interaction.*.>",), {}, True),
        (("interaction.in_1.Typing",), {}, True),
        (("interaction.in_2.>",), {}, False),
        (("interaction.*.MessageSent",), {}, False),
        (("agent.mei.>",), {}, False),
        (("interaction.*.>",), {"customer": ("cu_ana",)}, True),
        (("interaction.*.>",), {"customer": ("cu_ben",)}, False),
    ],
)
def test_filter_of_the_subscription_counts(
    room: Room, topics: tuple[str, ...], where: dict[str, Any], hears: bool
) -> None:
    mei = room.ear(MEI, *topics, **where)

    room.say(ANA)

    assert bool(mei.heard) == hears


def test_connection_with_two_subscriptions_hears_once(room: Room) -> None:
    tab = Ear()
    for topics in (ALL, ("interaction.*.>",)):
        room.lane.listen(object(), MEI, narrow(grant_of(MEI), Filter.of(topics)), tab)

    room.say(ANA)

    assert len(tab.heard) == 1


def test_ended_subscription_hears_nothing_and_leaves_nothing_behind(room: Room) -> None:
    tab, subscription = Ear(), object()
    room.lane.listen(subscription, MEI, narrow(grant_of(MEI), Filter.of(ALL)), tab)

    room.lane.forget(subscription)
    room.lane.forget(object())
    room.say(ANA)

    assert tab.heard == []
    assert room.lane._ears == room.lane._by_subscription == {}


def test_refs_follow_the_queue_that_the_interaction_is_in(room: Room) -> None:
    mei = room.ear(MEI, "interaction.*.>", queue=("sales",))
    room.say(ANA)
    room.happen(event.InteractionQueued, queue="sales")

    room.say(ANA, ttl_ms=1)

    assert mei.heard == [(TOPIC, "customer", 1)]


def test_who_is_reopened_types_again(room: Room) -> None:
    mei = room.ear(MEI)
    room.happen(event.InteractionClosed)
    room.happen(event.InteractionReopened)
    room.happen(event.OfferAccepted, agent=MEI.id)

    room.say(ANA)

    assert [key for _, key, _ in mei.heard] == ["customer"]


def test_closed_interactions_take_no_memory(room: Room) -> None:
    for number in range(50):
        room.happen(event.InteractionReceived, interaction=f"in_x{number}")
        room.happen(event.InteractionClosed, interaction=f"in_x{number}")

    assert list(room.lane._open) == ["in_1"]
