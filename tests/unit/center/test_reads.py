"""Reads show each reader what their grant names, of committed state, and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import pytest

from ccsdk.center.history import access_of, read_history
from ccsdk.center.items import snapshot_items
from ccsdk.engine.engine import advance
from ccsdk.errors import UnknownEntityError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    AddNote,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    ReceiveMessage,
    SendMessage,
    StartMonitor,
)
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.event import (
    InteractionReceived,
    MessageReceived,
    MessageSent,
    NoteAdded,
    ReviewAdded,
)
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import narrow
from ccsdk.model.principal import Principal
from ccsdk.model.topic import Filter
from ccsdk.model.values import Attachment
from tests.unit.center.shop import ADA, ANNA, BORIS, MEI, TOM, Desk

NAMES = {"mei": "Mei Lin", "ada": "Ada Novak"}
NOTE = "a note for colleagues"
REVIEW = "a review of what she did"


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
        name = f"name of {event.interaction}"
        half: Any = InteractionReceived.Personal(name=name, address="mia@shop.example")
    elif isinstance(event, MessageReceived | MessageSent):
        half = type(event).Personal(text=f"text {entry.version}")
    elif isinstance(event, NoteAdded):
        half = NoteAdded.Personal(note=NOTE, staff="Mei Lin")
    elif isinstance(event, ReviewAdded):
        half = ReviewAdded.Personal(review=REVIEW, staff="Ada Novak")
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


def test_who_listens_is_named_to_the_owner_and_not_to_the_customer(desk: Desk) -> None:
    desk.ask(StartMonitor(interaction="in_1"), ADA)

    (told,) = items(desk, MEI, "interaction.in_1.>")
    (seen,) = items(desk, ANNA, "interaction.in_1.>")

    assert told["personal"] == {"staff": {"ada": "Ada Novak"}}
    assert "personal" not in seen


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


@pytest.mark.parametrize("stage", range(7))
@pytest.mark.parametrize("principal", [ANNA, BORIS, MEI, TOM])
def test_looking_near_finds_what_looking_everywhere_finds(
    desk: Desk, principal: Principal, stage: int
) -> None:
    for command, by in (
        (AddNote(interaction="in_1", mentions=("tom",)), MEI),
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


MENTION = AddNote(interaction="in_1", mentions=("tom",))


# --- history ----------------------------------------------------------------------------------


def test_the_owner_reads_all_of_it_with_name_and_text(desk: Desk) -> None:
    answer = history(desk, MEI, "in_1")

    assert answer["interaction"]["data"]["owner"] == "mei"
    assert answer["customer"] == {
        "id": ANNA.customer,
        "personal": {"name": "name of in_1", "address": "m***@shop.example"},
    }
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
        "OfferAccepted",
        "InteractionAnswered",
        "MessageSent",
        "MessageReceived",
    ]
    assert "customer" not in answer
    assert set(answer["interaction"]["data"]) <= {"state", "channel", "position"}
    assert all(set(item["data"]) <= {"files"} for item in answer["items"])
    assert all("position" not in item for item in answer["items"])


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


def test_whom_a_note_mentions_sees_the_interaction_beside_the_shared_list(desk: Desk) -> None:
    desk.ask(MENTION, MEI)

    found = items(desk, TOM)

    assert subjects(found) == ["queue/sales", "agent/mei", "agent/tom", "interaction/in_1"]
    assert found[-1]["data"]["owner"] == "mei"


def test_whom_a_note_mentions_reads_as_the_owner_does(desk: Desk) -> None:
    desk.ask(MENTION, MEI)

    answer = history(desk, TOM, "in_1")

    assert answer == history(desk, MEI, "in_1")
    notes = [item for item in answer["items"] if "NoteAdded" in item["type"]]
    assert [note["personal"] for note in notes] == [{"note": NOTE, "staff": "Mei Lin"}]


def test_a_reader_reads_on_after_the_close_until_state_forgets(desk: Desk) -> None:
    desk.ask(MENTION, MEI)
    desk.ask(EndInteraction(interaction="in_1"), MEI)
    desk.ask(CompleteWrapUp(interaction="in_1"), MEI)
    still = access_of(desk.state, TOM, "in_1")

    desk.now_ms += 25 * 3_600_000
    advance(desk.state, desk.now_ms)

    assert still.profile is not None
    with pytest.raises(UnknownEntityError):
        access_of(desk.state, TOM, "in_1")
    assert "interaction/in_1" not in subjects(items(desk, TOM))


def test_a_former_owner_whom_no_note_mentions_reads_no_note(desk: Desk) -> None:
    desk.ask(MENTION, MEI)
    desk.ask(EndInteraction(interaction="in_1"), MEI)
    desk.ask(CompleteWrapUp(interaction="in_1"), MEI)

    with pytest.raises(UnknownEntityError, match="no interaction 'in_1'"):
        access_of(desk.state, MEI, "in_1")


def test_no_customer_reads_a_note_or_learns_that_there_is_one(desk: Desk) -> None:
    without = history(desk, ANNA, "in_1")
    desk.ask(MENTION, MEI)

    answer = history(desk, ANNA, "in_1")

    assert answer["items"] == without["items"]
    assert "note" not in str(answer).lower()
    assert "note" not in str(items(desk, ANNA)).lower()


def test_a_supervisor_reads_that_there_is_a_note_and_not_a_word_of_it(desk: Desk) -> None:
    desk.ask(MENTION, MEI)

    answer = history(desk, ADA, "in_1")

    (note,) = [item for item in answer["items"] if "NoteAdded" in item["type"]]
    assert (note["personal"], note["redacted"]) == ({"staff": "Mei Lin"}, ["note"])
    assert NOTE not in str(answer)


def test_an_address_is_read_by_nobody_whole(desk: Desk) -> None:
    answers = [history(desk, *of) for of in ((MEI, "in_1"), (MEI, "in_2"), (ADA, "in_1"))]
    answers.append(history(desk, ANNA, "in_1"))

    assert not any("mia@" in str(answer) for answer in answers)
    assert ["m***@" in str(answer) for answer in answers] == [True, False, False, False]


def test_a_visitor_reads_which_files_a_message_brought(desk: Desk) -> None:
    file = Attachment(file="fi_1", media="image/png", bytes=7)
    desk.ask(SendMessage(interaction="in_1", attachments=(file,)), MEI)

    answer = history(desk, ANNA, "in_1")

    assert answer["items"][-1]["data"] == {"files": [msgspec.to_builtins(file)]}


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
