"""Commands on an Interaction from its first message to the end of its wrap-up."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.policy import Attributes
from ccsdk.model.values import (
    FILES_MAX,
    AddressText,
    Attachment,
    Code,
    ExternalId,
    FileName,
    Id,
    NameText,
    NoteText,
    Text,
)

__all__ = [
    "AbandonInteraction",
    "AddNote",
    "CompleteWrapUp",
    "ConfirmConnected",
    "EndInteraction",
    "ReceiveInteraction",
    "ReceiveMessage",
    "SendMessage",
]

Files = Annotated[tuple[Id, ...], msgspec.Meta(max_length=FILES_MAX)]
Mentions = Annotated[tuple[Id, ...], msgspec.Meta(max_length=32)]
NoteGiven = Annotated[
    str, msgspec.Meta(min_length=1, max_length=16_000, extra={"personal": "note"})
]


class ReceiveInteraction(Command, frozen=True, kw_only=True):
    """Open an Interaction with its first message, or add to the open one of this thread.

    `interaction` is the id it gets if it is new. `identity` is the keyed hash of who
    writes; the Customer's id follows from it; `is_verified` says that the site signed for
    it. `sessions` are the customer's live sessions. `files` name what they uploaded. What
    is left to chance is drawn from `seed` and the id together. `attributes` are what conditions
    may ask for: of a visitor's the door lets pass what is declared as theirs, and adds what
    their site signed.
    """

    interaction: Id
    account: Id
    thread: Id
    identity: Id
    is_verified: bool = False
    queue: Id | None = None
    language: Code | None = None
    sessions: tuple[Id, ...] = ()
    attributes: Attributes = {}
    files: Files = ()
    attachments: tuple[Attachment, ...] = ()
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)] = 0

    door_fills = (
        "interaction",
        "account",
        "thread",
        "identity",
        "is_verified",
        "sessions",
        "attachments",
        "seed",
    )

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the first message, and the name and e-mail address the customer gave.

        `external_id` is who they are in the books of the site that signed for them.
        """

        text: Text | None = None
        name: NameText | None = None
        address: AddressText | None = None
        external_id: ExternalId | None = None
        file_names: tuple[FileName, ...] | None = None

        door_fills = ("external_id", "file_names")


class ReceiveMessage(Command, frozen=True, kw_only=True):
    """Add a customer's message to their open Interaction.

    It has a text, or files, or both.
    """

    interaction: Id
    files: Files = ()
    attachments: tuple[Attachment, ...] = ()

    door_fills = ("attachments",)

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, and what its files are called."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None

        door_fills = ("file_names",)


class SendMessage(Command, frozen=True, kw_only=True):
    """Send the owner's message to the customer.

    It has a text, or files, or both.
    """

    interaction: Id
    files: Files = ()
    attachments: tuple[Attachment, ...] = ()

    door_fills = ("attachments",)

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, and what its files are called."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None

        door_fills = ("file_names",)


class AddNote(Command, frozen=True, kw_only=True):
    """Write an internal note, which no customer ever sees.

    Who is mentioned may read the Interaction until state forgets it, and write notes until
    it is closed.
    """

    interaction: Id
    mentions: Mentions = ()

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the note."""

        note: NoteGiven


class AbandonInteraction(Command, frozen=True, kw_only=True):
    """Leave before an answer: the customer gave up waiting."""

    interaction: Id


class EndInteraction(Command, frozen=True, kw_only=True):
    """End an answered Interaction, by the customer or by its owner."""

    interaction: Id


class ConfirmConnected(Command, frozen=True, kw_only=True):
    """Say that the accepting Agent has the Interaction in front of them.

    Of a callback the customer says that they have come; `sessions` are their live ones.
    """

    interaction: Id
    sessions: tuple[Id, ...] = ()

    door_fills = ("sessions",)


class CompleteWrapUp(Command, frozen=True, kw_only=True):
    """Finish after-call work; a missing disposition is recorded as `none`."""

    interaction: Id
    disposition: Code | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's note."""

        note: NoteText | None = None
