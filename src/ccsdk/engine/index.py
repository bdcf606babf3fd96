"""The index: who waits and who is free, per queue, so that matching never scans.

Theory of operation. One entry tuple stands for each waiting Interaction and one for each
free Agent; `waiting` and `free` say which entries are current. The entries also lie in
heaps, one line and one pool per queue. Leaving is a removal from the dict alone: a heap
entry that is not the current tuple (that very object, since an equal one may lie in the
pool of a queue they no longer serve) is stale and is dropped when it surfaces, or when a
heap has grown well beyond what can be current in it.

- A line is ordered by (tier, order_from_ms, id): the oldest first.
- A pool is ordered by (used slots, idle since, id): whoever has nothing at hand comes
  first, among them whoever is idle longest. Counting slots before idleness is what sends
  n arrivals at once to n different Agents.

`fresh`, `freed` and `bare` remember what the decision in progress has changed:
Interactions that came into line, Agents that gained room, and Interactions whose last
Offer ended. Between decisions they are empty, and no Interaction in line stands beside a
free Agent who may have it; so only what changed can be matched.

All of it is derived: a pure function of the rest of the state. Not here: who counts as
waiting or free (`ccsdk.engine.standing`), and the choice (`ccsdk.engine.matching`).
"""

from __future__ import annotations

from collections.abc import Callable, Container
from heapq import heapify, heappop, heappush

from attrs import define, field

__all__ = ["Index", "Place"]

# (tier, order_from_ms, interaction) in a line; (used, idle_from_ms, agent) in a pool.
Place = tuple[int, int, str]

# A heap this small is not worth tidying.
_TIDY_FROM = 64


@define(eq=False)
class Index:
    """Hold lines and pools by queue, and what the decision in progress has changed."""

    waiting: dict[str, Place] = field(factory=dict)
    free: dict[str, Place] = field(factory=dict)
    lines: dict[str, list[Place]] = field(factory=dict)
    pools: dict[str, list[Place]] = field(factory=dict)
    members: dict[str, dict[str, None]] = field(factory=dict)
    serves: dict[str, tuple[str, ...]] = field(factory=dict)
    fresh: dict[str, None] = field(factory=dict)
    freed: dict[str, None] = field(factory=dict)
    bare: dict[str, None] = field(factory=dict)

    def line_up(self, queue: str, place: Place, *, at_most: int) -> None:
        """Put an Interaction into its queue's line; `at_most` bounds what may stand there."""
        interaction = place[2]
        if self.waiting.get(interaction) == place:
            return
        self.waiting[interaction] = place
        self.fresh[interaction] = None
        line = self.lines.setdefault(queue, [])
        heappush(line, place)
        if len(line) > _TIDY_FROM + 4 * at_most:
            _tidy(line, self.waiting)

    def set_free(self, place: Place) -> None:
        """Put an Agent into the pool of every queue they serve."""
        agent = place[2]
        before = self.free.get(agent)
        if before == place:
            return
        if before is None:
            self.freed[agent] = None
        self.free[agent] = place
        for queue in self.serves[agent]:
            pool = self.pools[queue]
            heappush(pool, place)
            if len(pool) > _TIDY_FROM + 4 * len(self.members[queue]):
                _tidy(pool, self.free)

    def serve(self, agent: str, queues: tuple[str, ...]) -> None:
        """Let an Agent serve these queues from now on; they are free of none yet."""
        for queue in self.serves.get(agent, ()):
            self.members[queue].pop(agent, None)
        self.serves[agent] = queues
        for queue in queues:
            self.members[queue][agent] = None
        self.free.pop(agent, None)

    def oldest(self, queue: str, is_barred: Callable[[str], bool]) -> Place | None:
        """Return the oldest place in a queue's line whose Interaction is not barred."""
        line, passed = self.lines.get(queue, []), []
        while (place := _first(line, self.waiting)) is not None and is_barred(place[2]):
            passed.append(heappop(line))
        for other in passed:
            heappush(line, other)
        return place

    def choose(self, queue: str, count: int, excluded: Container[str]) -> list[str]:
        """Return up to `count` Agents of a queue's pool, best first."""
        pool = self.pools[queue]
        chosen: list[str] = []
        taken: list[Place] = []
        while len(chosen) < count and (place := _first(pool, self.free)) is not None:
            if place[2] not in excluded:
                chosen.append(place[2])
                if len(chosen) == count:
                    break
            taken.append(heappop(pool))
        for other in taken:
            heappush(pool, other)
        return chosen


def _first(heap: list[Place], current: dict[str, Place]) -> Place | None:
    while heap:
        place = heap[0]
        if current.get(place[2]) is place:
            return place
        heappop(heap)
    return None


def _tidy(heap: list[Place], current: dict[str, Place]) -> None:
    heap[:] = [place for place in heap if current.get(place[2]) is place]
    heapify(heap)
