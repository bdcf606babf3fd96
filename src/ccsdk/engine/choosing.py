"""Choosing: which of a pool's best gets the Offer, where plugins have a say.

Rule. The queue's strategy puts the free eligible Agents of the lowest membership priority in
order; plugins see the best 32 of these, the shortlist, and nobody else. With `scorers` the
highest sum of score x weight comes first, and what is alike stays in order. With a
`plugin_strategy` the Agent whom it names comes first. Who answers wrongly is left out of
this very decision: then the order is what the others, or the strategy alone, make of it.

Work that is for one Agent alone leaves nothing to choose, and chance takes no advice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ccsdk.engine.capacity import kind_of, load_of, used_of
from ccsdk.engine.pool import Entry, drawn
from ccsdk.engine.pure import chosen, is_asked, scored, strike
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.engine.strategy import offers_at_once
from ccsdk.model.pure import SHORTLIST_MAX, AgentView, PureKind, WorkView
from ccsdk.model.queue import Strategy

__all__ = ["Selection", "agent_view", "next_offer", "select", "work_view"]


# Where no scorer was asked.
NO_SCORES: Mapping[str, dict[str, int]] = MappingProxyType({})
# Looked up for every Offer: an attribute of an Enum is dear.
_WEIGHTED_RANDOM = Strategy.WEIGHTED_RANDOM


class Selection(NamedTuple):
    """Hold whom an Interaction is to be offered, best first, and who would have come next.

    `scores` are each Agent's by scorer, weighted; `by` is the plugin's strategy that chose.
    """

    entries: list[Entry]
    next_one: Entry | None
    scores: Mapping[str, dict[str, int]] = NO_SCORES
    by: str | None = None


def select(step: Step, interaction: Interaction) -> Selection:
    """Choose among the free Agents of an Interaction in line; somebody is free."""
    state = step.state
    definition = state.queues[interaction.queue].definition
    pool, strategy = state.index.stands[interaction.id].pool, definition.strategy
    is_direct = interaction.only is not None
    count = 1 if is_direct else offers_at_once(strategy, definition.broadcast)
    is_advised = definition.scorers or definition.plugin_strategy
    if is_direct or not is_advised:
        is_drawn = strategy is _WEIGHTED_RANDOM
        draw = drawn(interaction.seed, next_offer(interaction)) if is_drawn else 0
        entries, next_one = pool.choose(count, interaction.excluded, draw)
        return Selection(entries, next_one)
    draw = drawn(interaction.seed, next_offer(interaction))
    shortlist, beyond = pool.choose(SHORTLIST_MAX, interaction.excluded, draw)
    work = work_view(state, interaction, at_ms=step.at_ms, draw=draw)
    agents = [agent_view(state, state.agents[each[3]], at_ms=step.at_ms) for each in shortlist]
    by, scores = None, dict[str, dict[str, int]]()
    if definition.plugin_strategy is not None:
        by, ranked = _by_plugin(step, definition.plugin_strategy, work, agents, shortlist)
    else:
        scores = _scores(step, interaction.queue, work, agents)
        ranked = sorted(shortlist, key=lambda each: -sum(scores.get(each[3], {}).values()))
    next_one = ranked[count] if len(ranked) > count else beyond
    return Selection(ranked[:count], next_one, scores, by)


def next_offer(interaction: Interaction) -> str:
    """Return the id of an Interaction's next Offer."""
    return f"{interaction.id}-o{interaction.offers_made + 1}"


def _by_plugin(
    step: Step,
    name: str,
    work: WorkView,
    agents: Sequence[AgentView],
    shortlist: list[Entry],
) -> tuple[str | None, list[Entry]]:
    """Return the strategy if it chose, and the shortlist with whom it chose in front."""
    if not is_asked(step.state, step.pure, PureKind.STRATEGY, name):
        return None, shortlist
    agent, wrong = chosen(step.pure, name, work, agents)
    if wrong is not None:
        version = step.pure.strategies[name].version
        strike(step, PureKind.STRATEGY, name, version, wrong)
        return None, shortlist
    return name, sorted(shortlist, key=lambda each: each[3] != agent)


def _scores(
    step: Step, queue: str, work: WorkView, agents: Sequence[AgentView]
) -> dict[str, dict[str, int]]:
    """Return each Agent's scores by scorer, times its weight; who answers wrongly is left out."""
    found: dict[str, dict[str, int]] = {each.agent: {} for each in agents}
    for scorer in step.state.queues[queue].definition.scorers:
        if not is_asked(step.state, step.pure, PureKind.SCORER, scorer.name):
            continue
        scores, wrong = scored(step.pure, scorer.name, work, agents)
        if wrong is not None:
            version = step.pure.scorers[scorer.name].version
            strike(step, PureKind.SCORER, scorer.name, version, wrong)
        for agent, score in zip(agents, scores or (), strict=False):
            found[agent.agent][scorer.name] = score * scorer.weight
    return found


def work_view(state: State, interaction: Interaction, *, at_ms: int, draw: int) -> WorkView:
    """Return what plugins see of an Interaction."""
    return WorkView(
        queue=interaction.queue,
        channel=kind_of(state, interaction.channel),
        service_class=interaction.service_class,
        attributes=MappingProxyType(interaction.attributes),
        requirements=interaction.requirements,
        waited_ms=at_ms - interaction.entered_at_ms,
        last_agent=_last_agent(state, interaction),
        draw=draw,
    )


def _last_agent(state: State, interaction: Interaction) -> str | None:
    """Return who talked last in it, or else in the Customer's latest that is remembered."""
    if interaction.last_agent is not None:
        return interaction.last_agent
    for other in reversed(state.customers[interaction.customer].interactions):
        if (agent := state.interactions[other].last_agent) is not None:
            return agent
    return None


def agent_view(state: State, agent: Agent, *, at_ms: int) -> AgentView:
    """Return what plugins see of an Agent who is free."""
    used = used_of(state, agent)
    return AgentView(
        agent=agent.id,
        skills=MappingProxyType(agent.skills),
        used=MappingProxyType(used),
        load=load_of(state, used),
        idle_ms=at_ms - agent.idle_from_ms,
    )
