"""Relations: what a member of staff is to an Interaction now, by no ref of the event itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ccsdk.model.leg import LegRole

__all__ = [
    "COMPUTED",
    "CONSULTED",
    "FORMER",
    "LISTENER",
    "MEMBER",
    "OWNER",
    "READER",
    "REVIEWER",
    "SELF",
    "UNFINISHED",
    "Relates",
    "ref_of",
]

OWNER = "owner"
MEMBER = "member"
LISTENER = "listener"
READER = "reader"
REVIEWER = "reviewer"
CONSULTED = "consulted"
FORMER = "former"
UNFINISHED = "unfinished"
COMPUTED = (OWNER, MEMBER, LISTENER, READER, REVIEWER, CONSULTED, FORMER, UNFINISHED)
SELF = "self"
_REFS: Mapping[LegRole, str] = MappingProxyType(
    {
        LegRole.OWNER: OWNER,
        LegRole.MEMBER: MEMBER,
        LegRole.MONITOR: LISTENER,
        LegRole.WHISPER: LISTENER,
    }
)

# Whether a computed ref is this member of staff now: `(ref, staff, interaction)`.
Relates = Callable[[str, str, str], bool]


def ref_of(role: LegRole) -> str:
    """Return the computed ref of a member of staff whose leg has this role."""
    return _REFS[role]
