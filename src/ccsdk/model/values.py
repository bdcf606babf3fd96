"""Field types shared by commands, events and items: bounded, and marked where personal.

A `str` field elsewhere holds an id, a code or a keyed hash. What a person wrote or is
called stands in a `Personal` half, typed with one of the classes below, so that a
profile can cut it and an erasure can empty it.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.instant import INSTANT_MAX_MS

__all__ = [
    "DURATION_MAX_MS",
    "FILES_MAX",
    "AddressText",
    "Attachment",
    "Code",
    "DurationMs",
    "ExternalId",
    "FileName",
    "Id",
    "InstantMs",
    "MediaType",
    "NameText",
    "NoteText",
    "ReviewText",
    "StaffText",
    "Text",
    "personal_class",
]

DURATION_MAX_MS = 366 * 24 * 3_600_000

# A bare `$` would let a line break pass at the end. An id is a topic token, so it has no dot.
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=96, pattern=r"^[A-Za-z0-9_-]+(?!\n)$")]
Code = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+(?!\n)$")]
InstantMs = Annotated[int, msgspec.Meta(ge=0, le=INSTANT_MAX_MS)]
DurationMs = Annotated[int, msgspec.Meta(ge=0, le=DURATION_MAX_MS)]

# Personal classes: the key `personal` names the class that a profile may contain.
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=32_000, extra={"personal": "text"})]
NameText = Annotated[str, msgspec.Meta(min_length=1, max_length=200, extra={"personal": "name"})]
NoteText = Annotated[str, msgspec.Meta(max_length=16_000, extra={"personal": "note"})]
ReviewText = Annotated[
    str, msgspec.Meta(min_length=1, max_length=16_000, extra={"personal": "evaluation"})
]
StaffText = Annotated[str, msgspec.Meta(min_length=1, max_length=200, extra={"personal": "staff"})]
AddressText = Annotated[
    str, msgspec.Meta(min_length=3, max_length=254, extra={"personal": "address"})
]
# The site's own id of a customer, as long as one in its signed statement.
ExternalId = Annotated[
    str, msgspec.Meta(min_length=1, max_length=256, extra={"personal": "external_id"})
]
FileName = Annotated[str, msgspec.Meta(min_length=1, max_length=200, extra={"personal": "text"})]

# RFC 6838, section 4.2: type and subtype, without parameters.
MediaType = Annotated[
    str,
    msgspec.Meta(
        max_length=127, pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*(?!\n)$"
    ),
]
FILES_MAX = 10


class Attachment(msgspec.Struct, kw_only=True, frozen=True):
    """Name a stored file of a message; what it is called stands in the personal half.

    `media` is what its first bytes say it is, never what its sender said.
    """

    file: Id
    media: MediaType
    bytes: Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


def personal_class(field_type: object) -> str | None:
    """Return the personal class that a field's annotation is marked with, if any."""
    for part in getattr(field_type, "__metadata__", ()):
        if isinstance(part, msgspec.Meta) and part.extra:
            return part.extra.get("personal")
    for argument in getattr(field_type, "__args__", ()):
        if found := personal_class(argument):
            return found
    return None
