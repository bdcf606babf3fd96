"""Verdicts: what keeps an Agent from an Interaction, with the numbers behind it.

The condition is the one that `ccsdk.engine.eligibility` names; here its facts are added.
Nothing is kept and everybody is looked at, so an explanation is O(agents): it is for who
asks, never for a decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ccsdk.engine.capacity import kind_of, used_of
from ccsdk.engine.eligibility import why_not
from ccsdk.engine.line import place_of
from ccsdk.engine.refusing import refused_by
from ccsdk.engine.standing import is_offerable
from ccsdk.engine.state import Agent, Interaction, Overlay, State
from ccsdk.model.explanation import CONDITIONS, Facts, Passed, Standing, Verdict
from ccsdk.model.pure import NO_OBJECTS, PureObjects

__all__ = ["AHEAD_MAX", "in_line", "passed_by", "standing_of", "verdict_of", "verdicts_on"]

# Of those who stand before another, so many are told, the first ones.
AHEAD_MAX = 100


def verdict_of(
    state: State, interaction: Interaction, agent: Agent, pure: PureObjects = NO_OBJECTS
) -> Verdict:
    """Return what keeps an Agent from an Interaction, if anything does.

    Args:
        pure: Whom the rules of a queue are asked of; one that is not there refuses nobody.
    """
    failed = why_not(state, interaction, agent)
    if failed is None:
        refused = refused_by(state, pure, interaction, agent)
        if refused is None:
            return Verdict(agent=agent.id)
        rule, reason = refused
        return Verdict(agent=agent.id, failed="rule", facts={"rule": rule, "why": reason})
    return Verdict(agent=agent.id, failed=failed, facts=_FACTS[failed](state, interaction, agent))


def verdicts_on(
    state: State, interaction: Interaction, pure: PureObjects = NO_OBJECTS
) -> tuple[Verdict, ...]:
    """Return everybody's verdict in the order of `CONDITIONS`; who may have it stands last."""
    found = [verdict_of(state, interaction, agent, pure) for agent in state.agents.values()]
    return tuple(sorted(found, key=_nearness))


def _nearness(verdict: Verdict) -> tuple[int, str]:
    failed = verdict.failed
    return (len(CONDITIONS) if failed is None else CONDITIONS.index(failed), verdict.agent)


def standing_of(state: State, interaction: Interaction) -> Standing:
    """Return how an Interaction stands, whoever might have it."""
    if interaction.offers and interaction.state.is_waiting:
        return Standing.OFFERED
    if is_offerable(state, interaction):
        is_direct = interaction.only is not None
        is_push = is_direct or state.queues[interaction.queue].definition.mode.is_push
        return Standing.IN_LINE if is_push else Standing.PULL
    is_lost = state.customers[interaction.customer].left_at_ms is not None
    return (
        Standing.CUSTOMER_GONE
        if is_lost and interaction.owner is None and interaction.state.is_waiting
        else Standing.NOT_WAITING
    )


def passed_by(
    state: State,
    agent: Agent,
    interactions: Iterable[Interaction],
    pure: PureObjects = NO_OBJECTS,
) -> list[Passed]:
    """Return why each of these is not the Agent's."""
    found = []
    for each in interactions:
        verdict = verdict_of(state, each, agent, pure)
        found.append(
            Passed(
                interaction=each.id,
                standing=standing_of(state, each),
                failed=verdict.failed,
                facts=verdict.facts,
            )
        )
    return found


def in_line(state: State, queue: str) -> list[Interaction]:
    """Return who waits in a queue, whatever for, by the one key."""
    waiting = map(state.interactions.__getitem__, state.queues[queue].waiting)
    return sorted(waiting, key=place_of)


def _of_member(state: State, interaction: Interaction, agent: Agent) -> Facts:
    return {"queue": interaction.queue, **({"only": interaction.only} if interaction.only else {})}


def _of_skill(state: State, interaction: Interaction, agent: Agent) -> Facts:
    lacking = next(
        each
        for each in interaction.requirements
        if not each.is_met(agent.skills.get(each.skill, 0))
    )
    has, defined = (of.get(lacking.skill, 0) for of in (agent.skills, agent.definition.skills))
    facts: Facts = {"skill": lacking.skill, "has": has, "needs": lacking.min}
    return {**facts, **_of_overlay(agent.skills_set, has, defined)}


def _of_presence(state: State, interaction: Interaction, agent: Agent) -> Facts:
    facts: Facts = {"presence": agent.presence.value}
    return {**facts, "reason": agent.reason} if agent.reason else facts


def _of_session(state: State, interaction: Interaction, agent: Agent) -> Facts:
    return {}


def _of_excluded(state: State, interaction: Interaction, agent: Agent) -> Facts:
    return {"until_ms": interaction.excluded[agent.id]}


def _of_capacity(state: State, interaction: Interaction, agent: Agent) -> Facts:
    kind, used = kind_of(state, interaction.channel), used_of(state, agent)
    rule = state.channels[kind]
    slots = agent.slots.get(kind, rule.slots)
    if used.get(kind, 0) >= slots:
        facts: Facts = {"channel": kind, "used": used.get(kind, 0), "slots": slots}
        defined = agent.definition.slots.get(kind, rule.slots)
        return {**facts, **_of_overlay(agent.slots_set, slots, defined)}
    beside = {other: count for other, count in used.items() if other not in rule.interrupts}
    load = sum(count * state.channels[other].weight for other, count in beside.items())
    return {"channel": kind, "load": load, "weight": rule.weight}


def _of_overlay(overlay: Overlay | None, counts: int, defined: int) -> Facts:
    """Say who changed what counts, and when, where it is not as defined."""
    if overlay is None or counts == defined:
        return {}
    return {"defined": defined, "by": overlay.by, "since_ms": overlay.at_ms}


def _of_matrix(state: State, interaction: Interaction, agent: Agent) -> Facts:
    kind = kind_of(state, interaction.channel)
    used = used_of(state, agent)
    return {"channel": kind, "by": next(o for o in used if kind in state.channels[o].denies)}


def _of_delay(state: State, interaction: Interaction, agent: Agent) -> Facts:
    delay_ms = agent.memberships[interaction.queue].delay_ms
    return {"delay_ms": delay_ms, "from_ms": interaction.entered_at_ms + delay_ms}


_FACTS: dict[str, Callable[[State, Interaction, Agent], Facts]] = {
    "member": _of_member,
    "skill": _of_skill,
    "presence": _of_presence,
    "session": _of_session,
    "excluded": _of_excluded,
    "capacity": _of_capacity,
    "matrix": _of_matrix,
    "delay": _of_delay,
}
