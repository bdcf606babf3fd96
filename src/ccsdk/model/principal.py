"""Who asks: the signed-in party on whose behalf a command, a read or a subscription runs."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import attrs

__all__ = ["SYSTEM", "Principal", "Role"]


class Role(Enum):
    """Name the role whose rows in the grants table a principal gets."""

    VISITOR = "visitor"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    PLUGIN = "plugin"
    SYSTEM = "system"


@attrs.frozen(kw_only=True)
class Principal:
    """Say who asks, in which role, of which center.

    `account` and `customer` are set for visitors only: the account they came by and
    the Customer that follows from their identity hash. `is_verified` says that the site
    signed for who the visitor is, `via` by which plugin's channel they wrote, `name` what the
    site said they are called, `external_id` who they are in its own books, `attributes` what
    else it said of them. `commands`, `topics` and `personal` are what a plugin declares: it
    gives no other commands (by their classes' names), sees no other topics (patterns), and of
    personal halves no other classes; one that connects from its own process answers these
    `hooks`.
    """

    id: str
    role: Role
    center: str = ""
    account: str | None = None
    customer: str | None = None
    is_verified: bool = False
    via: str | None = None
    commands: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    name: str | None = attrs.field(default=None, repr=False, eq=False)
    external_id: str | None = attrs.field(default=None, repr=False, eq=False)
    attributes: Mapping[str, bool | int | str] = attrs.field(factory=dict, repr=False, eq=False)


SYSTEM = Principal(id="system", role=Role.SYSTEM)
