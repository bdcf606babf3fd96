"""A command: one thing asked of the engine, refused whole or done whole."""

from __future__ import annotations

from typing import ClassVar

import msgspec

__all__ = [
    "Command",
    "PersonalHalf",
]


class PersonalHalf(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Hold names and text apart from facts, so that they can be cut and erased."""

    door_fills: ClassVar[tuple[str, ...]] = ()


class Command(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """Ask the engine for one thing; refused whole or done whole."""

    Personal: ClassVar[type[PersonalHalf] | None] = None
    door_fills: ClassVar[tuple[str, ...]] = ()
