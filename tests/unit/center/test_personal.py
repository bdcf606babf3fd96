from __future__ import annotations

from ccsdk.center.personal import with_personal
from ccsdk.model.command import AddNote, AddReview, ReceiveInteraction, SendMessage
from ccsdk.model.entry import Entry
from ccsdk.model.event import (
    AgentMentioned,
    CustomerCreated,
    Event,
    InteractionAnswered,
    InteractionReceived,
    LegStarted,
    MessageReceived,
    MessageSent,
    NoteAdded,
    ReviewAdded,
    ReviewOpened,
    subject_of,
)
from ccsdk.model.leg import LegParty, LegRole

PARTS = {"interaction": "in_1", "customer": "cu_1", "channel": "chat"}
CREATED = CustomerCreated(customer="cu_1")
RECEIVED = InteractionReceived(**PARTS, account="web", thread="th_1")
WRITTEN = MessageReceived(**PARTS)
NAMES = {"mei": "Mei Lin", "tom": "Tom"}
ANSWERED = InteractionAnswered(
    **PARTS,
    offer="in_1-o1",
    agent="mei",
    visit="in_1-v1",
    wait_ms=0,
    is_in_target=True,
    leg="in_1-l1",
    customer_leg="in_1-l2",
)
SENT = MessageSent(**PARTS, agent="mei")


def entries(*made: Event) -> list[Entry]:
    return [
        Entry(position=n, at_ms=n, subject=subject_of(event), version=n, event=event)
        for n, event in enumerate(made, start=1)
    ]


def test_each_field_goes_to_the_first_event_that_declares_it() -> None:
    half = ReceiveInteraction.Personal(text="hello", name="Bo")

    found = with_personal(entries(CREATED, RECEIVED, WRITTEN, WRITTEN), half)

    assert [entry.personal for entry in found] == [
        None,
        InteractionReceived.Personal(name="Bo"),
        MessageReceived.Personal(text="hello"),
        None,
    ]


def test_a_field_that_no_event_declares_is_dropped() -> None:
    half = ReceiveInteraction.Personal(text="again", name="Bo")

    (found,) = with_personal(entries(WRITTEN), half)

    assert found.personal == MessageReceived.Personal(text="again")


def test_the_name_of_the_agent_comes_from_the_event_whoever_asked() -> None:
    (found,) = with_personal(entries(ANSWERED), None, name_of=NAMES.get)
    (nameless,) = with_personal(entries(ANSWERED), None)

    assert found.personal == InteractionAnswered.Personal(staff="Mei Lin")
    assert nameless.personal is None


def test_a_message_bears_the_name_of_who_wrote_it() -> None:
    (found,) = with_personal(entries(SENT), SendMessage.Personal(text="hi"), name_of=NAMES.get)

    assert found.personal == MessageSent.Personal(text="hi", staff="Mei Lin")


def test_what_files_are_called_goes_to_the_message_and_an_address_to_the_beginning() -> None:
    half = ReceiveInteraction.Personal(address="mia@shop.example", file_names=("a.png", "b.pdf"))

    found = with_personal(entries(RECEIVED, WRITTEN), half)

    assert [entry.personal for entry in found] == [
        InteractionReceived.Personal(address="mia@shop.example"),
        MessageReceived.Personal(file_names=("a.png", "b.pdf")),
    ]


def test_a_note_goes_to_its_event_with_who_wrote_it_and_to_no_mention() -> None:
    made = entries(NoteAdded(**PARTS, agent="mei"), AgentMentioned(**PARTS, agent="tom", by="mei"))

    found = with_personal(made, AddNote.Personal(note="Ask Tom"), name_of=NAMES.get)

    assert [entry.personal for entry in found] == [
        NoteAdded.Personal(note="Ask Tom", staff="Mei Lin"),
        None,
    ]


def test_a_review_bears_the_name_of_who_wrote_it_not_of_whom_it_is_about() -> None:
    names = {"mei": "Mei Lin", "ada": "Ada Novak"}
    made = entries(ReviewAdded(**PARTS, agent="mei", by="ada"))

    (found,) = with_personal(made, AddReview.Personal(review="Clear"), name_of=names.get)
    (opened,) = with_personal(entries(ReviewOpened(**PARTS, agent="ada")), None, name_of=names.get)

    assert found.personal == ReviewAdded.Personal(review="Clear", staff="Ada Novak")
    assert opened.personal == ReviewOpened.Personal(staff="Ada Novak")


def test_who_is_brought_in_is_called_by_their_own_name() -> None:
    leg = {"leg": "in_1-l4", "party": LegParty.AGENT, "role": LegRole.MEMBER}
    made = entries(LegStarted(**PARTS, agent="tom", **leg))

    (found,) = with_personal(made, None, name_of={"mei": "Mei Lin", "tom": "Tomas Berg"}.get)

    assert found.personal == LegStarted.Personal(staff="Tomas Berg")


def test_without_a_personal_half_nothing_changes() -> None:
    made = entries(CREATED, WRITTEN)

    assert with_personal(made, None) == made
