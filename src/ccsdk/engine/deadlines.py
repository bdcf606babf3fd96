"""Deadlines: what falls due, in (due, seq) order, cancelled without being searched.

A deadline has a key (its kind and the ids it concerns) and at most one life at a time:
arming the key again or cancelling it leaves a stale entry in the heap, known by its old
`seq` and dropped when it surfaces. Deadlines are armed and cancelled by `evolve` alone,
so that state rebuilt from the log has the same ones; the engine only reads them.

Not here: what happens when one falls due (`ccsdk.engine.deciding`).
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heapify, heappop, heappush

from attrs import define, field

__all__ = ["Deadline", "Deadlines", "Key"]

Key = tuple[str, ...]
Deadline = tuple[int, int, Key]

# A heap this small is not worth tidying.
_TIDY_FROM = 64


@define(eq=False)
class Deadlines:
    """Hold the live deadlines; `seq` counts every arming since the log began."""

    live: dict[Key, Deadline] = field(factory=dict)
    seq: int = 0
    heap: list[Deadline] = field(factory=list)

    def arm(self, key: Key, due_ms: int) -> None:
        """Let `key` fall due at `due_ms`, instead of when it would have."""
        self.seq += 1
        deadline = (due_ms, self.seq, key)
        self.live[key] = deadline
        heappush(self.heap, deadline)
        if len(self.heap) > _TIDY_FROM + 2 * len(self.live):
            self.heap = list(self.live.values())
            heapify(self.heap)

    def cancel(self, key: Key) -> None:
        """Forget `key`, if it is armed at all."""
        self.live.pop(key, None)

    def set_aside(self) -> Deadline:
        """Hide the first deadline from `first` without cancelling it; see `put_back`."""
        return heappop(self.heap)

    def put_back(self, hidden: Iterable[Deadline]) -> None:
        """Show again what was set aside; what was cancelled meanwhile stays cancelled."""
        for deadline in hidden:
            heappush(self.heap, deadline)

    def first(self) -> Deadline | None:
        """Return the deadline that falls due first, or None."""
        heap, live = self.heap, self.live
        while heap:
            deadline = heap[0]
            if live.get(deadline[2]) is deadline:
                return deadline
            heappop(heap)
        return None
