"""Personal halves: from a command to the events that declare the same fields.

The display name of who did what an event says, `staff`, is the center's to add: who is
called back does not know who calls.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry

__all__ = ["with_personal"]


def with_personal(
    entries: Sequence[Entry],
    half: PersonalHalf | None,
    *,
    name_of: Callable[[str], str | None] = lambda agent: None,
) -> Sequence[Entry]:
    """Return a command's own entries with its personal half on them.

    Each field goes to the first entry whose event declares it; a field that none
    declares (the name in a message that opened nothing) is dropped.

    Args:
        name_of: The display name of a member of staff, None if they have none.
    """
    names = half.__struct_fields__ if half is not None else ()
    rest = {name: v for name in names if (v := getattr(half, name)) is not None}
    found = list(entries)
    for at, entry in enumerate(entries):
        kind = type(entry.event).Personal
        if kind is None:
            continue
        own = {name: rest.pop(name) for name in kind.__struct_fields__ if name in rest}
        if "staff" in kind.__struct_fields__:
            own["staff"] = name_of(getattr(entry.event, entry.event.author, ""))
        if any(value is not None for value in own.values()):
            found[at] = msgspec.structs.replace(entry, personal=kind(**own))
    return found
