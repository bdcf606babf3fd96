"""Judge of a day's explanations: who could have had what, found by one look at everything.

It shares no code with the engine's matching or explaining; of the naive twin it takes when an
Interaction stands in line. Whatever an explanation says is compared with what it finds.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from attrs import define

from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.model.agent import Presence
from ccsdk.model.explanation import InteractionExplanation, OfferExplanation
from ccsdk.model.leg import LegRole
from ccsdk.model.queue import Mode
from ccsdk.model.receipt import OfferReceipt
from tests.properties.naive_engine import is_there, known, stands

__all__ = ["Judge"]

# What stands in a queue of this mode is nobody's until somebody picks it.
PICKED = "pull"
Key = tuple[int, int, str]


def key_of(interaction: Interaction) -> Key:
    """Return the place in the one order."""
    since_ms = interaction.order_from_ms - interaction.head_start_ms
    return interaction.tier, since_ms, interaction.id


@define(eq=False, slots=False)
class Judge:
    """Look at a state; it must not change meanwhile."""

    state: State

    @cached_property
    def at_hand(self) -> dict[str, list[str]]:
        """Return the channels of all that each Agent has on their hands."""
        found = defaultdict[str, list[str]](list)
        for agent in self.state.agents.values():
            found[agent.id] += [*agent.owned.values(), *agent.elevated.values()]
        for interaction in self.state.interactions.values():
            who = [self.state.offers[offer].agent for offer in interaction.offers]
            who += [each.who for each in interaction.legs.values() if each.role is LegRole.MEMBER]
            for agent_id in [*who, *interaction.wrap_ups]:
                found[agent_id].append(interaction.channel)
        return {
            agent: [known(self.state, channel) for channel in channels]
            for agent, channels in found.items()
        }

    def failed(self, interaction: Interaction, agent: Agent) -> str | None:
        """Return the first condition that keeps an Agent from an Interaction."""
        served = {each.queue: each for each in agent.definition.memberships}
        membership, is_own = served.get(interaction.queue), interaction.only == agent.id
        if not is_own and (membership is None or interaction.only is not None):
            return "member"
        lacks = any(
            each.is_required and agent.skills.get(each.skill, 0) < each.min
            for each in interaction.requirements
        )
        if lacks and not is_own:
            return "skill"
        if agent.presence is not Presence.READY:
            return "presence"
        if agent.is_lost:
            return "session"
        if agent.id in interaction.excluded:
            return "excluded"
        if full := self._full(known(self.state, interaction.channel), agent):
            return full
        is_early = membership is not None and membership.delay_ms > interaction.age_ms
        return "delay" if is_early and not is_own else None

    def _full(self, kind: str, agent: Agent) -> str | None:
        channels, at_hand = self.state.channels, self.at_hand.get(agent.id, [])
        rule = channels[kind]
        weights = [channels[other].weight for other in at_hand if other not in rule.interrupts]
        is_full = at_hand.count(kind) >= agent.slots.get(kind, rule.slots)
        if is_full or sum(weights) + rule.weight > 100:
            return "capacity"
        return "matrix" if any(kind in channels[other].denies for other in at_hand) else None

    def check_offer(self, told: OfferExplanation, receipt: OfferReceipt | None) -> list[str]:
        """Compare an Offer's explanation and receipt; return why each was passed over."""
        interaction = self.state.interactions[told.interaction]
        agent = self.state.agents[told.agent]
        failed = {each.id: self.failed(interaction, each) for each in self.state.agents.values()}
        assert told.receipt == receipt
        assert {each.agent: each.failed for each in told.agents} == failed
        assert failed[agent.id] is None
        passed = self._passed_over(interaction, agent)
        explained = {each.interaction: each.failed or each.standing.value for each in told.ahead}
        assert explained == passed, f"{told.offer}: {explained}, but {passed}"
        return list(passed.values())

    def _passed_over(self, taken: Interaction, agent: Agent) -> dict[str, str]:
        """Return who stood before what an Agent was offered, and what kept the Agent away."""
        if taken.only is not None:
            return {}
        priority = {each.queue: each.priority for each in agent.definition.memberships}
        reasons: dict[str, str] = {}
        for each in self.state.interactions.values():
            is_near = each.queue in priority or each.queue == taken.queue
            is_rival = stands(each) and is_there(self.state, each) and each.only is None
            if is_near and is_rival and key_of(each) < key_of(taken):
                is_picked = self.state.queues[each.queue].definition.mode is Mode.PULL
                reason = self.failed(each, agent) or (PICKED if is_picked else None)
                is_later = priority.get(each.queue, -1) > priority[taken.queue]
                reason = reason or ("priority" if is_later else None)
                assert reason is not None, f"{each.id} is passed over for nothing"
                reasons[each.id] = reason
        return reasons

    def check_wait(self, told: InteractionExplanation) -> int:
        """Compare why an Interaction waits; return how many Agents were judged."""
        interaction = self.state.interactions[told.interaction]
        failed = {each.id: self.failed(interaction, each) for each in self.state.agents.values()}
        queue = [i for i in self.state.interactions.values() if i.queue == interaction.queue]
        line = sorted(
            key_of(each) for each in queue if each.state.is_waiting and each.visit is not None
        )
        assert {each.agent: each.failed for each in told.agents} == failed
        assert (told.place, told.waiting) == (line.index(key_of(interaction)) + 1, len(line))
        return len(failed)
