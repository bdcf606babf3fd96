"""Commands: what may be asked of the engine, imperative, one Struct each.

A command has two halves. The Struct itself goes to the engine and into the log; its
`Personal` half never meets the engine: the writer hands it to the events that declare
the same fields. Fields named in `door_fills` come from the door that took the command
(who is signed in, which account), never from the sender.

Wire name: `ccsdk.<ClassName>.v1`, see `COMMANDS`.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from ccsdk.model.queue import Strategy
from ccsdk.model.values import (
    FILES_MAX,
    AddressText,
    Attachment,
    Code,
    DurationMs,
    FileName,
    Id,
    NameText,
    NoteText,
    StaffText,
    Text,
)

__all__ = [
    "COMMANDS",
    "AbandonInteraction",
    "AcceptOffer",
    "AcknowledgeOffer",
    "AddNote",
    "Command",
    "CompleteWrapUp",
    "ConfirmConnected",
    "DeclineOffer",
    "DefineAccount",
    "DefineAgent",
    "DefineQueue",
    "EndInteraction",
    "LogIn",
    "LogOut",
    "PersonalHalf",
    "ReceiveInteraction",
    "ReceiveMessage",
    "ReportSessionBack",
    "ReportSessionGone",
    "ResumeCenter",
    "SendMessage",
    "SetNotReady",
    "SetReady",
    "command_type",
]


Files = Annotated[tuple[Id, ...], msgspec.Meta(max_length=FILES_MAX)]
Mentions = Annotated[tuple[Id, ...], msgspec.Meta(max_length=32)]
NoteGiven = Annotated[
    str, msgspec.Meta(min_length=1, max_length=16_000, extra={"personal": "note"})
]


class PersonalHalf(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Hold names and text apart from facts, so that they can be cut and erased."""

    door_fills: ClassVar[tuple[str, ...]] = ()


class Command(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Ask the engine for one thing; refused whole or done whole."""

    Personal: ClassVar[type[PersonalHalf] | None] = None
    door_fills: ClassVar[tuple[str, ...]] = ()


class ReceiveInteraction(Command, frozen=True, kw_only=True):
    """Open an Interaction with its first message, or add to the open one of this thread.

    `interaction` is the id it gets if it is new. `identity` is the keyed hash of who
    writes; the Customer's id follows from it; `is_verified` says that the site signed for
    it. `sessions` are the customer's live sessions. `files` name what they uploaded.
    """

    interaction: Id
    account: Id
    thread: Id
    identity: Id
    is_verified: bool = False
    queue: Id | None = None
    language: Code | None = None
    sessions: tuple[Id, ...] = ()
    files: Files = ()
    attachments: tuple[Attachment, ...] = ()

    door_fills = (
        "interaction",
        "account",
        "thread",
        "identity",
        "is_verified",
        "sessions",
        "attachments",
    )

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the first message, and the name and e-mail address the customer gave."""

        text: Text | None = None
        name: NameText | None = None
        address: AddressText | None = None
        file_names: tuple[FileName, ...] | None = None

        door_fills = ("file_names",)


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
    """Say that the accepting Agent has the Interaction in front of them."""

    interaction: Id


class CompleteWrapUp(Command, frozen=True, kw_only=True):
    """Finish after-call work; a missing disposition is recorded as `none`."""

    interaction: Id
    disposition: Code | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's note."""

        note: NoteText | None = None


class AcknowledgeOffer(Command, frozen=True, kw_only=True):
    """Say that the Offer is in front of the Agent: dialog or notification is up."""

    offer: Id


class AcceptOffer(Command, frozen=True, kw_only=True):
    """Take the Offer; of several accepts the first in the log wins."""

    offer: Id


class DeclineOffer(Command, frozen=True, kw_only=True):
    """Refuse the Offer; the Agent is passed over for this Interaction for a while."""

    offer: Id
    reason: Code | None = None


class LogIn(Command, frozen=True, kw_only=True):
    """Log the Agent in, NOT_READY(login)."""

    agent: Id

    door_fills = ("agent",)


class SetReady(Command, frozen=True, kw_only=True):
    """Make the Agent READY for Offers."""

    agent: Id

    door_fills = ("agent",)


class SetNotReady(Command, frozen=True, kw_only=True):
    """Make the Agent NOT_READY at once; live Offers are declined."""

    agent: Id
    reason: Code

    door_fills = ("agent",)


class LogOut(Command, frozen=True, kw_only=True):
    """Log the Agent out; refused while they own an answered Interaction."""

    agent: Id

    door_fills = ("agent",)


class ReportSessionGone(Command, frozen=True, kw_only=True):
    """Say that one session of an Agent or a Customer has lost its connection."""

    session: Id
    agent: Id | None = None
    customer: Id | None = None


class ReportSessionBack(Command, frozen=True, kw_only=True):
    """Say that one session of an Agent or a Customer is connected (again)."""

    session: Id
    agent: Id | None = None
    customer: Id | None = None


class DefineAccount(Command, frozen=True, kw_only=True):
    """Define an account: the address customers come by, its channel and its queues.

    The first of `queues` takes what names no queue. Graces are counted from the loss of
    the customer's last session; a closed Interaction is forgotten after `forget_ms`.
    """

    account: Id
    channel: Id
    queues: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=256)]
    customer_grace_ms: DurationMs = 60_000
    forget_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] = 86_400_000


class DefineQueue(Command, frozen=True, kw_only=True):
    """Define a queue: what it requires, how it offers, and its durations.

    `broadcast` is how many Agents get the Offer at once under strategy `broadcast`.
    `wrap_up_ms` 0 means that no wrap-up is due.
    """

    queue: Id
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    skills: tuple[Id, ...] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    broadcast: Annotated[int, msgspec.Meta(ge=1, le=32)] = 1
    ack_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 4_000
    ring_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 15_000
    connect_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 10_000
    retry_same_ms: DurationMs = 30_000
    wrap_up_ms: DurationMs = 60_000
    target_ms: DurationMs = 20_000
    max_strikes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 2


class DefineAgent(Command, frozen=True, kw_only=True):
    """Define an Agent: the queues they serve, their skills and their chat slots."""

    agent: Id
    queues: tuple[Id, ...]
    skills: tuple[Id, ...] = ()
    chat_slots: Annotated[int, msgspec.Meta(ge=0, le=64)] = 3

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's display name."""

        name: StaffText | None = None


class ResumeCenter(Command, frozen=True, kw_only=True):
    """Resume after a stop, a suspend or a stall: nobody is struck for the gap.

    Deadlines due in the gap fire once, live Offers are withdrawn, every session counts
    as gone from now on and gets its whole grace again. `is_restart` is false after a
    mere stall, in which sockets, and so sessions, lived on.
    """

    is_restart: bool = True


COMMANDS: dict[str, type[Command]] = {
    f"ccsdk.{cls.__name__}.v1": cls
    for cls in (
        ReceiveInteraction,
        ReceiveMessage,
        SendMessage,
        AddNote,
        AbandonInteraction,
        EndInteraction,
        ConfirmConnected,
        CompleteWrapUp,
        AcknowledgeOffer,
        AcceptOffer,
        DeclineOffer,
        LogIn,
        SetReady,
        SetNotReady,
        LogOut,
        ReportSessionGone,
        ReportSessionBack,
        DefineAccount,
        DefineQueue,
        DefineAgent,
        ResumeCenter,
    )
}


def command_type(command: type[Command]) -> str:
    """Return the wire name of a command class: `ccsdk.<ClassName>.v1`."""
    return f"ccsdk.{command.__name__}.v1"
