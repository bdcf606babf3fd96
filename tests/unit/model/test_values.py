from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest

from ccsdk.model.instant import INSTANT_MAX_MS
from ccsdk.model.values import (
    DURATION_MAX_MS,
    AddressText,
    Attachment,
    Code,
    DurationMs,
    FileName,
    Id,
    InstantMs,
    MediaType,
    NameText,
    NoteText,
    StaffText,
    Text,
    personal_class,
)


@pytest.mark.parametrize(
    ("field_type", "value"),
    [
        (Id, "in_7_a-B"),
        (Code, "not-now_2"),
        (InstantMs, INSTANT_MAX_MS),
        (DurationMs, DURATION_MAX_MS),
        (Text, "x" * 32_000),
        (NameText, "Ana"),
        (NoteText, ""),
        (StaffText, "Mei"),
        (AddressText, "m@x"),
        (AddressText, "x" * 254),
        (FileName, "receipt März.pdf"),
        (MediaType, "image/png"),
        (MediaType, "application/vnd.oasis.opendocument.text"),
    ],
)
def test_what_is_within_bounds_is_taken(field_type: Any, value: object) -> None:
    assert msgspec.convert(value, field_type) == value


@pytest.mark.parametrize(
    ("field_type", "value"),
    [
        (Id, ""),
        (Id, "x" * 97),
        (Id, "a b"),
        (Id, "a/b"),
        (Id, "a.b"),
        (Id, "a\n"),
        (Code, "x" * 65),
        (Code, "a.b"),
        (InstantMs, -1),
        (InstantMs, INSTANT_MAX_MS + 1),
        (DurationMs, -1),
        (DurationMs, DURATION_MAX_MS + 1),
        (Text, ""),
        (Text, "x" * 32_001),
        (NameText, ""),
        (NameText, "x" * 201),
        (NoteText, "x" * 16_001),
        (StaffText, ""),
        (AddressText, "m@"),
        (AddressText, "x" * 255),
        (FileName, ""),
        (FileName, "x" * 201),
        (MediaType, "png"),
        (MediaType, "image/"),
        (MediaType, "Image/PNG"),
        (MediaType, "text/html; charset=utf-8"),
        (MediaType, "text/html\n"),
        (MediaType, "x/" + "y" * 126),
    ],
)
def test_what_is_out_of_bounds_is_refused(field_type: Any, value: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, field_type)


@pytest.mark.parametrize(
    ("field_type", "expected"),
    [
        (Text, "text"),
        (NameText, "name"),
        (NoteText, "note"),
        (StaffText, "staff"),
        (NameText | None, "name"),
        (Id, None),
        (Id | None, None),
        (str, None),
        (Annotated[str, "a remark"], None),
        (Annotated[int, msgspec.Meta(ge=0)], None),
        (tuple[Text, ...], "text"),
        (AddressText, "address"),
        (FileName, "text"),
        (tuple[FileName, ...] | None, "text"),
        (MediaType, None),
        (tuple[Attachment, ...], None),
    ],
)
def test_a_personal_field_is_known_by_its_type(field_type: object, expected: str | None) -> None:
    assert personal_class(field_type) == expected


@pytest.mark.parametrize(
    "member",
    [{"file": "a b"}, {"media": "png"}, {"bytes": -1}, {"bytes": 2**53}],
    ids=lambda member: next(iter(member)),
)
def test_an_attachment_has_bounds(member: dict[str, object]) -> None:
    whole = {"file": "fi_1", "media": "image/png", "bytes": 2**53 - 1}

    assert msgspec.to_builtins(msgspec.convert(whole, Attachment)) == whole
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(whole | member, Attachment)
