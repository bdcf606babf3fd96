"""The index: who waits for what and who is free for it, so that matching never scans.

Theory of operation. Work that the very same Agents may have has one signature: queue,
channel, current requirements, the age that counts for members' delays, and the one Agent
it is for, if there is one. Each has a line of who waits and a pool of who is free. A
signature is made when work of its kind first lines up, from bit sets of members and
skills; who may have it is then kept by increments: an Agent knows the openings they may
fill, a list that is made anew only when signatures came or went.

Where a queue has rules of eligibility, what these may look at is part of the signature
too: `kind`. Nobody gets into such a pool before the rules were asked, once for as long as
the signature and the Agent's definition live: `unasked` are those who wait for that, and
`asking` the signatures that have any. So a pool is built once with its refusals, and a
decision asks about those only who came since.

A line is a heap by the one key. `waiting` says which places are current; a place of the
heap that is not that very object is stale and is dropped when it surfaces, or when the
heap has grown well beyond what can be current in it.

`fresh`, `freed` and `bare` remember what the decision in progress has changed:
Interactions that came into line, Agents that gained room, and Interactions whose last
Offer ended. Between decisions they are empty, and no Interaction in line stands beside a
free Agent who may have it; so only what changed can be matched.

`present` are the Agents whom the `ready` of their signatures counts.

All of it is derived: a pure function of the rest of the state. Not here: who counts as
waiting or free (`ccsdk.engine.standing`), and the choice (`ccsdk.engine.matching`).
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappop, heappush

from attrs import define, field

from ccsdk.engine.line import Place
from ccsdk.engine.pool import Pool, Turn
from ccsdk.engine.skillset import SkillSet
from ccsdk.model.pure import WorkKind
from ccsdk.model.queue import Membership, Strategy
from ccsdk.model.skill import SkillRequirement

__all__ = ["DIRECT", "Index", "Key", "Opening", "Signature"]

# (channel, requirements, age_ms, facts) within a queue, or for one Agent alone. The facts are
# what rules of eligibility read, as text: 1 and true are equal keys otherwise.
Key = tuple[str, tuple[SkillRequirement, ...], int, str]
# What a signature asks of an Agent whom it suits: (signature, membership priority, score).
Opening = tuple["Signature", int, int]

# The priority of work that is for one Agent alone: before that of all their queues.
DIRECT = -1
# A heap this small is not worth tidying.
_TIDY_FROM = 64
# Above this many signatures of a queue, those nobody waits for are let go.
_SIGNATURES_KEPT = 64


@define(eq=False, kw_only=True)
class Signature:
    """Hold the line and the pool of one kind of work; `is_push` says that it is offered.

    `ready` counts those whom it suits and who are READY, free or not. `counted` is how many
    it suits at all, with the generation of the skills it was counted in. `refused` is what
    the queue's rules answered about whom they were asked: a reason, or None.
    """

    channel: str
    requirements: tuple[SkillRequirement, ...] = ()
    age_ms: int = 0
    strategy: Strategy = Strategy.LONGEST_IDLE
    is_push: bool = True
    pool: Pool = field(factory=Pool)
    line: list[Place] = field(factory=list)
    ready: int = 0
    counted: tuple[int, int] = (0, -1)
    kind: WorkKind | None = None
    refused: dict[str, str | None] = field(factory=dict)
    unasked: dict[str, None] = field(factory=dict)

    def admits(self, agent: str) -> bool:
        """Return whether no rule of the queue keeps this Agent out, and none is yet to be asked."""
        return self.kind is None or self.refused.get(agent, "") is None

    def drop(self, agent: str) -> None:
        """Let an Agent go, asked or not."""
        self.pool.drop(agent)
        if self.unasked:
            self.unasked.pop(agent, None)

    def suits(self, membership: Membership, skills: dict[str, int]) -> bool:
        """Return whether a member of the queue may have this work."""
        if membership.delay_ms > self.age_ms:
            return False
        for each in self.requirements:
            if each.is_required and skills.get(each.skill, 0) < each.min:
                return False
        return True


@define(eq=False)
class Index:
    """Hold signatures with lines and pools, and what the decision in progress has changed."""

    signatures: dict[str, dict[Key, Signature]] = field(factory=dict)
    direct: dict[str, dict[Key, Signature]] = field(factory=dict)
    generation: int = 0
    openings: dict[str, tuple[int, list[Opening]]] = field(factory=dict)
    skillset: SkillSet = field(factory=SkillSet)
    turns: dict[str, Turn] = field(factory=dict)
    waiting: dict[str, Place] = field(factory=dict)
    stands: dict[str, Signature] = field(factory=dict)
    present: dict[str, None] = field(factory=dict)
    fresh: dict[str, None] = field(factory=dict)
    freed: dict[str, None] = field(factory=dict)
    bare: dict[str, None] = field(factory=dict)
    asking: dict[Signature, None] = field(factory=dict)

    def wonder(self, signature: Signature, agent: str) -> None:
        """Let the rules be asked about an Agent before the next choice."""
        signature.unasked[agent] = None
        self.asking[signature] = None

    def ask_again(self, agent: str) -> None:
        """Forget what rules said of an Agent: they are another one now."""
        for known in self.signatures.values():
            for signature in known.values():
                signature.refused.pop(agent, None)

    def line_up(self, signature: Signature, place: Place, *, at_most: int) -> None:
        """Put an Interaction into a line; `at_most` bounds what may stand there."""
        interaction = place[2]
        if self.waiting.get(interaction) == place and self.stands[interaction] is signature:
            return
        self.waiting[interaction] = place
        self.stands[interaction] = signature
        self.fresh[interaction] = None
        line = signature.line
        heappush(line, place)
        if len(line) > _TIDY_FROM + 4 * at_most:
            line[:] = [each for each in line if self.waiting.get(each[2]) is each]
            heapify(line)

    def step_out(self, interaction: str) -> None:
        """Take an Interaction out of its line, if it stands in one."""
        if self.waiting.pop(interaction, None) is not None:
            del self.stands[interaction]

    def oldest(self, line: list[Place], is_barred: Callable[[str], bool]) -> Place | None:
        """Return the oldest place in a line whose Interaction is not barred."""
        passed: list[Place] = []
        while (place := self._first(line)) is not None and is_barred(place[2]):
            passed.append(heappop(line))
        for other in passed:
            heappush(line, other)
        return place

    def first(self, queue: str) -> Place | None:
        """Return the first place of a queue over its lines; see `head`."""
        found: Place | None = None
        for signature in self.signatures[queue].values():
            place = self._first(signature.line)
            if place is not None and (found is None or place < found):
                found = place
        return found

    def skilled(self, queue: str, signature: Signature) -> int:
        """Return how many members of the queue this work suits; counted once per change."""
        count, generation = signature.counted
        if generation != self.skillset.generation:
            count = self.skillset.count(queue, signature.age_ms, signature.requirements)
            signature.counted = (count, self.skillset.generation)
        return count

    def head(self, queue: str, count: int) -> list[Place]:
        """Return the first `count` places of a queue over its lines, in order.

        What is for one Agent alone does not stand among them.
        """
        found: list[Place] = []
        for signature in self.signatures[queue].values():
            line, popped = signature.line, list[Place]()
            while len(popped) < count and (place := self._first(line)) is not None:
                popped.append(heappop(line))
            for place in popped:
                heappush(line, place)
            found += popped
        return sorted(found)[:count]

    def add(self, known: dict[Key, Signature], key: Key, signature: Signature) -> None:
        """Know a signature from now on, among `known` of its queue or of its one Agent."""
        if len(known) >= _SIGNATURES_KEPT:
            for old in [k for k, each in known.items() if self._first(each.line) is None]:
                self.asking.pop(known.pop(old), None)
        known[key] = signature
        self.generation += 1

    def forget(self, queue: str) -> None:
        """Let go of the signatures of a queue: it was defined anew."""
        for signature in self.signatures.get(queue, {}).values():
            self.asking.pop(signature, None)
        self.signatures[queue] = {}
        self.generation += 1

    def _first(self, line: list[Place]) -> Place | None:
        waiting = self.waiting
        while line:
            place = line[0]
            if waiting.get(place[2]) is place:
                return place
            heappop(line)
        return None
