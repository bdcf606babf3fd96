"""Personal halves: from a command to the events that declare the same fields."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry

__all__ = ["with_personal"]


def with_personal(
    entries: Sequence[Entry],
    half: PersonalHalf | None,
    *,
    staff: str | None = None,
    by: str = "",
) -> Sequence[Entry]:
    """Return a command's own entries with its personal half on them.

    Each field goes to the first entry whose event declares it; a field that none
    declares (the name in a message that opened nothing) is dropped.

    Args:
        staff: The display name of the member of staff who asks, a field like the others, but
            only of what they did themselves.
        by: Their id.
    """
    if half is None and staff is None:
        return entries
    names = half.__struct_fields__ if half is not None else ()
    rest = {name: v for name in names if (v := getattr(half, name)) is not None}
    if staff is not None:
        rest["staff"] = staff
    found = list(entries)
    for at, entry in enumerate(entries):
        kind = type(entry.event).Personal
        if kind is None:
            continue
        is_theirs = getattr(entry.event, "agent", None) == by
        fields = (name for name in kind.__struct_fields__ if is_theirs or name != "staff")
        own = {name: rest.pop(name) for name in fields if name in rest}
        if own:
            found[at] = msgspec.structs.replace(entry, personal=kind(**own))
    return found
