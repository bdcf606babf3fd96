"""What happens to a Customer."""

from __future__ import annotations

from ccsdk.model.event.event import Event

__all__ = [
    "CustomerConnected",
    "CustomerCreated",
    "CustomerDisconnected",
]


class CustomerCreated(Event, frozen=True, kw_only=True):
    """A Customer was met for the first time; the id is a keyed hash."""

    kind = "customer"

    customer: str


class CustomerConnected(Event, frozen=True, kw_only=True):
    """A session of a customer with an open Interaction is connected."""

    kind = "customer"

    customer: str
    session: str


class CustomerDisconnected(Event, frozen=True, kw_only=True):
    """A session of a customer is gone; after the last one a grace runs."""

    kind = "customer"

    customer: str
    session: str
    grace_due_at_ms: int | None = None
