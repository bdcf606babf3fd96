"""Pools: who is free for one kind of work, best first, so that choosing never scans.

Every pool ranks by membership priority first; of the Agents with the lowest number that
has anybody, the strategy chooses. `Pool` is a heap by a rank that is known when an Agent
comes; `TurnPool` goes round by id; `DrawPool` draws by weight.

Theory of operation. `current` says which entry of each Agent counts. Leaving is a removal
from there alone: an entry of the heap that is not the current object is stale and is
dropped when it surfaces, or when the heap has grown well beyond what can be current.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import blake2b
from heapq import heapify, heappop, heappush

from attrs import define, field

__all__ = ["Choice", "DrawPool", "Entry", "Pool", "Turn", "TurnPool", "drawn"]

# (membership priority, rank, idle_from_ms, agent); a smaller one is better.
Entry = tuple[int, int, int, str]
# Who is chosen, best first, and who would have been next.
Choice = tuple[list[Entry], Entry | None]

# A heap this small is not worth tidying.
_TIDY_FROM = 64
# Bounds the ordinals of Agents that a draw can tell apart.
_DRAW_SIZE = 1 << 20


@define(eq=False)
class Pool:
    """Hold the free Agents of one kind of work by their entries."""

    current: dict[str, Entry] = field(factory=dict)
    heap: list[Entry] = field(factory=list)

    def put(self, entry: Entry) -> bool:
        """Take an Agent in, or rank them anew; return whether they were not there before."""
        agent, current = entry[3], self.current
        before = current.get(agent)
        if before == entry:
            return False
        current[agent] = entry
        heap = self.heap
        heappush(heap, entry)
        if len(heap) > _TIDY_FROM + 4 * len(current):
            heap[:] = current.values()
            heapify(heap)
        return before is None

    def drop(self, agent: str) -> None:
        """Let an Agent go, if they are here."""
        self.current.pop(agent, None)

    def priority(self, excluded: Collection[str]) -> int | None:
        """Return the lowest membership priority of those not excluded, None for nobody."""
        best, taken = self._best(excluded)
        self._put_back(taken)
        return None if best is None else best[0]

    def choose(self, count: int, excluded: Collection[str], draw: int) -> Choice:
        """Return up to `count` Agents of the lowest priority that has any, and who is next.

        Args:
            draw: What chance decides by, if the pool leaves anything to it.

        Returns:
            The entries of the chosen, best first, and the one that would have come next,
            None if there is nobody, or chance decides.
        """
        chosen: list[Entry] = []
        best, passed = self._best(excluded)
        lowest = best and best[0]
        while best is not None and best[0] == lowest and len(chosen) < count:
            chosen.append(best)
            passed.append(heappop(self.heap))
            best, more = self._best(excluded)
            passed += more
        self._put_back(passed)
        return chosen, best

    def _best(self, excluded: Collection[str]) -> tuple[Entry | None, list[Entry]]:
        """Return the top of the heap that is not excluded, and what was popped before it."""
        taken: list[Entry] = []
        while (entry := self._first()) is not None and entry[3] in excluded:
            taken.append(heappop(self.heap))
        return entry, taken

    def _first(self) -> Entry | None:
        heap, current = self.heap, self.current
        while heap:
            entry = heap[0]
            if current.get(entry[3]) is entry:
                return entry
            heappop(heap)
        return None

    def _put_back(self, entries: list[Entry]) -> None:
        for entry in entries:
            heappush(self.heap, entry)


@define(eq=False)
class Turn:
    """Remember to whom a queue's turn went last, and how often it has gone round."""

    lap: int = 0
    last: str = ""

    def pass_to(self, agent: str) -> None:
        """Let it be this Agent's turn."""
        self.lap = self.lap_of(agent)
        self.last = agent

    def lap_of(self, agent: str) -> int:
        """Return the lap in which an Agent's turn comes next."""
        return self.lap if agent > self.last else self.lap + 1


@define(eq=False)
class TurnPool(Pool):
    """Rank by the lap in which an Agent's turn comes, then by id.

    The turn is the queue's, so it passes Agents whom another kind of its work goes to:
    whose lap is over has the next one, and gets it when their entry surfaces.
    """

    turn: Turn = field(kw_only=True)

    def put(self, entry: Entry) -> bool:
        """Take an Agent in with the lap of their next turn, whatever rank they come with."""
        return super().put((entry[0], self.turn.lap_of(entry[3]), 0, entry[3]))

    def _first(self) -> Entry | None:
        while (entry := super()._first()) is not None:
            lap = self.turn.lap_of(entry[3])
            if entry[1] == lap:
                return entry
            # One goes and one comes, so the heap needs no tidying while others are set aside.
            heappop(self.heap)
            now = self.current[entry[3]] = (entry[0], lap, 0, entry[3])
            heappush(self.heap, now)
        return None


@define(eq=False)
class DrawPool(Pool):
    """Draw among the Agents of the lowest priority: the rank of an entry is its weight.

    A binary indexed tree per priority sums the weights by ordinal, so that joining, leaving
    and a draw are O(log n) each.

    Source: P. M. Fenwick, "A new data structure for cumulative frequency tables", 1994.
    """

    ordinals: Mapping[str, int] = field(kw_only=True)
    trees: dict[int, dict[int, int]] = field(factory=dict)
    names: dict[int, str] = field(factory=dict)

    def put(self, entry: Entry) -> bool:
        """Take an Agent in, or weigh them anew."""
        agent = entry[3]
        before = self.current.get(agent)
        if before == entry:
            return False
        self.drop(agent)
        self.current[agent] = entry
        self.names[self.ordinals[agent]] = agent
        self._add(entry, entry[1])
        return before is None

    def drop(self, agent: str) -> None:
        """Let an Agent go with their weight, if they are here."""
        entry = self.current.pop(agent, None)
        if entry is not None:
            self._add(entry, -entry[1])

    def priority(self, excluded: Collection[str]) -> int | None:
        """Return the lowest membership priority of those not excluded, None for nobody."""
        aside = self._set_aside(excluded)
        found = self._lowest()
        self._bring_back(aside)
        return found

    def choose(self, count: int, excluded: Collection[str], draw: int) -> Choice:
        """Return one Agent by chance, whatever the `count`; nobody if there is none."""
        aside = self._set_aside(excluded)
        lowest = self._lowest()
        chosen = [] if lowest is None else [self._draw(self.trees[lowest], draw)]
        self._bring_back(aside)
        return [self.current[agent] for agent in chosen], None

    def _set_aside(self, excluded: Collection[str]) -> list[Entry]:
        aside = [entry for agent in excluded if (entry := self.current.get(agent))]
        for entry in aside:
            self._add(entry, -entry[1])
        return aside

    def _bring_back(self, aside: list[Entry]) -> None:
        for entry in aside:
            self._add(entry, entry[1])

    def _lowest(self) -> int | None:
        return min((p for p, tree in self.trees.items() if tree.get(_DRAW_SIZE)), default=None)

    def _draw(self, tree: dict[int, int], draw: int) -> str:
        left = draw % tree[_DRAW_SIZE]
        position, width = 0, _DRAW_SIZE >> 1
        while width:
            before = tree.get(position + width, 0)
            if before <= left:
                left -= before
                position += width
            width >>= 1
        return self.names[position]

    def _add(self, entry: Entry, weight: int) -> None:
        tree = self.trees.setdefault(entry[0], {})
        position = self.ordinals[entry[3]] + 1
        while position <= _DRAW_SIZE:
            tree[position] = tree.get(position, 0) + weight
            position += position & -position


def drawn(seed: int, offer: str) -> int:
    """Return the number that chance gives an Offer: the same for ever."""
    digest = blake2b(f"{seed}/{offer}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
