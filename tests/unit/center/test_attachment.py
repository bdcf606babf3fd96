"""A message says or brings something, and brings only what its sender uploaded."""

from __future__ import annotations

from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.center.attachment import add_found, find_files, no_files, require_content
from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.ports import FileInfo
from ccsdk.model.command import ReceiveInteraction, ReceiveMessage, SendMessage
from ccsdk.model.principal import Principal
from ccsdk.model.values import Attachment
from tests.unit.center.shop import ANNA, BORIS, MEI, TOM


def stored(file: str, by: Principal = MEI, **more: Any) -> FileInfo:
    about = {"name": f"{file}.png", "media": "image/png", "bytes": 7, "at_ms": 0, **more}
    return FileInfo(file=file, principal=by.customer or by.id, **about)


STORE = {"fi_1": stored("fi_1"), "fi_2": stored("fi_2", bytes=9), "fi_3": stored("fi_3", ANNA)}


def find(file: str, principal: Principal) -> FileInfo | None:
    return STORE.get(file)


def sent(*files: str) -> SendMessage:
    return SendMessage(interaction="in_1", files=files)


TEXT = SendMessage.Personal(text="Look")


@pytest.mark.parametrize(
    ("command", "half"),
    [
        (sent(), TEXT),
        (sent("fi_1"), None),
        (sent("fi_1"), SendMessage.Personal()),
        (sent("fi_1", "fi_2"), TEXT),
        (ReceiveMessage(interaction="in_1"), ReceiveMessage.Personal(text="Hi")),
    ],
)
def test_text_or_files_or_both_are_a_message(command: Any, half: Any) -> None:
    require_content(command, half)


@pytest.mark.parametrize(
    ("command", "half"),
    [
        (sent(), None),
        (sent(), SendMessage.Personal()),
        (ReceiveMessage(interaction="in_1"), None),
        (
            ReceiveInteraction(interaction="in_1", account="web", thread="t", identity="i"),
            ReceiveInteraction.Personal(name="Anna", address="a@b"),
        ),
    ],
)
def test_neither_text_nor_a_file_is_no_message(command: Any, half: Any) -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        require_content(command, half)

    assert (refusal.value.path, refusal.value.problem) == (
        "personal.text",
        "write something, or add a file",
    )


def test_a_file_is_named_once() -> None:
    with pytest.raises(InvalidRequestError) as refusal:
        require_content(sent("fi_1", "fi_2", "fi_1"), None)

    assert (refusal.value.path, refusal.value.problem) == ("data.files", "name each file once")


def test_ones_own_files_are_found_in_order() -> None:
    found = find_files(("fi_2", "fi_1"), MEI, find)

    assert found.missing is None
    assert found.files == (STORE["fi_2"], STORE["fi_1"])


@pytest.mark.parametrize(
    ("principal", "file"),
    [(MEI, "fi_9"), (TOM, "fi_1"), (ANNA, "fi_1"), (BORIS, "fi_3"), (MEI, "fi_3")],
    ids=["nowhere", "colleague", "customer", "other customer", "agent"],
)
def test_what_is_not_there_and_what_another_uploaded_look_alike(
    principal: Principal, file: str
) -> None:
    found = find_files((file,), principal, find)

    assert (found.files, found.missing) == ((), file)


def test_a_customers_files_are_theirs_in_every_session() -> None:
    again = attrs.evolve(ANNA, id="vi_anna", name="Anna")

    found = find_files(("fi_3",), again, find)

    assert found.files == (STORE["fi_3"],)


def test_a_visitor_without_a_customer_has_uploaded_nothing() -> None:
    nobody = attrs.evolve(ANNA, customer=None)

    assert find_files(("fi_3",), nobody, find).missing == "fi_3"


def test_a_center_without_files_finds_none() -> None:
    assert find_files((), MEI, no_files).missing is None
    assert find_files(("fi_1",), MEI, no_files).missing == "fi_1"


def test_both_halves_get_what_the_store_says() -> None:
    files = (STORE["fi_2"], STORE["fi_1"])

    command, half = add_found(sent("fi_2", "fi_1"), TEXT, files)

    assert command.attachments == (
        Attachment(file="fi_2", media="image/png", bytes=9),
        Attachment(file="fi_1", media="image/png", bytes=7),
    )
    assert half == SendMessage.Personal(text="Look", file_names=("fi_2.png", "fi_1.png"))


def test_files_alone_make_a_personal_half() -> None:
    _, half = add_found(sent("fi_1"), None, (STORE["fi_1"],))

    assert half == SendMessage.Personal(file_names=("fi_1.png",))


@pytest.mark.parametrize("wrong", [{"name": ""}, {"media": "PNG"}, {"bytes": -1}])
def test_what_no_log_may_hold_is_refused_before_it_is_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        add_found(sent("fi_1"), None, (stored("fi_1", **wrong),))
