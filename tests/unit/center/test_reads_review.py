"""Who reads what was said in a closed Interaction, and what a coach wrote about it."""

from __future__ import annotations

import pytest

from ccsdk.model.command import (
    AcceptOffer,
    AddNote,
    AddReview,
    CompleteWrapUp,
    ConfirmConnected,
    DefineAccount,
    EndInteraction,
    OpenReview,
    ReceiveMessage,
    SendMessage,
)
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.center.shop import ADA, ANNA, MEI, TOM, Desk
from tests.unit.center.test_reads import NOTE, REVIEW, history, items, kinds

EVA = Principal(id="eva", role=Role.SUPERVISOR, center="shop")


@pytest.fixture
def desk() -> Desk:
    """Return a shop in which Ada opened Anna's closed talk and wrote about Mei's work."""
    desk = Desk()
    desk.ready("mei")
    desk.write("in_1", ANNA)
    account = DefineAccount(account="web", channel="chat", queues=("sales",), reopen_ms=60_000)
    for command, by in (
        (account, SYSTEM),
        (AcceptOffer(offer="in_1-o1"), MEI),
        (ConfirmConnected(interaction="in_1"), MEI),
        (SendMessage(interaction="in_1"), MEI),
        (ReceiveMessage(interaction="in_1"), ANNA),
        (AddNote(interaction="in_1", mentions=("tom",)), MEI),
        (EndInteraction(interaction="in_1"), ANNA),
        (CompleteWrapUp(interaction="in_1"), MEI),
        (OpenReview(interaction="in_1"), ADA),
        (AddReview(interaction="in_1", agent="mei"), ADA),
    ):
        desk.ask(command, by)
    return desk


def test_who_opened_it_reads_what_was_said_and_what_was_written_about_it(desk: Desk) -> None:
    answer = history(desk, ADA, "in_1")

    assert answer["customer"]["personal"]["address"] == "m***@shop.example"
    assert NOTE in str(answer)
    texts = [item["personal"]["text"] for item in answer["items"] if "Message" in item["type"]]
    assert len(texts) == 3
    assert kinds(answer)[-2:] == ["ReviewOpened", "ReviewAdded"]
    assert answer["items"][-1]["personal"] == {"review": REVIEW, "staff": "Ada Novak"}


def test_another_supervisor_reads_that_there_is_a_review_and_not_a_word_of_it(desk: Desk) -> None:
    answer = history(desk, EVA, "in_1")

    assert answer["items"][-1]["redacted"] == ["review"]
    assert kinds(answer)[-2:] == ["ReviewOpened", "ReviewAdded"]
    assert REVIEW not in str(answer)
    assert "text 3" not in str(answer)


@pytest.mark.parametrize("is_reopened", [False, True], ids=["closed", "reopened"])
def test_neither_agent_nor_customer_learns_that_there_is_a_review(
    desk: Desk, is_reopened: bool
) -> None:
    readers = [TOM, ANNA]
    if is_reopened:
        desk.write("in_3", ANNA)
        (offer,) = desk.state.interactions["in_1"].offers
        desk.ask(AcceptOffer(offer=offer), MEI)
        readers.append(MEI)

    told = [str([history(desk, who, "in_1"), items(desk, who)]).lower() for who in readers]

    assert desk.state.interactions["in_1"].state.value == (
        "CONNECTING" if is_reopened else "CLOSED"
    )
    assert not any("review" in each or "ada" in each for each in told)


def test_who_opened_it_reads_no_word_of_what_goes_on(desk: Desk) -> None:
    desk.write("in_3", ANNA)

    answer = history(desk, ADA, "in_1")

    assert "InteractionReopened" in kinds(answer)
    assert REVIEW not in str(answer)
    assert "text 3" not in str(answer)
