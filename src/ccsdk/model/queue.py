"""How a queue chooses among its eligible Agents."""

from __future__ import annotations

from enum import Enum

__all__ = ["Strategy"]


class Strategy(Enum):
    """Name a RoutingStrategy: which eligible Agents get the Offer."""

    LONGEST_IDLE = "longest_idle"
    BROADCAST = "broadcast"
