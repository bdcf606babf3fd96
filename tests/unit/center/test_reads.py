"""Reads show each reader what their grant names, of committed state, and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from ccsdk.center.history import access_of, read_history
from ccsdk.center.items import snapshot_items
from ccsdk.errors import UnknownEntityError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveMessage,
    SendMessage,
)
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.event import InteractionReceived, MessageReceived, MessageSent
from ccsdk.model.grant import grant_of, narrow
from ccsdk.model.principal import Principal
from ccsdk.model.topic import Filter
from tests.unit.center.shop import ADA, ANNA, BORIS, MEI, TOM, Desk

NAMES = {"mei": "Mei Lin"}


@pytest.fixture
def desk() -> Desk:
    """Return a shop in which Mei talks with Anna, and Boris waits on an Offer to Mei."""
    desk = Desk()
    desk.ready("mei")
    desk.write("in_1", ANNA)
    desk.ask(AcceptOffer(offer="in_1-o1"), MEI)
    desk.ask(ConfirmConnected(interaction="in_1"), MEI)
    desk.ask(SendMessage(interaction="in_1"), MEI)
    desk.ask(ReceiveMessage(interaction="in_1"), ANNA)
    desk.write("in_2", BORIS)
    return desk


def items(desk: Desk, principal: Principal, *topics: str, **where: Any) -> list[dict[str, Any]]:
    grant = narrow(grant_of(principal), Filter.of(topics or (">",), where))
    return list(snapshot_items(desk.state, principal, grant, NAMES))


def subjects(found: list[dict[str, Any]]) -> list[str]:
    return [item["subject"] for item in found]


def with_text(entry: Entry) -> Entry:
    event = entry.event
    if isinstance(event, InteractionReceived):
        half: Any = InteractionReceived.Personal(name=f"name of {event.interaction}")
    elif isinstance(event, MessageReceived | MessageSent):
        half = type(event).Personal(text=f"text {entry.version}")
    else:
        return entry
    return msgspec.structs.replace(entry, personal=half)


def history(
    desk: Desk, principal: Principal, interaction: str, before: int | None = None, limit: int = 50
) -> dict[str, Any]:
    async def read() -> dict[str, Any]:
        store = MemoryLogStore()
        await store.open()
        await store.append(Batch(entries=tuple(map(with_text, desk.entries)), rows=()))
        access = access_of(desk.state, principal, interaction)
        return await read_history(store, access, interaction, before=before, limit=limit)

    return asyncio.run(read())


def kinds(answer: dict[str, Any]) -> list[str]:
    return [item["type"].split(".")[1] for item in answer["items"]]


# --- snapshots --------------------------------------------------------------------------------


def test_an_agent_sees_own_work_own_offers_and_the_shared_list(desk: Desk) -> None:
    found = items(desk, MEI)

    assert subjects(found) == [
        "queue/sales",
        "agent/mei",
        "agent/tom",
        "interaction/in_1",
        "offer/in_2-o1",
    ]


def test_another_agent_sees_the_shared_list_only(desk: Desk) -> None:
    found = items(desk, TOM)

    assert subjects(found) == ["queue/sales", "agent/mei", "agent/tom"]


def test_a_filter_narrows_what_is_shown(desk: Desk) -> None:
    found = items(desk, MEI, "agent.mei.>")

    assert subjects(found) == ["agent/mei"]


def test_an_agent_is_shown_by_name_and_without_text(desk: Desk) -> None:
    found = items(desk, TOM, "agent.*.AgentDefined")

    assert [item.get("personal") for item in found] == [{"name": "Mei Lin"}, None]
    assert found[0]["type"] == "ccsdk.Agent.v1"
    assert found[0]["data"]["occupancy"] == "ENGAGED"


def test_a_visitor_sees_their_own_interaction_without_queue_and_owner(desk: Desk) -> None:
    found = items(desk, BORIS, "interaction.*.>")

    assert subjects(found) == ["interaction/in_2"]
    assert found[0]["data"] == {"state": "OFFERED", "channel": "chat", "position": 1}


def test_a_supervisor_sees_every_entity(desk: Desk) -> None:
    found = items(desk, ADA)

    assert subjects(found) == [
        "queue/sales",
        "agent/mei",
        "agent/tom",
        "interaction/in_1",
        "interaction/in_2",
        "offer/in_2-o1",
    ]


def test_a_version_is_the_subjects_and_an_offers_is_its_interactions(desk: Desk) -> None:
    found = {item["subject"]: item["version"] for item in items(desk, ADA)}

    assert found["interaction/in_2"] == desk.state.versions["interaction/in_2"]
    assert found["offer/in_2-o1"] == found["interaction/in_2"]


@pytest.mark.parametrize("stage", range(6))
@pytest.mark.parametrize("principal", [ANNA, BORIS, MEI, TOM])
def test_looking_near_finds_what_looking_everywhere_finds(
    desk: Desk, principal: Principal, stage: int
) -> None:
    for command, by in (
        (AcceptOffer(offer="in_2-o1"), MEI),
        (EndInteraction(interaction="in_1"), ANNA),
        (CompleteWrapUp(interaction="in_1"), MEI),
        (ConfirmConnected(interaction="in_2"), MEI),
        (EndInteraction(interaction="in_2"), MEI),
    )[:stage]:
        desk.ask(command, by)
    grant = narrow(grant_of(principal), Filter.of((">",)))

    near = snapshot_items(desk.state, principal, grant, NAMES)
    # A supervisor's place to look is everywhere; the grant is still the reader's.
    everywhere = snapshot_items(desk.state, ADA, grant, NAMES)

    assert sorted(near, key=str) == sorted(everywhere, key=str)


# --- history ----------------------------------------------------------------------------------


def test_the_owner_reads_all_of_it_with_name_and_text(desk: Desk) -> None:
    answer = history(desk, MEI, "in_1")

    assert answer["interaction"]["data"]["owner"] == "mei"
    assert answer["customer"] == {"id": ANNA.customer, "personal": {"name": "name of in_1"}}
    assert "OfferAccepted" in kinds(answer)
    texts = [item["personal"]["text"] for item in answer["items"] if "Message" in item["type"]]
    assert len(texts) == 3
    assert answer["before"] is None


def test_the_visitor_reads_their_own_words_and_the_agents(desk: Desk) -> None:
    answer = history(desk, ANNA, "in_1")

    assert kinds(answer) == [
        "InteractionReceived",
        "MessageReceived",
        "InteractionQueued",
        "InteractionAnswered",
        "MessageSent",
        "MessageReceived",
    ]
    assert "customer" not in answer
    assert set(answer["interaction"]["data"]) <= {"state", "channel", "position"}
    assert all(item["data"] == {} and "position" not in item for item in answer["items"])


def test_whom_it_is_offered_to_reads_the_name_and_no_item(desk: Desk) -> None:
    answer = history(desk, MEI, "in_2")

    assert answer["customer"] == {"id": BORIS.customer, "personal": {"name": "name of in_2"}}
    assert answer["items"] == []


def test_a_supervisor_reads_what_happened_without_a_word(desk: Desk) -> None:
    answer = history(desk, ADA, "in_1")

    assert answer["customer"] == {"id": ANNA.customer}
    assert kinds(answer)[0] == "InteractionReceived"
    assert all("personal" not in item for item in answer["items"])


@pytest.mark.parametrize(
    ("principal", "interaction"),
    [(TOM, "in_1"), (TOM, "in_2"), (BORIS, "in_1"), (ANNA, "in_2"), (MEI, "in_9")],
)
def test_to_everybody_else_there_is_no_such_interaction(
    desk: Desk, principal: Principal, interaction: str
) -> None:
    with pytest.raises(UnknownEntityError, match=f"no interaction '{interaction}'"):
        access_of(desk.state, principal, interaction)


def test_a_former_owner_reads_nothing_more(desk: Desk) -> None:
    desk.ask(EndInteraction(interaction="in_1"), MEI)
    still = access_of(desk.state, MEI, "in_1")
    desk.ask(CompleteWrapUp(interaction="in_1"), MEI)

    with pytest.raises(UnknownEntityError):
        access_of(desk.state, MEI, "in_1")

    assert still.profile is not None


@pytest.mark.parametrize("principal", [MEI, ANNA])
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_put_together_are_the_whole(desk: Desk, principal: Principal, limit: int) -> None:
    whole = history(desk, principal, "in_1", limit=100)
    pages: list[dict[str, Any]] = []
    before = None

    while True:
        page = history(desk, principal, "in_1", before=before, limit=limit)
        pages[:0] = page["items"]
        before = page["before"]
        if before is None:
            break
        assert len(page["items"]) == limit

    assert pages == whole["items"]
