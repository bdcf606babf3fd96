"""How a queue chooses among its eligible Agents, and how Agents belong to queues."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import msgspec

from ccsdk.model.values import DurationMs, Id

__all__ = ["Membership", "Mode", "Strategy", "members"]


class Strategy(Enum):
    """Name a RoutingStrategy: which of the eligible Agents gets the Offer.

    Whatever the strategy ranks alike goes to who is idle longest, then to the lowest id.

    - `longest_idle`: who has the least at hand, among them who is idle longest;
    - `round_robin`: the next id after the one who was offered something last;
    - `least_loaded`: who has the smallest load now;
    - `weighted_random`: by chance, who knows more more often;
    - `best_skill`: the greatest sum of weight x proficiency over the requirements;
    - `broadcast`: several at once, chosen as by `longest_idle`.
    """

    LONGEST_IDLE = "longest_idle"
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"
    WEIGHTED_RANDOM = "weighted_random"
    BEST_SKILL = "best_skill"
    BROADCAST = "broadcast"


class Mode(Enum):
    """Name how work reaches Agents: offered to them, picked by them, or both."""

    PUSH = "push"
    PULL = "pull"
    BOTH = "both"

    @property
    def is_push(self) -> bool:
        """Return whether the engine makes Offers."""
        return self is not Mode.PULL

    @property
    def is_pull(self) -> bool:
        """Return whether Agents may pick."""
        return self is not Mode.PUSH


class Membership(msgspec.Struct, kw_only=True, frozen=True):
    """Let an Agent serve a queue.

    The lowest `priority` comes first: of an Agent's queues, and of a queue's free Agents.
    Work becomes theirs to have once it is `delay_ms` old.
    """

    queue: Id
    priority: Annotated[int, msgspec.Meta(ge=0, le=99)] = 0
    delay_ms: DurationMs = 0


def members(*queues: str) -> tuple[Membership, ...]:
    """Return plain memberships of these queues: no priority among them, and no delay."""
    return tuple(Membership(queue=queue) for queue in queues)
