"""The receipt of an Offer: why this Agent, and why this Interaction came first.

It is written when the Offer is made, from what the engine has at hand then, and is small:
at most 1 KB as JSON. Whom it passed over and why is not in it; that is worked out anew from
the log by whoever asks (`why.v1`, `ccsdk why`).
"""

from __future__ import annotations

from enum import Enum

import msgspec

from ccsdk.model.values import Id

__all__ = ["RECEIPT_BYTES_MAX", "Candidate", "OfferReceipt", "Reason"]

RECEIPT_BYTES_MAX = 1024


class Reason(Enum):
    """Name what led to an Offer.

    - `matched`: the Interaction was the first in line that the Agent could have;
    - `direct`: it is for this Agent alone;
    - `picked`: the Agent took it by themselves.
    """

    MATCHED = "matched"
    DIRECT = "direct"
    PICKED = "picked"


class Candidate(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Hold how an Agent stood in the choice; the smallest (priority, rank, idle) came first.

    `priority` is that of their membership. `rank` is what the queue's strategy ranks by:
    pieces of work at hand, load, the round in which their turn comes (0 is this one), or
    what lowers it, less their score. `score` is the sum of weight x proficiency where the
    strategy looks at skills, else 0. `scores` are those of the queue's scorers, each times
    its weight: the greatest sum came first, where there are any.
    """

    agent: Id
    priority: int
    score: int
    rank: int
    idle_from_ms: int
    scores: dict[str, int] | None = None


class OfferReceipt(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Say why an Offer was made.

    Args:
        reason: What led to it.
        policy: The position of the last definition that held.
        position: The log's last position when it was decided.
        skilled: How many Agents the work suited: members with its skills, of its age.
        ready: How many of them were READY with a session.
        free: How many of these had room, were not passed over for a while, and were refused
            by no rule of the queue. All three are None where nobody was chosen among others:
            picked.
        winner: The Agent.
        loser: Who would have come next; None if there was nobody, or chance decided.
        tier: The first member of the Interaction's key.
        order_ms: The second one: where its place dates from, less its head start.
        ahead: Who stood before it in its queue and could not have this Agent, if anybody.
        seed: What chance decided by, if it did.
        chosen_by: The plugin's strategy that chose the winner; None if the queue's own did.
    """

    reason: Reason
    policy: int
    position: int
    skilled: int | None = None
    ready: int | None = None
    free: int | None = None
    winner: Candidate
    loser: Candidate | None = None
    tier: int
    order_ms: int
    ahead: Id | None = None
    seed: int | None = None
    chosen_by: str | None = None
