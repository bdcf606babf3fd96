"""How much an Agent has at hand by the judge's books, and whether more fits."""

from __future__ import annotations

from attrs import define, field

from ccsdk.model.channel import CHANNELS, ChannelRule
from tests.properties.records import TALKING, Person, Work


@define(eq=False)
class Slots:
    """Count slots and weights from what the log said."""

    work: dict[str, Work] = field(factory=dict)
    offer_agent: dict[str, str] = field(factory=dict)
    channels: dict[str, ChannelRule] = field(factory=lambda: dict(CHANNELS))

    def used(self, agent: str) -> dict[str, int]:
        """Return how many slots an Agent's Offers, work and wrap-ups take, by channel."""
        taken: dict[str, int] = {}
        for work in self.work.values():
            for channel, count in self._held(work, agent).items():
                taken[channel] = taken.get(channel, 0) + count
        return {channel: count for channel, count in taken.items() if count}

    def has_room(self, person: Person, channel: str, *, beside: Work | None = None) -> bool:
        """Say whether one more piece of work fits; `beside` has the same customer."""
        kind = self.counts_as(channel)
        rule, denies, weight = self.channels[kind], False, 0
        for work in self.work.values():
            held = self._held(work, person.id)
            if work is beside:
                held[self.counts_as(work.switched or work.channel)] -= 1
            denies |= any(n and kind in self.channels[c].denies for c, n in held.items())
            if work.second == person.id and work is not beside:
                held[self._lighter(work)] -= 1
            weight += sum(
                n * self.channels[c].weight for c, n in held.items() if c not in rule.interrupts
            )
        has_slot = self.used(person.id).get(kind, 0) < person.slots.get(kind, rule.slots)
        return has_slot and rule.weight + weight <= 100 and not denies

    def counts_as(self, channel: str) -> str:
        """Return the channel whose slots this one takes."""
        return channel if channel in self.channels else "chat"

    def _held(self, work: Work, agent: str) -> dict[str, int]:
        count = sum(self.offer_agent[offer] == agent for offer in work.live)
        count += agent in work.wrap_ups
        count += work.has_member(agent)
        channels = [work.channel] * count
        if work.owner == agent and work.state in TALKING:
            channels.append(work.switched or work.channel)
        if work.second == agent:
            channels.append(work.second_channel)
        held: dict[str, int] = {}
        for channel in map(self.counts_as, channels):
            held[channel] = held.get(channel, 0) + 1
        return held

    def _lighter(self, work: Work) -> str:
        pair = [self.counts_as(c) for c in (work.switched or work.channel, work.second_channel)]
        return min(pair, key=lambda channel: self.channels[channel].weight)
