"""Cursor scopes: what a reader's cursor counts.

Staff count the positions of the center. A visitor counts the events that bear its
Customer, so that a cursor tells nothing of what others do. The positions of those are
kept per Customer, eight bytes each.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right

from ccsdk.model.event import Event

__all__ = ["CustomerPositions", "Scope"]


class CustomerPositions:
    """Keep, per Customer, the positions of the events that bear it, ascending."""

    def __init__(self) -> None:
        self._positions: dict[str, array[int]] = {}

    def note(self, position: int, happened: Event) -> None:
        """Take a committed event."""
        customer: str | None = getattr(happened, "customer", None)
        if customer is not None:
            self._positions.setdefault(customer, array("Q")).append(position)

    def of(self, customer: str) -> array[int]:
        """Return a Customer's positions; empty for one that was never met."""
        return self._positions.get(customer) or array("Q")


class Scope:
    """Count for one kind of reader: the center, or one Customer.

    Args:
        positions: Those of all Customers, kept by the hub.
        customer: Whose events are counted; None for the center.
    """

    def __init__(self, positions: CustomerPositions, customer: str | None) -> None:
        self._positions = positions
        self.customer = customer

    def count(self, position: int) -> int:
        """Return the cursor for "all is evaluated up to this position"."""
        if self.customer is None:
            return position
        return bisect_right(self._positions.of(self.customer), position)

    def position(self, count: int) -> int | None:
        """Return the position a cursor stands for, None if it is beyond what there is."""
        if self.customer is None or count == 0:
            return count
        positions = self._positions.of(self.customer)
        return positions[count - 1] if count <= len(positions) else None

    def skip(self, position: int, *, limit: int) -> int:
        """Return the greatest position up to `limit` with nothing of this scope before it.

        What lies between need not be read: none of it can be for this reader.
        """
        if self.customer is None:
            return position
        positions = self._positions.of(self.customer)
        index = bisect_right(positions, position)
        following = positions[index] - 1 if index < len(positions) else limit
        return max(position, min(limit, following))
