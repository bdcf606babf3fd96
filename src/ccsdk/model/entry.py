"""Log entries and command rows: what the writer hands to a store, and reads back."""

from __future__ import annotations

import attrs
import msgspec

from ccsdk.model.command import Command, PersonalHalf
from ccsdk.model.event import Event

__all__ = ["Answer", "Batch", "CommandRow", "Entry"]


class Entry(msgspec.Struct, kw_only=True, frozen=True):
    """Hold one event with its place in the log.

    `position` counts all events of the center from 1, without a gap; `version` those of
    the subject. `cause` is the key of the command that led to it, absent for deadlines.
    `personal` is filled by the writer, never by the engine.
    """

    position: int
    at_ms: int
    subject: str
    version: int
    event: Event
    cause: str | None = None
    personal: PersonalHalf | None = None


class Answer(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Answer an accepted command: the ids it touched, as the wire's `ok` names them."""

    interaction: str | None = None
    message: str | None = None
    note: str | None = None
    review: str | None = None
    queue: str | None = None
    agent: str | None = None
    account: str | None = None


class CommandRow(msgspec.Struct, kw_only=True, frozen=True):
    """Remember an accepted command, in the transaction of its events.

    `first_position` is the first position its events could take, `last_position` the
    log's head after them (equal to `first_position - 1` if there were none).
    `fingerprint` is the SHA-256 of type, data and personal half as the sender gave them:
    a second use of the key with another one is a mistake of the sender.
    """

    principal: str
    key: str
    type: str
    first_position: int
    last_position: int
    at_ms: int
    fingerprint: bytes
    command: Command
    answer: Answer


@attrs.frozen(kw_only=True)
class Batch:
    """Group what one transaction appends: entries in order and the commands' rows."""

    entries: tuple[Entry, ...]
    rows: tuple[CommandRow, ...]
