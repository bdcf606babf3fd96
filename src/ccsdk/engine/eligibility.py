"""Eligibility: the first condition that keeps an Agent from an Interaction.

In the order in which a receipt names them: member, skill, presence, session, excluded,
capacity, matrix, delay. Matching finds the same by its index; this is for a single pair.
"""

from __future__ import annotations

from ccsdk.engine.capacity import kind_of, used_of, why_no_room
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.model.agent import Presence

__all__ = ["why_not"]


def why_not(state: State, interaction: Interaction, agent: Agent) -> str | None:
    """Return the first condition an Agent fails for an Interaction, None for the eligible."""
    membership = agent.memberships.get(interaction.queue)
    is_direct = interaction.only == agent.id
    if not is_direct:
        if membership is None or interaction.only is not None:
            return "member"
        skills = agent.skills
        if not all(each.is_met(skills.get(each.skill, 0)) for each in interaction.requirements):
            return "skill"
    if agent.presence is not Presence.READY:
        return "presence"
    if agent.is_lost:
        return "session"
    if agent.id in interaction.excluded:
        return "excluded"
    kind = kind_of(state, interaction.channel)
    if (full := why_no_room(state, agent, used_of(state, agent), kind)) is not None:
        return full
    if membership is not None and not is_direct and membership.delay_ms > interaction.age_ms:
        return "delay"
    return None
