"""What is said about an Interaction, and by whom."""

from __future__ import annotations

from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.refs import OfInteraction, OfPart
from ccsdk.model.values import Attachment, FileName, NoteText, StaffText, Text

__all__ = [
    "AgentMentioned",
    "MessageReceived",
    "MessageSent",
    "MessageWhispered",
    "NoteAdded",
]


class MessageReceived(OfInteraction, frozen=True, kw_only=True):
    """The customer wrote, or sent `files`; their names stand in the same order.

    While they serve themselves, that goes on until `self_service_due_at_ms`.
    """

    files: tuple[Attachment, ...] = ()
    self_service_due_at_ms: int | None = None
    idle_due_at_ms: int | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, and what its files are called."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None


class MessageSent(OfPart, frozen=True, kw_only=True):
    """The owner or a member, `agent`, wrote to the customer; `staff` is their name, for them."""

    files: tuple[Attachment, ...] = ()
    idle_due_at_ms: int | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, what its files are called, and who wrote it."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None
        staff: StaffText | None = None


class MessageWhispered(OfPart, frozen=True, kw_only=True):
    """A Supervisor, `agent`, wrote to the owner, whom alone it is for."""

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message and who wrote it."""

        text: Text | None = None
        staff: StaffText | None = None


class NoteAdded(OfPart, frozen=True, kw_only=True):
    """An Agent, `agent`, wrote an internal note; AgentMentioned tells each new reader."""

    mentions: tuple[str, ...] = ()

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the note and who wrote it."""

        note: NoteText | None = None
        staff: StaffText | None = None


class AgentMentioned(OfPart, frozen=True, kw_only=True):
    """A note of `by` mentioned this Agent, who may read the Interaction from now on."""

    by: str
