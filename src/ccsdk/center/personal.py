"""Personal halves: from a command to the events that declare the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event

__all__ = ["with_personal"]


def with_personal(
    entries: Sequence[Entry], half: PersonalHalf | None, *, staff: str | None = None
) -> list[Entry]:
    """Return a command's own entries with its personal half on them.

    Each field goes to the first entry whose event declares it; a field that none
    declares (the name in a message that opened nothing) is dropped. `staff` is the name
    of the Agent who gave the command, for the customers who may see it.
    """
    rest: dict[str, Any] = {} if staff is None else {"staff": staff}
    if half is not None:
        rest |= {n: v for n in half.__struct_fields__ if (v := getattr(half, n)) is not None}
    return [_filled(entry, rest) for entry in entries] if rest else list(entries)


def _filled(entry: Entry, rest: dict[str, Any]) -> Entry:
    own = {name: rest.pop(name) for name in _fields(type(entry.event)) if name in rest}
    kind = type(entry.event).Personal
    if not own or kind is None:
        return entry
    return msgspec.structs.replace(entry, personal=kind(**own))


@cache
def _fields(event: type[Event]) -> tuple[str, ...]:
    return event.Personal.__struct_fields__ if event.Personal else ()
