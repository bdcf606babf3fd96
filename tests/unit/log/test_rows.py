from __future__ import annotations

import hashlib
import types
import typing
from enum import Enum
from typing import Any

import msgspec
import pytest

from ccsdk.errors import CorruptLogError, SchemaTooOldError
from ccsdk.log.chain import GENESIS
from ccsdk.log.rows import (
    command_of_row,
    entry_of_row,
    row_of_command,
    row_of_entry,
    row_of_personal,
)
from ccsdk.model.command import COMMANDS, Command
from ccsdk.model.entry import Answer, CommandRow, Entry
from ccsdk.model.event import EVENTS, Event, subject_of
from ccsdk.model.transfer import TransferTarget
from ccsdk.model.values import MediaType


def sample(kind: Any) -> Any:
    """Return a value of a field's type."""
    if kind is MediaType:
        return "image/png"
    if typing.get_origin(kind) is typing.Annotated:
        kind, bounds = typing.get_args(kind)
        return bounds.ge if bounds.ge is not None else sample(kind)
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return sample(next(k for k in typing.get_args(kind) if k is not type(None)))
    if typing.get_origin(kind) is tuple:
        return (sample(typing.get_args(kind)[0]),)
    if kind is TransferTarget:
        return TransferTarget(agent="word", fallback="word")
    if typing.get_origin(kind) is dict:
        name, value = typing.get_args(kind)
        return {sample(name): sample(value)}
    if issubclass(kind, Enum):
        return next(iter(kind))
    if issubclass(kind, msgspec.Struct):
        return filled(kind)
    return {str: "word", int: 1_000, bool: True}[kind]


def filled(kind: type[msgspec.Struct]) -> Any:
    """Return a Struct with something in every field."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return kind(**{name: sample(hints[name]) for name in kind.__struct_fields__})


def entry_of(event: type[Event]) -> Entry:
    made = filled(event)
    return Entry(
        position=5,
        at_ms=1_000,
        subject=subject_of(made),
        version=2,
        event=made,
        cause="key",
        personal=filled(event.Personal) if event.Personal else None,
    )


def stored(entry: Entry) -> Any:
    personal = row_of_personal(entry)[1] if entry.personal is not None else None
    return *row_of_entry(entry, GENESIS), personal


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_every_event_is_read_back_as_it_was(event: type[Event]) -> None:
    entry = entry_of(event)

    assert entry_of_row(stored(entry), path="log") == entry


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_every_command_is_read_back_as_it_was(command: type[Command]) -> None:
    row = CommandRow(
        principal="mei",
        key="key",
        type=f"ccsdk.{command.__name__}.v1",
        first_position=3,
        last_position=4,
        at_ms=1_000,
        fingerprint=hashlib.sha256(b"").digest(),
        command=filled(command),
        answer=Answer(interaction="in_1"),
    )

    _, *columns = row_of_command(row, 0)

    assert command_of_row(tuple(columns), path="log") == row  # type: ignore[arg-type]


def test_the_immutable_half_holds_no_word_of_the_personal_one() -> None:
    entry = entry_of(EVENTS["ccsdk.MessageReceived.v1"])
    entry = msgspec.structs.replace(entry, personal=type(entry.personal)(text="secret words"))

    row = row_of_entry(entry, GENESIS)

    assert "secret" not in str(row)
    assert b"secret words" in row_of_personal(entry)[1]


def test_numbers_of_commands_keep_log_order() -> None:
    def numbered(first: int, last_number: int) -> int:
        row = CommandRow(
            principal="mei",
            key="key",
            type="ccsdk.LogIn.v1",
            first_position=first,
            last_position=first,
            at_ms=1,
            fingerprint=b"",
            command=filled(COMMANDS["ccsdk.LogIn.v1"]),
            answer=Answer(),
        )
        return row_of_command(row, last_number)[0]

    first = numbered(1, 0)
    quiet = numbered(1, first)
    later = numbered(2, quiet)

    assert (first, quiet, later) == (1 << 20, (1 << 20) + 1, 2 << 20)


def test_an_unknown_member_of_an_event_is_skipped_and_a_missing_one_has_its_default() -> None:
    entry = entry_of(EVENTS["ccsdk.OfferDeclined.v1"])
    row = list(stored(entry))
    data = msgspec.json.decode(row[6])
    del data["reason"]
    row[6] = msgspec.json.encode({**data, "added_later": 1})

    found = entry_of_row(tuple(row), path="log")

    assert found.event == msgspec.structs.replace(entry.event, reason=None)


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        (2, "ccsdk.Unheard.v1", "unknown to this version"),
        (6, b"{", "cannot be read"),
        (8, b'{"text":1}', "cannot be read"),
    ],
)
def test_an_unreadable_event_is_named(column: int, value: object, problem: str) -> None:
    row = list(stored(entry_of(EVENTS["ccsdk.MessageReceived.v1"])))
    row[column] = value

    with pytest.raises(CorruptLogError, match=problem) as found:
        entry_of_row(tuple(row), path="log")

    assert found.value.position == 5


@pytest.mark.parametrize("data", [b"{}", b'{"interaction":1}'])
def test_whole_data_of_another_shape_is_an_earlier_versions(data: bytes) -> None:
    row = list(stored(entry_of(EVENTS["ccsdk.MessageReceived.v1"])))
    row[6] = data

    with pytest.raises(SchemaTooOldError, match="earlier ccsdk") as found:
        entry_of_row(tuple(row), path="log")

    assert found.value.position == 5


def test_an_unreadable_command_is_named() -> None:
    row = (3, 4, 1_000, "mei", "key", "ccsdk.Unheard.v1", b"", b"{}", b"{}")

    with pytest.raises(CorruptLogError, match=r"ccsdk\.Unheard\.v1") as found:
        command_of_row(row, path="log")

    assert found.value.position == 3
