"""Facts: what a fold over the log leaves of it, and what each contributes to the symbols.

A visit is one stay in one queue, a handling one Agent's part, an Offer one ring, a span one
stretch in which an Agent's Presence and Occupancy stood still, an episode an Interaction
from its beginning to its close, a balk one refusal to let somebody into a queue.
`positions` are the places in the log that made the fact. An open fact lacks its end; it
contributes nothing that a rate counts. Facts are Structs, as the fold makes several for each
Interaction, and hold no other objects that could hold them.

The symbols, one alphabet for all: of visits O offered and ended, A answered, B abandoned,
S short_abandon, F flowed out, W waiting; Ax, Bx, Cx answered, abandoned, callback accepted
within the target; `wait` ms of those answered. Of handlings H, T ended by a transfer, `talk`,
`hold`, `wrap_up` ms. Of Offers E ended, R rona. Of spans `busy` and `idle` ms. Of episodes P
replied to, `reply` ms. K counts balks, which were never offered. With `_open`, those not
ended yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import ClassVar

import msgspec

from ccsdk.metrics.formula import Symbols
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.offer import OfferState

__all__ = [
    "COUNTED_KINDS",
    "SHORT_MS",
    "Balk",
    "Episode",
    "Fact",
    "Handling",
    "Offer",
    "Outcome",
    "Population",
    "Span",
    "Visit",
    "journey",
]

# Whose visits a queue answers for; callback, requeue, direct and consult are apart.
COUNTED_KINDS = frozenset({"inbound", "overflow", "transfer"})
# Below this a customer left before anybody could have answered.
SHORT_MS = 5_000


class Population(Enum):
    """Name the kinds of facts that a measure can be about."""

    VISITS = "visits"
    HANDLINGS = "handlings"
    OFFERS = "offers"
    SPANS = "spans"
    EPISODES = "episodes"
    BALKS = "balks"


class Outcome(Enum):
    """Name how a visit ended; it ends once."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    FLOWED_OUT = "flowed_out"


class Visit(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold one stay in a queue; without a queue, an episode's stay in the center.

    "Within target" means `wait_ms <= target_ms`; a short_abandon waited less than
    `short_ms`. `reason` says why a visit flowed out: overflow, callback, ...
    """

    id: str
    interaction: str
    queue: str | None
    kind: str
    entered_at_ms: int
    target_ms: int
    short_ms: int = SHORT_MS
    left_at_ms: int | None = None
    wait_ms: int = 0
    outcome: Outcome | None = None
    reason: str | None = None
    agent: str | None = None
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.VISITS

    @property
    def began_at_ms(self) -> int:
        """Return the instant that puts the visit into its interval: the entry."""
        return self.entered_at_ms

    @property
    def is_open(self) -> bool:
        """Return whether the customer waits still."""
        return self.outcome is None

    @property
    def is_short(self) -> bool:
        """Return whether the customer left before anybody could have answered."""
        return self.outcome is Outcome.ABANDONED and self.wait_ms < self.short_ms

    def symbols(self) -> Symbols:
        """Return what the visit contributes."""
        if self.outcome is None:
            return {"W": 1}
        within = int(self.wait_ms <= self.target_ms)
        if self.outcome is Outcome.ANSWERED:
            return {"O": 1, "A": 1, "Ax": within, "wait": self.wait_ms}
        if self.outcome is Outcome.ABANDONED:
            return {"O": 1, "B": 1, "Bx": within, "S": int(self.is_short)}
        return {"O": 1, "F": 1, "Cx": within if self.reason == "callback" else 0}


class Handling(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold one Agent's part, from the answer to the end of wrap-up.

    `ended_by` is customer, agent, customer_lost, agent_lost, blind_transfer, ...
    """

    id: str
    interaction: str
    agent: str
    queue: str
    kind: str
    answered_at_ms: int
    talk_ms: int = 0
    hold_ms: int = 0
    wrap_up_ms: int = 0
    ended_at_ms: int | None = None
    ended_by: str | None = None
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.HANDLINGS

    @property
    def began_at_ms(self) -> int:
        """Return the instant that puts the handling into its interval: the answer."""
        return self.answered_at_ms

    @property
    def is_open(self) -> bool:
        """Return whether the Agent is busy with it still."""
        return self.ended_at_ms is None

    @property
    def handle_ms(self) -> int:
        """Return talk, hold and wrap-up together."""
        return self.talk_ms + self.hold_ms + self.wrap_up_ms

    @property
    def is_transferred(self) -> bool:
        """Return whether a transfer ended it; a consult alone is none."""
        return self.ended_by in ("blind_transfer", "consult_transfer")

    def symbols(self) -> Symbols:
        """Return what the handling contributes."""
        if self.is_open:
            return {"H_open": 1}
        return {
            "H": 1,
            "T": int(self.is_transferred),
            "talk": self.talk_ms,
            "hold": self.hold_ms,
            "wrap_up": self.wrap_up_ms,
        }


class Offer(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold one Offer; who had it withdrawn did not miss it."""

    id: str
    interaction: str
    agent: str
    queue: str
    made_at_ms: int
    ended_at_ms: int | None = None
    outcome: OfferState | None = None
    reason: str | None = None
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.OFFERS

    @property
    def began_at_ms(self) -> int:
        """Return the instant that puts the Offer into its interval."""
        return self.made_at_ms

    @property
    def is_open(self) -> bool:
        """Return whether it rings still."""
        return self.outcome is None

    def symbols(self) -> Symbols:
        """Return what the Offer contributes."""
        if self.is_open:
            return {"E_open": 1}
        return {"E": 1, "R": int(self.outcome is OfferState.EXPIRED)}


class Span(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold a stretch, half-open, in which an Agent's state stood still.

    Busy is ENGAGED or WRAP_UP, whatever the Presence; idle is READY and IDLE. OFFERED, and
    NOT_READY without work, are neither.
    """

    agent: str
    presence: Presence
    occupancy: Occupancy
    from_ms: int
    to_ms: int
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.SPANS

    def between(self, from_ms: int, to_ms: int) -> int:
        """Return the milliseconds of the span within a stretch."""
        return max(0, min(self.to_ms, to_ms) - max(self.from_ms, from_ms))

    @property
    def symbol(self) -> str | None:
        """Return the symbol that the span's milliseconds go to; None: to none."""
        if self.occupancy in (Occupancy.ENGAGED, Occupancy.WRAP_UP):
            return "busy"
        is_idle = self.presence is Presence.READY and self.occupancy is Occupancy.IDLE
        return "idle" if is_idle else None

    @property
    def state(self) -> str:
        """Return what the Agent was in, in one word: engaged, wrap_up, offered, idle, ..."""
        if self.occupancy is Occupancy.IDLE and self.presence is not Presence.READY:
            return str(self.presence.value).lower()
        return str(self.occupancy.value).lower()


class Episode(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold an Interaction from its beginning, or reopening, to its close.

    `routed_at_ms` is its first entry into a queue, `replied_at_ms` the first message of an
    Agent. `topic` is what repeats are told by, None while nobody named one.
    """

    id: str
    interaction: str
    customer: str
    channel: str
    received_at_ms: int
    queue: str | None = None
    topic: str | None = None
    routed_at_ms: int | None = None
    replied_at_ms: int | None = None
    closed_at_ms: int | None = None
    is_handled: bool = False
    is_transferred: bool = False
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.EPISODES

    @property
    def began_at_ms(self) -> int:
        """Return the instant that puts the episode into its interval."""
        return self.received_at_ms

    @property
    def is_open(self) -> bool:
        """Return whether a first reply may come still."""
        return self.replied_at_ms is None and self.closed_at_ms is None

    def symbols(self) -> Symbols:
        """Return what the episode contributes."""
        if self.is_open:
            return {"P_open": 1}
        if self.replied_at_ms is None or self.routed_at_ms is None:
            return {}
        return {"P": 1, "reply": self.replied_at_ms - self.routed_at_ms}


class Balk(msgspec.Struct, kw_only=True, frozen=True, gc=False):
    """Hold a refusal by a queue; `reason` is closed, full, too_long or unstaffed.

    Who is refused was not offered: a balk stands beside a queue's visits, and is none.
    """

    id: str
    interaction: str
    queue: str
    refused_at_ms: int
    reason: str
    positions: tuple[int, ...] = ()

    population: ClassVar[Population] = Population.BALKS
    is_open: ClassVar[bool] = False

    @property
    def began_at_ms(self) -> int:
        """Return the instant that puts the balk into its interval."""
        return self.refused_at_ms

    def symbols(self) -> Symbols:
        """Return what the balk contributes."""
        return {"K": 1}


Fact = Visit | Handling | Offer | Episode | Balk


def journey(visits: Iterable[Visit]) -> Visit | None:
    """Return an episode's stay in the center: its counted visits up to the first answer.

    The waits add up; a visit that overflowed and was answered elsewhere is one journey,
    answered. The target is the first queue's, where the customer came in.

    Args:
        visits: Visits of one episode, in the order of entry.

    Returns:
        A visit without a queue, named after the Interaction; None without a counted visit.
    """
    counted: list[Visit] = []
    for visit in visits:
        if visit.kind in COUNTED_KINDS:
            counted.append(visit)
            if visit.outcome is Outcome.ANSWERED:
                break
    if not counted:
        return None
    first, last = counted[0], counted[-1]
    return Visit(
        id=first.interaction,
        interaction=first.interaction,
        queue=None,
        kind=first.kind,
        entered_at_ms=first.entered_at_ms,
        target_ms=first.target_ms,
        short_ms=first.short_ms,
        left_at_ms=last.left_at_ms,
        wait_ms=sum(visit.wait_ms for visit in counted),
        outcome=last.outcome,
        reason=last.reason,
        agent=last.agent,
        positions=tuple(p for visit in counted for p in visit.positions),
    )
