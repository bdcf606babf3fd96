"""What a message brings, who wrote it, and how to reach them: what the door makes of each."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from ccsdk.center.attachment import no_files
from ccsdk.errors import InvalidRequestError, UnknownEntityError
from ccsdk.model.command import (
    Command,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
)
from ccsdk.model.event import MessageReceived
from ccsdk.model.principal import Principal
from ccsdk.model.values import Attachment
from tests.unit.center.bench import Bench, define_shop, play
from tests.unit.center.door_play import SIGNED, doors, read, submission
from tests.unit.center.shop import ANNA, MEI


@pytest.mark.parametrize(
    ("principal", "kind", "data"),
    [
        (ANNA, ReceiveInteraction, {}),
        (ANNA, ReceiveMessage, {"interaction": "in_1"}),
        (MEI, SendMessage, {"interaction": "in_1"}),
    ],
)
@pytest.mark.parametrize("given", [["x"], None])
def test_what_a_file_is_called_is_never_the_senders_to_say(
    principal: Principal, kind: type[Command], data: dict[str, Any], given: Any
) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(principal, kind, data, {"text": "x", "file_names": given})

    assert caught.value.path == "personal.file_names"


@pytest.mark.parametrize(("principal", "expected"), [(ANNA, False), (SIGNED, True)])
def test_only_whom_the_site_signed_for_is_verified(principal: Principal, expected: bool) -> None:
    asked = read(principal, ReceiveInteraction, {}, {"text": "Hi"})

    assert isinstance(asked.command, ReceiveInteraction)
    assert asked.command.is_verified is expected


@pytest.mark.parametrize(
    ("principal", "given", "expected"),
    [
        (ANNA, {"name": "The Boss"}, "The Boss"),
        (ANNA, {}, None),
        (SIGNED, {"name": "The Boss"}, "Anna Kovač"),
        (SIGNED, {}, "Anna Kovač"),
        (attrs.evolve(SIGNED, name=None), {"name": "Anna"}, "Anna"),
        (attrs.evolve(SIGNED, is_verified=False), {"name": "Anna"}, "Anna"),
    ],
)
def test_whom_the_site_named_is_called_so(
    principal: Principal, given: dict[str, Any], expected: str | None
) -> None:
    asked = read(principal, ReceiveInteraction, {}, {"text": "Hi", **given})

    assert isinstance(asked.personal, ReceiveInteraction.Personal)
    assert (asked.personal.text, asked.personal.name) == ("Hi", expected)


def test_a_site_names_who_sends_only_a_file() -> None:
    asked = read(SIGNED, ReceiveInteraction, {"files": ["fi_2"]})

    assert asked.personal == ReceiveInteraction.Personal(
        name="Anna Kovač", file_names=("receipt.pdf",)
    )


@pytest.mark.parametrize("address", ["mia@shop.example", "m.o+x@x", "ü@exämple.test", "a@b"])
def test_what_looks_like_an_address_is_taken(address: str) -> None:
    asked = read(ANNA, ReceiveInteraction, {}, {"text": "Hi", "address": address})

    assert asked.personal == ReceiveInteraction.Personal(text="Hi", address=address)


@pytest.mark.parametrize(
    "address",
    [
        "mia",
        "@shop.example",
        "mia@@shop.example",
        "mia@",
        "mia@shop@example",
        "mia o@shop.example",
        "mia@shop.example\n",
        "mia\r\nBcc: all@shop.example",
        "mia\u00a0@shop.example",
        "mia\u202e@shop.example",
        "mi\x00a@shop.example",
        "mia\t@shop.example",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(InvalidRequestError) as caught:
        read(ANNA, ReceiveInteraction, {}, {"text": "Hi", "address": address})

    assert caught.value.path == "personal.address"
    assert caught.value.problem == "write an e-mail address, such as mia@shop.example"


def test_a_message_gets_its_files_from_the_store() -> None:
    said = read(MEI, SendMessage, {"interaction": "in_1", "files": ["fi_1"]}, {"text": "Look"})
    brought = read(ANNA, ReceiveMessage, {"interaction": "in_1", "files": ["fi_2"]})

    assert said.command == SendMessage(
        interaction="in_1",
        files=("fi_1",),
        attachments=(Attachment(file="fi_1", media="image/png", bytes=7),),
    )
    assert said.personal == SendMessage.Personal(text="Look", file_names=("sofa.png",))
    assert brought.personal == ReceiveMessage.Personal(file_names=("receipt.pdf",))


def test_what_was_given_is_compared_and_not_what_the_door_found() -> None:
    halves = ({"interaction": "in_1", "files": ["fi_1"]}, {"text": "x"})
    known = doors().read(submission(MEI, SendMessage, *halves))
    forgetful = attrs.evolve(doors(), file_of=no_files)

    again = forgetful.read(submission(MEI, SendMessage, *halves))

    assert again.fingerprint == known.fingerprint


def test_a_message_sent_again_is_answered_as_before_although_its_file_is_gone() -> None:
    async def scenario(bench: Bench) -> None:
        await define_shop(bench)
        given = submission(ANNA, ReceiveInteraction, {"files": ["fi_2"]})
        forgetful = attrs.evolve(doors(), file_of=no_files)
        first = await bench.writer.submit(doors().read(given))

        again = await bench.writer.submit(forgetful.read(given))
        with pytest.raises(UnknownEntityError) as refusal:
            await bench.writer.submit(forgetful.read(attrs.evolve(given, key="k2")))

        assert (again.answer, again.is_replayed) == (first.answer, True)
        assert (refusal.value.kind, refusal.value.id) == ("file", "fi_2")
        (entry,) = [e for e in await bench.log() if isinstance(e.event, MessageReceived)]
        assert [file.file for file in entry.event.files] == ["fi_2"]
        assert entry.personal == MessageReceived.Personal(file_names=("receipt.pdf",))

    play(scenario)
