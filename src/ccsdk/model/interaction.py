"""States of an Interaction and of its visits to queues."""

from __future__ import annotations

from enum import Enum

__all__ = [
    "ASYNC_CHANNELS",
    "Closing",
    "ConnectCause",
    "InteractionState",
    "LineEnding",
    "VisitKind",
]

# Where a customer expects no answer at once: they need not be there, and an Interaction may
# be parked.
ASYNC_CHANNELS = frozenset({"email", "message"})


class InteractionState(Enum):
    """Name where an Interaction stands; it is in exactly one of these, never in none."""

    RECEIVED = "RECEIVED"
    QUEUED = "QUEUED"
    OFFERED = "OFFERED"
    CONNECTING = "CONNECTING"
    ENGAGED = "ENGAGED"
    PARKED = "PARKED"
    WRAP_UP = "WRAP_UP"
    CLOSED = "CLOSED"

    @property
    def is_waiting(self) -> bool:
        """Return whether the customer waits for an answer in this state."""
        return self in _WAITING


class VisitKind(Enum):
    """Name why an Interaction stands in a queue; one visit is one stay in one queue."""

    INBOUND = "inbound"
    OVERFLOW = "overflow"
    CALLBACK = "callback"
    REQUEUE = "requeue"
    CONSULT = "consult"
    TRANSFER = "transfer"
    DIRECT = "direct"


class Closing(Enum):
    """Name how an Interaction ended."""

    HANDLED = "handled"
    MERGED = "merged"
    CONSULTED = "consulted"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"
    MESSAGE = "message"
    SELF_SERVED = "self_served"
    UNREACHED = "unreached"
    ENDED = "ended"


class LineEnding(Enum):
    """Name why an Interaction waits no longer for one Agent alone."""

    EXPIRED = "expired"
    LEFT = "left"
    DECLINED = "declined"


class ConnectCause(Enum):
    """Name by whose fault an accepted Interaction was not connected."""

    AGENT = "agent"
    CUSTOMER = "customer"


_WAITING = frozenset(
    {InteractionState.QUEUED, InteractionState.OFFERED, InteractionState.CONNECTING}
)
