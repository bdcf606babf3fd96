"""Capacity: how much an Agent has at hand, and whether there is room for more.

Rule. An Agent has room for a channel while they have a slot of it left, nothing at hand
denies it, and all that it does not interrupt weighs at most 100 together with it. Live
Offers, own work and wrap-ups take their channel's slot alike.

That what a channel interrupts counts again for every channel that does not is what keeps
the load within 100 whichever work ends first: of all that lies not still at any moment,
the latest was weighed together with the rest when it came.

So a wrap-up on voice holds the Agent, since voice denies everything, and one on chat only
its slot. After a cut, work above it goes on and drains.

An Interaction on two channels takes a slot of each, and weighs what the heavier one does: it
is one customer. So it never stands in the way of its own second channel.
"""

from __future__ import annotations

from ccsdk.engine.state import Agent, State
from ccsdk.model.channel import FULL_LOAD

__all__ = [
    "has_room",
    "is_over",
    "kind_of",
    "load_of",
    "may_elevate",
    "used_of",
    "why_no_room",
]

_FALLBACK = "chat"


def kind_of(state: State, channel: str) -> str:
    """Return the channel whose slots work of this one takes: chat for an unknown name."""
    return channel if channel in state.channels else _FALLBACK


def used_of(state: State, agent: Agent) -> dict[str, int]:
    """Return how many slots are taken, by channel; channels without work are left out."""
    used: dict[str, int] = {}
    for taken in agent.taken:
        for channel in taken.values():
            kind = channel if channel in state.channels else _FALLBACK
            used[kind] = used.get(kind, 0) + 1
    return used


def has_room(state: State, agent: Agent, channel: str) -> bool:
    """Return whether an Agent could take one more piece of work of this channel."""
    return why_no_room(state, agent, used_of(state, agent), kind_of(state, channel)) is None


def may_elevate(state: State, agent: Agent, interaction: str, channel: str) -> bool:
    """Return whether an owner could talk with a customer of theirs on this channel, too."""
    kind, used = kind_of(state, channel), used_of(state, agent)
    if used.get(kind, 0) >= _slots(state, agent, kind):
        return False
    used[kind_of(state, agent.owned[interaction])] -= 1
    others = {other: count for other, count in used.items() if count}
    return why_no_room(state, agent, others, kind) is None


def why_no_room(state: State, agent: Agent, used: dict[str, int], kind: str) -> str | None:
    """Return why an Agent could not take one more piece of work, None if they could.

    Args:
        used: What `used_of` returned for the Agent.
        kind: A channel as `kind_of` returns it.

    Returns:
        `capacity` if slots or weight do not suffice, `matrix` if work at hand denies it.
    """
    rules = state.channels
    rule = rules[kind]
    if used.get(kind, 0) >= _slots(state, agent, kind):
        return "capacity"
    load = rule.weight
    for other, count in _weighing(state, agent, used).items():
        if other not in rule.interrupts:
            load += count * rules[other].weight
    if load > FULL_LOAD:
        return "capacity"
    return "matrix" if any(kind in rules[other].denies for other in used) else None


def load_of(state: State, used: dict[str, int]) -> int:
    """Return the weight of all work at hand that no other interrupts."""
    rules = state.channels
    return sum(
        count * rules[kind].weight
        for kind, count in used.items()
        if not any(kind in rules[other].interrupts for other in used)
    )


def is_over(state: State, agent: Agent) -> bool:
    """Return whether an Agent has more at hand than slots and weights allow."""
    used = used_of(state, agent)
    return load_of(state, _weighing(state, agent, used)) > FULL_LOAD or any(
        count > _slots(state, agent, kind) for kind, count in used.items()
    )


def _slots(state: State, agent: Agent, kind: str) -> int:
    return agent.slots.get(kind, state.channels[kind].slots)


def _weighing(state: State, agent: Agent, used: dict[str, int]) -> dict[str, int]:
    """Return what counts by weight: of an Interaction on two channels the heavier one."""
    if not agent.elevated:
        return used
    weighing = dict(used)
    for interaction in agent.elevated.keys() & agent.owned:
        taken = (agent.owned[interaction], agent.elevated[interaction])
        pair = [kind_of(state, channel) for channel in taken]
        weighing[min(pair, key=lambda kind: state.channels[kind].weight)] -= 1
    return {kind: count for kind, count in weighing.items() if count}
