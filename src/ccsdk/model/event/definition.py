"""What a center is made of, and that it goes on after a gap."""

from __future__ import annotations

from ccsdk.model.event.event import Event
from ccsdk.model.policy import (
    AtClosing,
    Discipline,
    OverflowRule,
    ServiceClass,
    TimelineStep,
)
from ccsdk.model.pure import EligibilityRule, WeightedScorer
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.skill import SkillRequirement

__all__ = [
    "AccountDefined",
    "CalendarClosed",
    "CalendarCompiled",
    "CalendarOpened",
    "CenterResumed",
    "ChannelDefined",
    "QueueDefined",
    "QueueDeleted",
    "QueueEmptied",
    "QueueOverflowed",
    "QueueStaffed",
    "SettingsApplied",
]


class QueueDefined(Event, frozen=True, kw_only=True):
    """The queue's requirements, durations and policy are now these."""

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
    calendar: str | None = None
    at_closing: AtClosing = AtClosing.STAY
    max_waiting: int | None = None
    max_estimated_wait_ms: int | None = None
    needs_staff: bool = False
    empty_ms: int = 30_000
    overflow: tuple[OverflowRule, ...] = ()
    discipline: Discipline = Discipline.FIFO
    classes: tuple[ServiceClass, ...] = ()
    head_start_ms: int = 0
    is_bounded: bool = False
    handle_cap_ms: int | None = None
    steps: tuple[TimelineStep, ...] = ()
    dial_ms: int = 45_000
    callback_gap_ms: int = 900_000
    wrap_up_extension_ms: int = 60_000
    wrap_up_cap_ms: int = 600_000
    direct_ms: int = 20_000
    preferred_ms: int = 20_000
    idle_ms: int = 0
    scorers: tuple[WeightedScorer, ...] = ()
    plugin_strategy: str | None = None
    eligibility: tuple[EligibilityRule, ...] = ()


class QueueDeleted(Event, frozen=True, kw_only=True):
    """The queue is there no more; the log keeps its visits."""

    kind = "queue"

    queue: str


class QueueEmptied(Event, frozen=True, kw_only=True):
    """Nobody is logged in who could serve a queue that needs somebody.

    If that lasts until `empty_due_at_ms`, those who wait flow out.
    """

    kind = "queue"

    queue: str
    empty_due_at_ms: int


class QueueStaffed(Event, frozen=True, kw_only=True):
    """Somebody is logged in again who can serve the queue, or it needs nobody any more."""

    kind = "queue"

    queue: str


class QueueOverflowed(Event, frozen=True, kw_only=True):
    """Those who wait in the queue flow out, where its chain leads anywhere.

    `reason` is empty or closed.
    """

    kind = "queue"

    queue: str
    reason: str


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
    enrichment_ms: int = 0
    self_service_ms: int = 600_000
    reopen_ms: int = 0
    resume_abandoned_ms: int = 0


class SettingsApplied(Event, frozen=True, kw_only=True):
    """These definitions are now as the center file has them; a digest each, by their paths."""

    kind = "system"

    digests: dict[str, str]


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


class CalendarCompiled(Event, frozen=True, kw_only=True):
    """The calendar opens and closes in turn at `edges`; the next one is at `edge_due_at_ms`.

    They are what `weekly` and `dated` mean in this zone, for some weeks.
    """

    kind = "system"

    calendar: str
    zone: str
    tz: str
    edges: tuple[int, ...]
    edge_due_at_ms: int | None = None
    weekly: tuple[str, ...] = ()
    dated: dict[str, str] = {}


class CalendarOpened(Event, frozen=True, kw_only=True):
    """The calendar is open until `edge_due_at_ms`."""

    kind = "system"

    calendar: str
    edge_due_at_ms: int | None = None


class CalendarClosed(Event, frozen=True, kw_only=True):
    """The calendar is closed until `edge_due_at_ms`; None: for good, as far as is known."""

    kind = "system"

    calendar: str
    edge_due_at_ms: int | None = None
