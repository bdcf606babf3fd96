"""What the judge remembers of each Interaction, each leg and each Agent."""

from __future__ import annotations

from attrs import define, field

from ccsdk.model.queue import Membership
from ccsdk.model.skill import Relax, SkillRequirement

WAITING = ("QUEUED", "OFFERED", "CONNECTING")
TALKING = ("CONNECTING", "ENGAGED")
# Where nobody waits in front of anything.
ASYNCHRONOUS = ("email", "message")


@define(eq=False)
class Party:
    """What the log says about one leg that has not ended."""

    kind: str
    role: str
    who: str
    channel: str
    state: str
    at_ms: int


@define(eq=False)
class Work:
    """What the log says about one Interaction."""

    id: str
    queue: str
    account: str
    customer: str
    channel: str
    state: str = "RECEIVED"
    owner: str | None = None
    visit: str | None = None
    visits: list[str] = field(factory=list)
    order_from_ms: int = 0
    began_ms: int = 0
    age_ms: int = 0
    tier: int = 0
    head_start_ms: int = 0
    kind: str = "inbound"
    hops: int = 0
    steps: int = 0
    deferred: int | None = None
    dials: int = 0
    is_resting: bool = False
    relaxed: list[Relax] = field(factory=list)
    requires: dict[str, SkillRequirement] = field(factory=dict)
    has_waited: bool = False
    last: str | None = None
    episode: int = 1
    left_at_ms: int = 0
    closed_at_ms: int = 0
    met: dict[str, int] = field(factory=dict)
    wrap_ups: set[str] = field(factory=set)
    wrapped: dict[str, str] = field(factory=dict)
    only: str | None = None
    closing: str = ""
    live: set[str] = field(factory=set)
    passed_over: set[str] = field(factory=set)
    readers: set[str] = field(factory=set)
    reviewers: set[str] = field(factory=set)
    parties: dict[str, Party] = field(factory=dict)
    second: str | None = None
    second_channel: str = ""
    switched: str | None = None
    parent: str | None = None
    child: str | None = None
    ended_consult: bool = False
    is_switch: bool = False

    def has_member(self, agent: str) -> bool:
        """Say whether an Agent takes part beside the owner."""
        member = ("agent", "member", agent)
        return any((p.kind, p.role, p.who) == member for p in self.parties.values())

    @property
    def place(self) -> tuple[int, int, str]:
        """Return the key by which it stands in line."""
        return (self.tier, self.order_from_ms - self.head_start_ms, self.id)

    def least(self, requirement: SkillRequirement) -> int:
        """Return the proficiency that is still required of an Agent, 0 for none."""
        asked = [each.min or 0 for each in self.relaxed if each.skill == requirement.skill]
        return min((requirement.min, *asked))

    @property
    def needs_customer(self) -> bool:
        """Say whether the customer has to be there while it waits."""
        return self.kind != "callback" and self.channel not in ASYNCHRONOUS

    def stands_for(self, gone: set[str]) -> bool:
        """Say whether it may be offered while these customers are gone."""
        is_there = not self.needs_customer or self.customer not in gone
        held_up = self.is_resting or self.deferred is not None
        return self.state in ("QUEUED", "OFFERED") and not self.live and is_there and not held_up


@define(eq=False)
class Person:
    """What the log says about one Agent."""

    id: str
    serves: dict[str, Membership] = field(factory=dict)
    skills: dict[str, int] = field(factory=dict)
    defined: dict[str, int] = field(factory=dict)
    slots: dict[str, int] = field(factory=dict)
    presence: str = "LOGGED_OUT"
    reason: str | None = None
    sessions: set[str] = field(factory=set)
    lost: bool = False
