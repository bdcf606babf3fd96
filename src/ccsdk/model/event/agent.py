"""What happens to an Agent."""

from __future__ import annotations

from ccsdk.model.agent import Presence
from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.event import Event
from ccsdk.model.queue import Membership
from ccsdk.model.values import StaffText

__all__ = [
    "AgentConnected",
    "AgentDefined",
    "AgentDisconnected",
    "AgentPresenceChanged",
    "CapacitySet",
    "SkillsSet",
]


class AgentConnected(Event, frozen=True, kw_only=True):
    """A session of an Agent is connected; running graces end."""

    kind = "agent"

    agent: str
    session: str


class AgentDisconnected(Event, frozen=True, kw_only=True):
    """A session of an Agent is gone; after the last one the graces run.

    `offer_due_at_ms`: live Offers are withdrawn; `grace_due_at_ms`: NOT_READY
    (connection_lost); `leg_due_at_ms`: text work goes back to its queue.
    """

    kind = "agent"

    agent: str
    session: str
    offer_due_at_ms: int | None = None
    grace_due_at_ms: int | None = None
    leg_due_at_ms: int | None = None


class AgentPresenceChanged(Event, frozen=True, kw_only=True):
    """The Agent's Presence is now this; `by` is agent, engine, supervisor or system.

    After connection_lost, `logout_due_at_ms` runs and `was_ready` says whether a
    return within that time makes them READY again.
    """

    kind = "agent"

    agent: str
    presence: Presence
    reason: str | None = None
    by: str
    was_ready: bool = False
    logout_due_at_ms: int | None = None


class AgentDefined(Event, frozen=True, kw_only=True):
    """The Agent's memberships, skills and slots are now these, whatever was set before."""

    kind = "agent"

    agent: str
    memberships: tuple[Membership, ...]
    skills: dict[str, int]
    slots: dict[str, int]
    extension: str | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's display name."""

        name: StaffText | None = None


class CapacitySet(Event, frozen=True, kw_only=True):
    """The Agent's slots are now these, until they are defined anew.

    `by` is supervisor, system, or a plugin as `plugin:NAME`. Without `slots` they are as
    defined.
    """

    kind = "agent"

    agent: str
    slots: dict[str, int]
    by: str = "supervisor"


class SkillsSet(Event, frozen=True, kw_only=True):
    """The Agent's skills are now these, until they are defined anew; `by` as in CapacitySet."""

    kind = "agent"

    agent: str
    skills: dict[str, int]
    by: str = "supervisor"
