"""What a center is made of, and that it goes on after a gap."""

from __future__ import annotations

from ccsdk.model.event.event import Event
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.skill import SkillRequirement

__all__ = [
    "AccountDefined",
    "CenterResumed",
    "ChannelDefined",
    "QueueDefined",
]


class QueueDefined(Event, frozen=True, kw_only=True):
    """The queue's requirements and durations are now these."""

    kind = "queue"

    queue: str
    name: str
    requires: tuple[SkillRequirement, ...]
    strategy: Strategy
    broadcast: int
    mode: Mode
    pick_from: int
    ack_ms: int
    ring_ms: int
    connect_ms: int
    retry_same_ms: int
    wrap_up_ms: int
    target_ms: int
    max_strikes: int
    wrap_up_extension_ms: int = 60_000
    wrap_up_cap_ms: int = 600_000
    direct_ms: int = 20_000
    preferred_ms: int = 20_000
    idle_ms: int = 0


class ChannelDefined(Event, frozen=True, kw_only=True):
    """Work on the channel now takes this from an Agent."""

    kind = "channel"

    channel: str
    slots: int
    weight: int
    denies: tuple[str, ...]
    interrupts: tuple[str, ...]


class AccountDefined(Event, frozen=True, kw_only=True):
    """The account's channel, queues and graces are now these."""

    kind = "channel"

    channel: str
    account: str
    queues: tuple[str, ...]
    customer_grace_ms: int
    forget_ms: int
    reopen_ms: int = 0
    resume_abandoned_ms: int = 0


class CenterResumed(Event, frozen=True, kw_only=True):
    """The center goes on after a gap.

    After a restart every session that was connected counts as gone and every running
    connection grace starts anew, ending at these instants.
    """

    kind = "system"

    is_restart: bool
    stopped_at_ms: int
    agent_grace_due_at_ms: int
    leg_due_at_ms: int
    logout_due_at_ms: int
