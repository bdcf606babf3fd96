"""Bit sets of Agents by queue and by skill: who may have work, found word by word.

Every Agent has an ordinal for ever, in the order of their definition. Whom a kind of work
suits is then the AND of a few integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from ccsdk.model.queue import Membership
from ccsdk.model.skill import PROFICIENCY_MAX, SkillRequirement

__all__ = ["SkillSet"]

_AT_ONCE = {0}


@define(eq=False)
class SkillSet:
    """Hold who is a member of what, with which delay, and who knows what how well.

    `generation` counts the changes, for who keeps what follows from it.
    """

    names: list[str] = field(factory=list)
    ordinals: dict[str, int] = field(factory=dict)
    joined: dict[str, dict[int, int]] = field(factory=dict)
    skilled: dict[str, list[int]] = field(factory=dict)
    generation: int = 0

    def ordinal(self, agent: str) -> int:
        """Return an Agent's ordinal; who is new gets the next one."""
        found = self.ordinals.get(agent)
        if found is None:
            found = self.ordinals[agent] = len(self.names)
            self.names.append(agent)
        return found

    def join(self, agent: str, memberships: Iterable[Membership]) -> None:
        """Add the Agent to their queues."""
        self.generation += 1
        bit = 1 << self.ordinal(agent)
        for each in memberships:
            by_delay = self.joined.setdefault(each.queue, {})
            by_delay[each.delay_ms] = by_delay.get(each.delay_ms, 0) | bit

    def leave(self, agent: str, memberships: Iterable[Membership]) -> None:
        """Take the Agent out of these queues."""
        self.generation += 1
        bit = 1 << self.ordinal(agent)
        for each in memberships:
            self.joined[each.queue][each.delay_ms] &= ~bit

    def learn(self, agent: str, before: dict[str, int], now: dict[str, int]) -> None:
        """Replace what the Agent knows."""
        self.generation += 1
        bit = 1 << self.ordinal(agent)
        for skill in before:
            self.skilled[skill] = [each & ~bit for each in self.skilled[skill]]
        for skill, proficiency in now.items():
            levels = self.skilled.setdefault(skill, [0] * PROFICIENCY_MAX)
            for level in range(proficiency):
                levels[level] |= bit

    def suited(
        self, queue: str, age_ms: int, requirements: Iterable[SkillRequirement]
    ) -> Iterator[str]:
        """Yield the members who may have work of this age, in the order of definition."""
        # Reading the digits once is linear; clearing bit by bit would copy all for each.
        digits = f"{self._bits(queue, age_ms, requirements):b}"[::-1]
        at = digits.find("1")
        while at >= 0:
            yield self.names[at]
            at = digits.find("1", at + 1)

    def count(self, queue: str, age_ms: int, requirements: Iterable[SkillRequirement]) -> int:
        """Return how many members may have work of this age."""
        return self._bits(queue, age_ms, requirements).bit_count()

    def _bits(self, queue: str, age_ms: int, requirements: Iterable[SkillRequirement]) -> int:
        bits = 0
        for delay_ms, members in self.joined.get(queue, {}).items():
            if delay_ms <= age_ms:
                bits |= members
        for each in requirements:
            if each.is_required:
                levels = self.skilled.get(each.skill)
                bits &= levels[each.min - 1] if levels else 0
        return bits

    def delays(self, queue: str) -> list[int]:
        """Return the distinct delays of a queue's members, ascending, without 0."""
        by_delay = self.joined.get(queue)
        if by_delay is None or by_delay.keys() == _AT_ONCE:
            return []
        return sorted(delay for delay, members in by_delay.items() if delay and members)
