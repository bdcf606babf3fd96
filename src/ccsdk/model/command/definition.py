"""Commands that define what a center is made of."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.channel import Slots, Weight
from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.policy import (
    CLASSES_MAX,
    OVERFLOW_MAX,
    STEPS_MAX,
    AtClosing,
    Discipline,
    OverflowRule,
    ServiceClass,
    TimelineStep,
)
from ccsdk.model.pure import (
    ELIGIBILITY_MAX,
    SCORERS_MAX,
    EligibilityRule,
    PureName,
    WeightedScorer,
)
from ccsdk.model.queue import Membership, Mode, Strategy
from ccsdk.model.skill import Proficiency, SkillRequirement
from ccsdk.model.values import DurationMs, Id, InstantMs, StaffText

__all__ = [
    "ApplySettings",
    "DefineAccount",
    "DefineAgent",
    "DefineCalendar",
    "DefineChannel",
    "DefineQueue",
    "DeleteQueue",
]


HoursText = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
DateText = Annotated[str, msgspec.Meta(min_length=1, max_length=10)]
Digest = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
PathText = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]


class DefineAccount(Command, frozen=True, kw_only=True):
    """Define an account: the address customers come by, its channel and its queues.

    The first of `queues` takes what names no queue. Graces are counted from the loss of
    the customer's last session; a closed Interaction is forgotten after `forget_ms`, and
    can be reviewed until then. It is reopened by a message within `reopen_ms` (0: never). Who
    gave up waiting and comes back within `resume_abandoned_ms` takes their old place (0:
    never). With `enrichment_ms` an Interaction waits that long at most for a RouteInteraction
    before it enters its queue; self-service that nobody goes on with is over after
    `self_service_ms`.
    """

    account: Id
    channel: Id
    queues: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=256)]
    customer_grace_ms: DurationMs = 60_000
    forget_ms: Annotated[int, msgspec.Meta(ge=1_000, le=31_622_400_000)] = 86_400_000
    enrichment_ms: DurationMs = 0
    self_service_ms: Annotated[int, msgspec.Meta(ge=1_000, le=86_400_000)] = 600_000
    reopen_ms: DurationMs = 0
    resume_abandoned_ms: Annotated[int, msgspec.Meta(ge=0, le=86_400_000)] = 0


class DefineChannel(Command, frozen=True, kw_only=True):
    """Define what work on a channel takes from an Agent, and what it shuts out meanwhile.

    `denies` are channels of which nothing is offered beside it, `interrupts` those whose
    work lies still beside it. An unknown channel counts as chat until it is defined.
    """

    channel: Id
    slots: Slots
    weight: Weight
    denies: tuple[Id, ...] = ()
    interrupts: tuple[Id, ...] = ()


class DefineQueue(Command, frozen=True, kw_only=True):
    """Define a queue: what it requires, how it offers, and its durations.

    `broadcast` is how many Agents get the Offer at once under strategy `broadcast`;
    `pick_from` how many at the head of the line an Agent may pick from, if `mode` lets
    them. `wrap_up_ms` 0 means that no wrap-up is due; an extension adds
    `wrap_up_extension_ms`, and all of them end `wrap_up_cap_ms` after the talk. A transfer
    to an Agent waits `direct_ms` for them alone, who comes back `preferred_ms` for the last
    one. A talk without a message for `idle_ms` ends (0: never).

    Entry is refused while `calendar` is closed, when `max_waiting` wait or the estimated wait
    is over `max_estimated_wait_ms`, and with `needs_staff` while nobody is logged in who could
    serve; if nobody is for `empty_ms`, those who wait flow out too. `overflow` says where to:
    the first rule whose condition holds and whose target admits. `classes` are tried in order
    under `discipline`; `head_start_ms` is the whole queue's, against the others of an Agent.
    `is_bounded` promises that no class waits for ever, and refuses what could break it;
    `handle_cap_ms` and `wrap_up_cap_ms` are what that promise counts on. A callback may ring
    for `dial_ms`; one that reached nobody is tried again after `callback_gap_ms`.

    Of the strategy's best, the one with the highest sum over `scorers` is asked, or whom
    `plugin_strategy` chooses. Whom a rule of `eligibility` refuses is not asked at all.
    """

    queue: Id
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    requires: Annotated[tuple[SkillRequirement, ...], msgspec.Meta(max_length=32)] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    broadcast: Annotated[int, msgspec.Meta(ge=1, le=32)] = 1
    mode: Mode = Mode.PUSH
    pick_from: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    ack_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 4_000
    ring_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 15_000
    connect_ms: Annotated[int, msgspec.Meta(ge=100, le=600_000)] = 10_000
    retry_same_ms: DurationMs = 30_000
    wrap_up_ms: DurationMs = 60_000
    target_ms: DurationMs = 20_000
    max_strikes: Annotated[int, msgspec.Meta(ge=1, le=100)] = 2
    calendar: Id | None = None
    at_closing: AtClosing = AtClosing.STAY
    max_waiting: Annotated[int, msgspec.Meta(ge=0, le=1_000_000)] | None = None
    max_estimated_wait_ms: DurationMs | None = None
    needs_staff: bool = False
    empty_ms: DurationMs = 30_000
    overflow: Annotated[tuple[OverflowRule, ...], msgspec.Meta(max_length=OVERFLOW_MAX)] = ()
    discipline: Discipline = Discipline.FIFO
    classes: Annotated[tuple[ServiceClass, ...], msgspec.Meta(max_length=CLASSES_MAX)] = ()
    head_start_ms: DurationMs = 0
    is_bounded: bool = False
    handle_cap_ms: DurationMs | None = None
    steps: Annotated[tuple[TimelineStep, ...], msgspec.Meta(max_length=STEPS_MAX)] = ()
    dial_ms: Annotated[int, msgspec.Meta(ge=1_000, le=600_000)] = 45_000
    callback_gap_ms: DurationMs = 900_000
    wrap_up_extension_ms: DurationMs = 60_000
    wrap_up_cap_ms: DurationMs = 600_000
    direct_ms: DurationMs = 20_000
    preferred_ms: DurationMs = 20_000
    idle_ms: DurationMs = 0
    scorers: Annotated[tuple[WeightedScorer, ...], msgspec.Meta(max_length=SCORERS_MAX)] = ()
    plugin_strategy: PureName | None = None
    eligibility: Annotated[
        tuple[EligibilityRule, ...], msgspec.Meta(max_length=ELIGIBILITY_MAX)
    ] = ()


class DeleteQueue(Command, frozen=True, kw_only=True):
    """Delete a queue in which nobody waits and which nothing names."""

    queue: Id


class DefineCalendar(Command, frozen=True, kw_only=True):
    """Define a calendar: opening hours by the clock of a zone.

    `weekly` has lines such as `mon-fri 09:00-17:00`, `dated` the hours of single dates, or
    `closed`. The engine knows no zones: `edges` are the instants at which that opens and
    closes in turn, for some weeks, as the zone's data of version `tz` has it. With an odd
    number of them it stays open after the last.
    """

    calendar: Id
    zone: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] = "UTC"
    weekly: Annotated[tuple[HoursText, ...], msgspec.Meta(max_length=64)] = ()
    dated: Annotated[dict[DateText, HoursText], msgspec.Meta(max_length=1_024)] = {}
    tz: Annotated[str, msgspec.Meta(min_length=1, max_length=96)] = "none"
    edges: Annotated[tuple[InstantMs, ...], msgspec.Meta(max_length=8_192)] = ()

    door_fills = ("tz", "edges")


class DefineAgent(Command, frozen=True, kw_only=True):
    """Define an Agent: the queues they serve, how well they know what, and their slots.

    `slots` counts per channel; one that is not named has the channel's own number. A
    transfer to `extension` goes to who was last defined with it.
    """

    agent: Id
    memberships: Annotated[tuple[Membership, ...], msgspec.Meta(max_length=256)]
    skills: dict[Id, Proficiency] = {}
    slots: dict[Id, Slots] = {}
    extension: Id | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's display name."""

        name: StaffText | None = None


class ApplySettings(Command, frozen=True, kw_only=True):
    """Say that these definitions are as the center file has them.

    `digests` leads from a definition's path, such as `queues.sales`, to a digest of what the
    file said of it. While the file says the same, what people change since then stays.
    """

    digests: Annotated[dict[PathText, Digest], msgspec.Meta(max_length=1_000)]
