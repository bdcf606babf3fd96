"""Pure objects: what a plugin may decide inside the engine, and all that it sees there.

A `Scorer` rates Agents, an `Eligibility` refuses them, a `Strategy` chooses one. Each is a
pure function of frozen views: integers, codes and ids, nothing personal, no clock and no
chance but `draw`. The same views get the same answer, in every process and for ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Annotated, Protocol

import attrs
import msgspec

from ccsdk.model.skill import SkillRequirement
from ccsdk.model.values import Code

__all__ = [
    "ATTRIBUTES_READ_MAX",
    "ELIGIBILITY_MAX",
    "NO_OBJECTS",
    "SCORERS_MAX",
    "SCORE_MAX",
    "SHORTLIST_MAX",
    "AgentTraits",
    "AgentView",
    "Eligibility",
    "EligibilityRule",
    "Pure",
    "PureKind",
    "PureName",
    "PureObjects",
    "Scorer",
    "Strategy",
    "StrikeReason",
    "WeightedScorer",
    "WorkKind",
    "WorkView",
]

# Scorers rate, and strategies choose among, so many Agents at most: the base strategy's best.
SHORTLIST_MAX = 32
# A score is at least -SCORE_MAX and at most SCORE_MAX.
SCORE_MAX = 10_000
SCORERS_MAX = 5
ATTRIBUTES_READ_MAX = 8
ELIGIBILITY_MAX = 5

# Short, because receipts name them.
PureName = Annotated[str, msgspec.Meta(min_length=1, max_length=20, pattern=r"^[a-z0-9_-]+(?!\n)$")]


class PureKind(Enum):
    """Name what a pure object does."""

    SCORER = "scorer"
    ELIGIBILITY = "eligibility"
    STRATEGY = "strategy"


class StrikeReason(Enum):
    """Name what a pure object did wrong.

    - `raised`: it raised an error instead of answering;
    - `wrong_type`: it answered with no integer within bounds, no code, no id;
    - `not_asked`: it chose an Agent who was not among those it was shown;
    - `unsteady`: asked the same twice, it answered otherwise;
    - `slow`: it took longer than its budget, time and again;
    - `hung`: it did not return.
    """

    RAISED = "raised"
    WRONG_TYPE = "wrong_type"
    NOT_ASKED = "not_asked"
    UNSTEADY = "unsteady"
    SLOW = "slow"
    HUNG = "hung"


class WeightedScorer(msgspec.Struct, kw_only=True, frozen=True):
    """Name a scorer of a queue; its scores count `weight` times, a negative one against."""

    name: PureName
    weight: Annotated[int, msgspec.Meta(ge=-100, le=100)] = 1


class EligibilityRule(msgspec.Struct, kw_only=True, frozen=True):
    """Name an eligibility of a queue, and the attributes of an Interaction that it reads."""

    name: PureName
    attributes: Annotated[tuple[Code, ...], msgspec.Meta(max_length=ATTRIBUTES_READ_MAX)] = ()


class WorkKind(msgspec.Struct, kw_only=True, frozen=True):
    """Show an `Eligibility` a kind of work: all that is the same for every piece of it.

    `channel` is the one whose slots it takes. `attributes` are those that the queue's rules
    say they read; one that the Interaction lacks is not there.
    """

    queue: str
    channel: str
    service_class: str | None
    attributes: Mapping[str, bool | int | str]


class AgentTraits(msgspec.Struct, kw_only=True, frozen=True):
    """Show an `Eligibility` a member of the queue: what only a definition changes."""

    agent: str
    priority: int
    skills: Mapping[str, int]


class WorkView(msgspec.Struct, kw_only=True, frozen=True):
    """Show the Interaction that is to be offered.

    `last_agent` is who talked with its Customer last, as far as state remembers. `draw` is
    the number, at least 0, that chance gives this Offer: the same in every replay.
    """

    queue: str
    channel: str
    service_class: str | None
    attributes: Mapping[str, bool | int | str]
    requirements: tuple[SkillRequirement, ...]
    waited_ms: int
    last_agent: str | None
    draw: int


class AgentView(msgspec.Struct, kw_only=True, frozen=True):
    """Show an Agent who is free for it.

    `used` counts slots taken by channel, `load` is the weight of it all, `idle_ms` how long
    since they became READY or their last wrap-up ended.
    """

    agent: str
    skills: Mapping[str, int]
    used: Mapping[str, int]
    load: int
    idle_ms: int


class Pure(Protocol):
    """Describe what all pure objects have: a name, a version, and their time for one answer."""

    @property
    def name(self) -> str:
        """Return the name that queues use."""

    @property
    def version(self) -> int:
        """Return the version: a new one may answer otherwise, and starts without strikes."""

    @property
    def budget_us(self) -> int:
        """Return how many microseconds one answer may take."""


class Scorer(Pure, Protocol):
    """Rate an Agent for an Interaction."""

    def score(self, view: WorkView, agent: AgentView, /) -> int:
        """Return a score of at most `SCORE_MAX` either way; more is better."""


class Eligibility(Pure, Protocol):
    """Keep Agents from a kind of work."""

    def refuse(self, view: WorkKind, agent: AgentTraits, /) -> str | None:
        """Return why this Agent may not have it, as a code, or None if they may."""


class Strategy(Pure, Protocol):
    """Choose an Agent for an Interaction."""

    def choose(self, view: WorkView, agents: Sequence[AgentView], /) -> str:
        """Return the id of one of these Agents; the base strategy's best comes first."""


@attrs.frozen(kw_only=True)
class PureObjects:
    """Hold the pure objects that the engine may ask, by name.

    `left_out` are (kind, name) of those that are there and are not asked: they hung.
    """

    scorers: Mapping[str, Scorer] = attrs.field(factory=dict)
    eligibility: Mapping[str, Eligibility] = attrs.field(factory=dict)
    strategies: Mapping[str, Strategy] = attrs.field(factory=dict)
    left_out: frozenset[tuple[PureKind, str]] = frozenset()

    def of(self, kind: PureKind) -> Mapping[str, Pure]:
        """Return the objects of a kind."""
        if kind is PureKind.SCORER:
            return self.scorers
        return self.eligibility if kind is PureKind.ELIGIBILITY else self.strategies


NO_OBJECTS = PureObjects()
