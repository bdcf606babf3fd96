"""`customer.v1`: who it is, what they came for before, and to whom nothing is told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from ccsdk.bus.scope import CustomerPositions
from ccsdk.center import customer
from ccsdk.center.customer import read_customer
from ccsdk.center.history import access_of
from ccsdk.errors import UnknownEntityError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    AddNote,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveInteraction,
)
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.event import InteractionReceived
from ccsdk.model.principal import Principal
from ccsdk.server.tokens import identity_of
from tests.unit.center.shop import ADA, ANNA, BORIS, MEI, SECRET, TOM, Desk


class CountingStore(MemoryLogStore):
    """Note which positions are read."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[int] = []

    async def read_positions(self, positions: Sequence[int]) -> list[Entry]:
        self.pages.append(len(positions))
        return await super().read_positions(positions)


def write(desk: Desk, interaction: str, by: Principal = ANNA, *, is_verified: bool = True) -> None:
    """Let a visitor of the shop begin an Interaction."""
    desk.ask(
        ReceiveInteraction(
            interaction=interaction,
            account="web",
            thread=f"{by.id}-{interaction}",
            identity=identity_of(SECRET, "web", by.id),
            is_verified=is_verified,
        ),
        by,
    )


def handle(desk: Desk, interaction: str, disposition: str = "sold") -> None:
    """Let Mei take an Interaction from its Offer to its end."""
    desk.ask(AcceptOffer(offer=f"{interaction}-o1"), MEI)
    desk.ask(ConfirmConnected(interaction=interaction), MEI)
    desk.ask(EndInteraction(interaction=interaction), MEI)
    desk.ask(CompleteWrapUp(interaction=interaction, disposition=disposition), MEI)


def named(entry: Entry) -> Entry:
    if not isinstance(entry.event, InteractionReceived):
        return entry
    half = InteractionReceived.Personal(name="Anna Berg", address="anna@shop.example")
    return msgspec.structs.replace(entry, personal=half)


def asked(
    desk: Desk, principal: Principal, interaction: str, store: MemoryLogStore | None = None
) -> dict[str, Any]:
    async def read() -> dict[str, Any]:
        kept = store or MemoryLogStore()
        await kept.open()
        await kept.append(Batch(entries=tuple(map(named, desk.entries)), rows=()))
        positions = CustomerPositions()
        for entry in desk.entries:
            positions.note(entry.position, entry.event)
        access = access_of(desk.state, principal, interaction)
        return await read_customer(kept, access, interaction, positions.of(access.customer))

    return asyncio.run(read())


@pytest.fixture
def desk() -> Desk:
    """Return a shop in which Mei handled Anna twice, Boris once, and has Anna's third."""
    desk = Desk()
    desk.ready("mei")
    for number, (by, disposition) in enumerate(
        [(ANNA, "sold"), (BORIS, "other"), (ANNA, "refund")], start=1
    ):
        write(desk, f"in_{number}", by)
        handle(desk, f"in_{number}", disposition)
    write(desk, "in_4")
    desk.ask(AcceptOffer(offer="in_4-o1"), MEI)
    return desk


def test_owner_is_told_who_it_is_with_the_address_masked(desk: Desk) -> None:
    answer = asked(desk, MEI, "in_4")

    assert answer["customer"] == {
        "id": ANNA.customer,
        "is_verified": True,
        "personal": {"name": "Anna Berg", "address": "a***@shop.example"},
    }


def test_past_is_newest_first_without_this_one_and_without_others(desk: Desk) -> None:
    answer = asked(desk, MEI, "in_4")

    times = {entry.subject: entry.at_ms for entry in desk.entries if is_received(entry)}
    assert [
        (item["interaction"], item["disposition"], item["received_at_ms"])
        for item in answer["items"]
    ] == [
        ("in_3", "refund", times["interaction/in_3"]),
        ("in_1", "sold", times["interaction/in_1"]),
    ]
    newest = answer["items"][0]
    assert (newest["queue"], newest["channel"], newest["agent"]) == ("sales", "chat", "mei")
    assert newest["outcome"] == "handled"
    assert newest["closed_at_ms"] > newest["received_at_ms"]
    assert answer["more"] is False


def is_received(entry: Entry) -> bool:
    return isinstance(entry.event, InteractionReceived)


def test_whoever_only_says_who_they_are_has_no_past(desk: Desk) -> None:
    write(desk, "in_5", is_verified=False)
    desk.ready("tom")
    desk.ask(AcceptOffer(offer="in_5-o1"), desk_owner(desk, "in_5"))

    answer = asked(desk, desk_owner(desk, "in_5"), "in_5")

    assert answer["customer"]["is_verified"] is False
    assert (answer["items"], answer["more"]) == ([], False)


def desk_owner(desk: Desk, interaction: str) -> Principal:
    """Return who was offered, or owns, an Interaction."""
    found = desk.state.interactions[interaction]
    agent = found.owner or desk.state.offers[next(iter(found.offers))].agent
    return {"mei": MEI, "tom": TOM}[agent]


def test_what_came_later_is_not_earlier(desk: Desk) -> None:
    desk.ask(ConfirmConnected(interaction="in_4"), MEI)
    desk.ask(EndInteraction(interaction="in_4"), MEI)
    write(desk, "in_5")

    answer = asked(desk, MEI, "in_4")

    assert [item["interaction"] for item in answer["items"]] == ["in_3", "in_1"]


@pytest.mark.parametrize("principal", [TOM, ADA, ANNA, BORIS])
def test_to_nobody_else_there_is_such_an_interaction(desk: Desk, principal: Principal) -> None:
    with pytest.raises(UnknownEntityError):
        asked(desk, principal, "in_4")


def test_former_owner_and_whom_it_is_only_offered_to_are_told_nothing(desk: Desk) -> None:
    write(desk, "in_5", BORIS)
    offered = desk_owner(desk, "in_5")

    for interaction in ("in_3", "in_5"):
        with pytest.raises(UnknownEntityError):
            asked(desk, offered, interaction)


def test_whom_a_note_mentions_is_told(desk: Desk) -> None:
    desk.ask(AddNote(interaction="in_4", mentions=("tom",)), MEI)

    answer = asked(desk, TOM, "in_4")

    assert answer["customer"]["personal"]["name"] == "Anna Berg"
    assert len(answer["items"]) == 2


def test_at_most_twenty_are_told_and_that_there_are_more() -> None:
    desk = Desk()
    desk.ready("mei")
    for number in range(1, 23):
        write(desk, f"in_{number}")
        handle(desk, f"in_{number}")
    write(desk, "in_23")
    desk.ask(AcceptOffer(offer="in_23-o1"), MEI)

    answer = asked(desk, MEI, "in_23")

    assert [item["interaction"] for item in answer["items"]] == [
        f"in_{number}" for number in range(22, 2, -1)
    ]
    assert answer["more"] is True


def test_looking_back_is_bounded_and_says_that_there_may_be_more(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(customer, "POSITIONS_MAX", 20)
    monkeypatch.setattr(customer, "_PAGE", 8)
    store = CountingStore()

    answer = asked(desk, MEI, "in_4", store)

    assert sum(store.pages) == 20
    assert [item["interaction"] for item in answer["items"]] == ["in_3"]
    assert answer["more"] is True


def test_past_is_read_in_pages_and_no_further_than_needed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = asked(desk, MEI, "in_4")
    monkeypatch.setattr(customer, "_PAGE", 3)

    assert asked(desk, MEI, "in_4") == whole
