"""States and outcomes of an Offer: one Interaction held out to one Agent, with a deadline."""

from __future__ import annotations

from enum import Enum

__all__ = ["OfferState", "WithdrawReason"]


class OfferState(Enum):
    """Name where an Offer stands; MADE and SHOWN are live, the others are outcomes."""

    MADE = "MADE"
    SHOWN = "SHOWN"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"

    @property
    def is_live(self) -> bool:
        """Return whether the Offer can still be accepted."""
        return self in (OfferState.MADE, OfferState.SHOWN)


class WithdrawReason(Enum):
    """Name why an Offer was taken back through no choice of its Agent."""

    TAKEN = "taken"
    ABANDONED = "abandoned"
    MOVED = "moved"
    UNREACHABLE = "unreachable"
    AGENT_LOST = "agent_lost"
    RESTART = "restart"
    ENDED = "ended"
    CANCELLED = "cancelled"
