"""An event: one fact, past tense, in two halves."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from ccsdk.model.command import PersonalHalf

__all__ = [
    "REFS",
    "Event",
]

REFS = ("interaction", "offer", "queue", "agent", "customer", "channel")


class Event(msgspec.Struct, kw_only=True, frozen=True):
    """State one fact; `kind` names the ref that is its subject.

    `author` names the field with whose display name `Personal.staff` is filled.
    """

    kind: ClassVar[str]
    author: ClassVar[str] = "agent"
    Personal: ClassVar[type[PersonalHalf] | None] = None
