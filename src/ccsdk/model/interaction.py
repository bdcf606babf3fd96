"""States of an Interaction and of its visits to queues."""

from __future__ import annotations

from enum import Enum

__all__ = ["Closing", "ConnectCause", "InteractionState", "VisitKind"]


class InteractionState(Enum):
    """Name where an Interaction stands; it is in exactly one of these, never in none."""

    RECEIVED = "RECEIVED"
    QUEUED = "QUEUED"
    OFFERED = "OFFERED"
    CONNECTING = "CONNECTING"
    ENGAGED = "ENGAGED"
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


class Closing(Enum):
    """Name how an Interaction ended."""

    HANDLED = "handled"
    ABANDONED = "abandoned"
    MESSAGE = "message"
    SELF_SERVED = "self_served"
    UNREACHED = "unreached"
    ENDED = "ended"


class ConnectCause(Enum):
    """Name by whose fault an accepted Interaction was not connected."""

    AGENT = "agent"
    CUSTOMER = "customer"


_WAITING = frozenset(
    {InteractionState.QUEUED, InteractionState.OFFERED, InteractionState.CONNECTING}
)
