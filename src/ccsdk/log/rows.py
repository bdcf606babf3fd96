"""Stored forms: entries and command rows as SQL parameters, and back.

JSON by msgspec throughout, so that a log can be read by any tool. Events are read
tolerantly: a member this version does not know is skipped, one it misses has its default.
A name this version does not know is no accident and stops the reading. Whoever reads in log
order has checked the chain before: data that is whole, and of another shape than ours, was
written so, by an earlier version.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from ccsdk.errors import CorruptLogError, SchemaTooOldError
from ccsdk.log.chain import link
from ccsdk.model.command import COMMANDS, Command, PersonalHalf
from ccsdk.model.entry import Answer, CommandRow, Entry
from ccsdk.model.event import EVENTS, Event

__all__ = [
    "command_of_row",
    "entry_of_row",
    "row_of_command",
    "row_of_entry",
    "row_of_personal",
]

_encode = msgspec.json.Encoder().encode
_decode_answer = msgspec.json.Decoder(Answer).decode
_EVENT_NAMES = {cls: name for name, cls in EVENTS.items()}

EventRow = tuple[int, int, str, str, int, str | None, bytes, bytes]
StoredRow = tuple[int, int, str, str, int, str | None, bytes, bytes, bytes | None]
StoredCommand = tuple[int, int, int, str, str, str, bytes, bytes, bytes]
NumberedCommand = tuple[int, int, int, int, str, str, str, bytes, bytes, bytes]

# How many commands without an event may share a first position, as a power of two.
ORDINAL_BITS = 20


def row_of_entry(entry: Entry, previous: bytes) -> EventRow:
    """Return the parameters of `append_event`; the last one is the check after `previous`."""
    name = _EVENT_NAMES[type(entry.event)]
    data = _encode(entry.event)
    stored = (
        entry.position,
        entry.at_ms,
        name,
        entry.subject,
        entry.version,
        entry.cause,
        data,
    )
    return *stored, link(previous, *stored)


def row_of_personal(entry: Entry) -> tuple[int, bytes]:
    """Return the parameters of `append_personal` for an entry that has such a half."""
    return entry.position, _encode(entry.personal)


def entry_of_row(row: StoredRow, *, path: str) -> Entry:
    """Return the entry a row of `events` stands for.

    Raises:
        CorruptLogError: The row is not what any version writes.
        SchemaTooOldError: It is what an earlier version wrote, before the event had its form.
    """
    position, at_ms, name, subject, version, cause, data, _, personal = row
    try:
        decoded, half = _decoded(name, data, position, path), _personal_decoder(name)
        return Entry(
            position=position,
            at_ms=at_ms,
            subject=subject,
            version=version,
            event=decoded,
            cause=cause,
            personal=half.decode(personal) if half and personal is not None else None,
        )
    except KeyError:
        problem = f"{name!r} is unknown to this version of ccsdk"
        raise CorruptLogError(path=path, position=position, problem=problem) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        problem = f"{name} cannot be read: {error}"
        raise CorruptLogError(path=path, position=position, problem=problem) from error


def row_of_command(row: CommandRow, last_number: int) -> NumberedCommand:
    """Return the parameters of `append_command`, the first one above `last_number`."""
    return (
        max(row.first_position << ORDINAL_BITS, last_number + 1),
        row.first_position,
        row.last_position,
        row.at_ms,
        row.principal,
        row.key,
        row.type,
        row.fingerprint,
        _encode(row.command),
        _encode(row.answer),
    )


def command_of_row(row: StoredCommand, *, path: str) -> CommandRow:
    """Return the accepted command a row of `commands` stands for.

    Raises:
        CorruptLogError: The row is not what this or an older version writes.
    """
    first, last, at_ms, principal, key, name, fingerprint, data, answer = row
    try:
        command = _command_decoder(name).decode(data)
        return CommandRow(
            principal=principal,
            key=key,
            type=name,
            first_position=first,
            last_position=last,
            at_ms=at_ms,
            fingerprint=fingerprint,
            command=command,
            answer=_decode_answer(answer),
        )
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        problem = f"the command {name!r} with key {key!r} cannot be read: {error}"
        raise CorruptLogError(path=path, position=first, problem=problem) from error


def _decoded(name: str, data: bytes, position: int, path: str) -> Event:
    try:
        return _event_decoder(name).decode(data)
    except msgspec.ValidationError as error:
        problem = f"{name}: {error}"
        raise SchemaTooOldError(path=path, position=position, problem=problem) from error


@cache
def _event_decoder(name: str) -> msgspec.json.Decoder[Event]:
    return msgspec.json.Decoder(EVENTS[name])


@cache
def _personal_decoder(name: str) -> msgspec.json.Decoder[PersonalHalf] | None:
    half: Any = EVENTS[name].Personal
    return msgspec.json.Decoder(half) if half else None


@cache
def _command_decoder(name: str) -> msgspec.json.Decoder[Command]:
    return msgspec.json.Decoder(COMMANDS[name])
