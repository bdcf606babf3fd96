"""Staff of a queue: who of its Agents could serve it, and how many of them are there.

An Agent counts if they are a member with every skill the queue requires, whatever the delay
of their membership. Asked only where a queue's definition or a condition wants to know; bit
sets find the members with every skill, so that most Agents are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from ccsdk.engine.capacity import has_room
from ccsdk.engine.standing import is_present
from ccsdk.engine.state import Agent, State
from ccsdk.model.agent import Presence
from ccsdk.model.values import DURATION_MAX_MS

__all__ = ["count_free", "count_logged_in", "count_ready", "is_staffed"]


def is_staffed(state: State, queue: str) -> bool:
    """Return whether anybody is logged in who could serve the queue."""
    return any(True for _ in _logged_in(state, queue))


def count_logged_in(state: State, queue: str) -> int:
    """Return how many are logged in who could serve the queue."""
    return sum(1 for _ in _logged_in(state, queue))


def count_ready(state: State, queue: str) -> int:
    """Return how many of them are READY."""
    return sum(agent.presence is Presence.READY for agent in _logged_in(state, queue))


def count_free(state: State, queue: str, channel: str) -> int:
    """Return how many of them could be offered something of this channel now."""
    there = filter(is_present, _logged_in(state, queue))
    return sum(has_room(state, agent, channel) for agent in there)


def _logged_in(state: State, queue: str) -> Iterator[Agent]:
    required = state.queues[queue].definition.requires
    suited = state.index.skillset.suited(queue, DURATION_MAX_MS, required)
    agents = (state.agents[agent] for agent in suited)
    return (agent for agent in agents if agent.presence is not Presence.LOGGED_OUT)
