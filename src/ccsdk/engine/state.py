"""Engine state: what `evolve` builds from the log, and all that `decide` looks at.

Plain records, changed by `ccsdk.engine.evolving` only. A `dict[str, None]` is a set that
keeps its order, so that nothing depends on a hash seed. `State.index` is derived from
the rest and is no part of the fingerprint.

Bounded by what is open or closed lately: a forgotten Interaction takes its Offers, its
deadlines and, with the last one, its Customer along. `versions` alone keeps an integer
per Customer ever met, because a Customer who returns goes on counting.
"""

from __future__ import annotations

from attrs import define, field

from ccsdk.engine.deadlines import Deadlines
from ccsdk.engine.index import Index
from ccsdk.engine.line import Place
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.channel import CHANNELS, ChannelRule
from ccsdk.model.event import AccountDefined, AgentDefined, CalendarCompiled, QueueDefined
from ccsdk.model.interaction import Closing, InteractionState, VisitKind
from ccsdk.model.leg import LegParty, LegRole, LegState
from ccsdk.model.offer import OfferState
from ccsdk.model.policy import Choice
from ccsdk.model.pure import PureKind
from ccsdk.model.queue import Membership
from ccsdk.model.skill import Relax, SkillRequirement

__all__ = [
    "Account",
    "Agent",
    "Bucket",
    "Calendar",
    "Customer",
    "Elevation",
    "Interaction",
    "Leg",
    "Offer",
    "Overlay",
    "Part",
    "PureRecord",
    "Queue",
    "State",
]


@define(eq=False, kw_only=True)
class Leg:
    """Hold one party's part in a talk; dropped when it ends.

    `who` is the Customer or the staff member. `connected_at_ms` counts only once connected,
    `held_at_ms` only while held.
    """

    id: str
    party: LegParty
    role: LegRole
    who: str
    channel: str
    state: LegState = LegState.CONNECTED
    connected_at_ms: int = 0
    held_at_ms: int = 0


@define(eq=False, kw_only=True)
class Elevation:
    """Hold which customer leg is dialling, and whether it replaces the others."""

    leg: str
    is_switch: bool


@define(eq=False, kw_only=True)
class Part:
    """Hold what an Agent did in an Interaction, from the end of their talk in it.

    `since_ms` is that end, and the end of their wrap-up once it is over; `disposition` is
    "none" while nobody said what came of it.
    """

    queue: str
    since_ms: int
    disposition: str = "none"


@define(eq=False, kw_only=True)
class Interaction:
    """Hold one Interaction; `offers` are the live ones.

    `owner` is set from OfferAccepted until the Interaction leaves them, and through their
    wrap-up if nobody came after them. `wrap_ups` says until when each Agent wraps up their
    part, `parts` what all parts were that are over. `visit` is the running visit, None once
    it ended; its instants stay for those who look at the Interaction. `closing` is how it
    will be closed once the last wrap-up is over. `readers` are the Agents whom its notes
    mentioned; they stay until it is forgotten. `reviewers` are the Supervisors who opened it
    since its last close.

    `requirements` are the queue's and its own, which it `requires` wherever it waits, less what
    was `relaxed`. `age_ms` is how old the visit
    is for the delays of members: the last of them that has passed. While `only` is set,
    this Agent alone may have it, member and skilled or not. `last_agent` is who talked
    last, in `episode` or one before. The instants `left_at_ms` and `closed_at_ms` are of
    the last abandon and of the last close.

    `has_waited` says that a visit of this episode has begun: its age is that of all others.
    Of the running visit: `next_step` of the timeline, counted from 0, and a `deferred` one
    that waits for the live Offers to end; and which `choices` the customer was offered.
    `hops` counts overflows of the episode, `dials` the tries of a callback; `is_resting` says
    that the next try is not due yet. `is_self_served` is true in RECEIVED while the customer
    serves themselves.

    `legs` are those of the running talk, the owner's among them, and `elevation` the
    customer's next. `child` is the consult that its owner runs; a consult knows its `parent`
    and its `asker`.
    """

    id: str
    account: str
    channel: str
    thread: str
    customer: str
    queue: str
    state: InteractionState = InteractionState.RECEIVED
    owner: str | None = None
    accepted: str | None = None
    is_verified: bool = False
    seed: int = 0
    requirements: tuple[SkillRequirement, ...] = ()
    requires: tuple[SkillRequirement, ...] = ()
    relaxed: tuple[Relax, ...] = ()
    only: str | None = None
    visit: str | None = None
    visits: int = 0
    has_waited: bool = False
    entered_at_ms: int = 0
    order_from_ms: int = 0
    head_start_ms: int = 0
    tier: int = 0
    service_class: str | None = None
    visit_kind: VisitKind = VisitKind.INBOUND
    language: str | None = None
    attributes: dict[str, bool | int | str] = field(factory=dict)
    next_step: int = 0
    deferred: int | None = None
    choices: tuple[Choice, ...] = ()
    hops: int = 0
    dials: int = 0
    is_resting: bool = False
    is_self_served: bool = False
    age_ms: int = 0
    offers: dict[str, None] = field(factory=dict)
    offers_made: int = 0
    excluded: dict[str, int] = field(factory=dict)
    readers: dict[str, None] = field(factory=dict)
    reviewers: dict[str, None] = field(factory=dict)
    legs: dict[str, Leg] = field(factory=dict)
    legs_made: int = 0
    elevation: Elevation | None = None
    parent: str | None = None
    asker: str | None = None
    child: str | None = None
    consults: int = 0
    parts: dict[str, Part] = field(factory=dict)
    wrap_ups: dict[str, int] = field(factory=dict)
    closing: Closing | None = None
    last_agent: str | None = None
    episode: int = 1
    left_at_ms: int = 0
    closed_at_ms: int = 0

    def staff_leg(self, who: str) -> Leg | None:
        """Return the leg of an Agent or a Supervisor, None if they have none."""
        for leg in self.legs.values():
            if leg.who == who and leg.party is not LegParty.CUSTOMER:
                return leg
        return None

    def customer_legs(self) -> list[Leg]:
        """Return the customer's legs, the oldest first."""
        return [leg for leg in self.legs.values() if leg.party is LegParty.CUSTOMER]


@define(eq=False, kw_only=True)
class Offer:
    """Hold one Offer; kept after its end until its Interaction is forgotten.

    `reason` says more about the outcome, `by` who took the Interaction, `ended_at_ms`
    when the Offer ended. An invitation is an Offer to join a talk that somebody owns.
    """

    id: str
    interaction: str
    agent: str
    made_at_ms: int
    expires_at_ms: int
    is_invitation: bool = False
    state: OfferState = OfferState.MADE
    reason: str | None = None
    by: str | None = None
    ended_at_ms: int = 0


@define(eq=False, kw_only=True)
class Overlay:
    """Hold who gave an Agent other slots or skills than defined, and when."""

    by: str
    at_ms: int


@define(eq=False, kw_only=True)
class Agent:
    """Hold one Agent and the work that takes their slots.

    `is_lost` means that the last of their sessions is gone; who never had one is not
    lost. Only an Offer made at or after `strikes_from_ms`, the last strike or accept, can
    strike: Offers that rang together are one miss. `reason_before` is what a return from
    connection_lost restores. `mentions` are the Interactions they read by a note's mention,
    `joined` those they are a member of, `elevated` those that take a second slot of theirs,
    `parked` what they laid aside, `direct` what waits for them alone.

    `skills` and `slots` are what counts now, `definition` what a new one replaces;
    `skills_set` and `slots_set` say who set something else since. `is_draining` says that a
    cut left more at hand than they allow. `offers`, `owned`, `joined`, `elevated` and
    `wrap_ups` lead to the channel that each takes a slot of.
    """

    id: str
    definition: AgentDefined
    memberships: dict[str, Membership] = field(factory=dict)
    skills: dict[str, int] = field(factory=dict)
    slots: dict[str, int] = field(factory=dict)
    skills_set: Overlay | None = None
    slots_set: Overlay | None = None
    extension: str | None = None
    is_draining: bool = False
    presence: Presence = Presence.LOGGED_OUT
    reason: str | None = None
    reason_before: str | None = None
    was_ready: bool = False
    idle_from_ms: int = 0
    strikes: int = 0
    strikes_from_ms: int = 0
    is_lost: bool = False
    sessions: dict[str, None] = field(factory=dict)
    offers: dict[str, str] = field(factory=dict)
    owned: dict[str, str] = field(factory=dict)
    joined: dict[str, str] = field(factory=dict)
    elevated: dict[str, str] = field(factory=dict)
    wrap_ups: dict[str, str] = field(factory=dict)
    mentions: dict[str, None] = field(factory=dict)
    parked: dict[str, None] = field(factory=dict)
    direct: dict[str, None] = field(factory=dict)

    @property
    def taken(self) -> tuple[dict[str, str], ...]:
        """Return what takes slots, as channels by id: live Offers, talks, own wrap-ups."""
        return (self.offers, self.owned, self.joined, self.elevated, self.wrap_ups)

    @property
    def used(self) -> int:
        """Return how many slots are taken, of whatever channel."""
        return sum(map(len, self.taken))

    @property
    def is_engaged(self) -> bool:
        """Return whether the Agent is in a talk, as its owner or as a member."""
        return bool(self.owned or self.joined)

    @property
    def occupancy(self) -> Occupancy:
        """Return the first Occupancy that holds."""
        if self.is_engaged:
            return Occupancy.ENGAGED
        if self.wrap_ups:
            return Occupancy.WRAP_UP
        return Occupancy.OFFERED if self.offers else Occupancy.IDLE


@define(eq=False, kw_only=True)
class Bucket:
    """Hold a class's token bucket: so much `credit_ms`, as of `at_ms`; a token costs a refill."""

    credit_ms: int
    at_ms: int


@define(eq=False, kw_only=True)
class Queue:
    """Hold a queue's definition and the counts of its visits.

    `starts` are the instants of its last answers, for an estimate of the wait. `line` are the
    places of those who wait, in order. `is_empty` says that nobody is logged in who could
    serve a queue that needs somebody. `turn` is the Agent who was offered something
    last, where Agents take turns.
    """

    definition: QueueDefined
    offered: int = 0
    answered: int = 0
    answered_in_target: int = 0
    abandoned: int = 0
    flowed_out: int = 0
    waiting: dict[str, None] = field(factory=dict)
    starts: list[int] = field(factory=list)
    line: list[Place] = field(factory=list)
    buckets: dict[str, Bucket] = field(factory=dict)
    is_empty: bool = False
    turn: str = ""


@define(eq=False, kw_only=True)
class Account:
    """Hold an account's definition."""

    definition: AccountDefined


@define(eq=False, kw_only=True)
class Calendar:
    """Hold a calendar's intervals, and whether it is open as its last edge has it."""

    definition: CalendarCompiled
    is_open: bool = False


@define(eq=False, kw_only=True)
class Customer:
    """Hold who wrote, for as long as one of their Interactions is remembered.

    Sessions count while an Interaction is `open`, that is until its talk ended; on an
    asynchronous channel none ever is.
    `left_at_ms` is when the last session was lost; None while somebody is there, and for
    a Customer who was never seen with a session. `abandoned` is the Interaction whose place
    they may take again.
    """

    id: str
    open: dict[str, None] = field(factory=dict)
    interactions: dict[str, None] = field(factory=dict)
    sessions: dict[str, None] = field(factory=dict)
    left_at_ms: int | None = None
    abandoned: str | None = None


@define(eq=False, kw_only=True)
class PureRecord:
    """Hold the strikes of one version of a plugin's pure object."""

    version: int
    strikes: int = 0
    is_disabled: bool = False


@define(eq=False, kw_only=True)
class State:
    """Hold everything the engine knows; `State()` is a center before its first event.

    `now_ms` is the instant of the last event, `policy` the position of the last definition.
    `threads` leads from channel and thread to the Interaction that takes the next message,
    `recent` to the last one that is over. `extensions` leads to Agents. `channels` are the
    defined ones, the others have the rules of `ccsdk.model.channel`. `settings` are digests of
    what the center file said last of each definition, by its path. `pure` leads from kind and
    name of a pure object to the version of it that was struck last.
    """

    now_ms: int = 0
    position: int = 0
    policy: int = 0
    versions: dict[str, int] = field(factory=dict)
    channels: dict[str, ChannelRule] = field(factory=lambda: dict(CHANNELS))
    accounts: dict[str, Account] = field(factory=dict)
    queues: dict[str, Queue] = field(factory=dict)
    calendars: dict[str, Calendar] = field(factory=dict)
    settings: dict[str, str] = field(factory=dict)
    agents: dict[str, Agent] = field(factory=dict)
    extensions: dict[str, str] = field(factory=dict)
    customers: dict[str, Customer] = field(factory=dict)
    interactions: dict[str, Interaction] = field(factory=dict)
    offers: dict[str, Offer] = field(factory=dict)
    threads: dict[tuple[str, str], str] = field(factory=dict)
    recent: dict[tuple[str, str], str] = field(factory=dict)
    pure: dict[tuple[PureKind, str], PureRecord] = field(factory=dict)
    deadlines: Deadlines = field(factory=Deadlines)
    index: Index = field(factory=Index)
