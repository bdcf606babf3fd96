"""Why an Agent has what they have, and why nothing else: queue by queue."""

from __future__ import annotations

from ccsdk.engine.capacity import load_of, used_of
from ccsdk.engine.explaining.verdict import in_line, passed_by
from ccsdk.engine.line import place_of
from ccsdk.engine.state import Agent, State
from ccsdk.errors import UnknownEntityError
from ccsdk.model.explanation import AgentExplanation, Passed, Served
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.queue import Membership

__all__ = ["FIRST_MAX", "explain_agent"]

# Of each queue so many of those who wait are gone through, the first ones.
FIRST_MAX = 10


def explain_agent(
    state: State, agent: str, *, now_ms: int | None = None, pure: PureObjects = NO_OBJECTS
) -> AgentExplanation:
    """Return what an Agent has, and why what waits in their queues is not theirs.

    Args:
        now_ms, pure: As for `explain_interaction`.

    Raises:
        UnknownEntityError: No such Agent is defined.
    """
    found = state.agents.get(agent)
    if found is None:
        raise UnknownEntityError(kind="agent", id=agent)
    used = used_of(state, found)
    rules = state.channels
    served = sorted(found.memberships.values(), key=lambda each: (each.priority, each.queue))
    return AgentExplanation(
        agent=found.id,
        position=state.position,
        at_ms=max(now_ms or 0, state.now_ms),
        presence=found.presence,
        reason=found.reason,
        is_lost=found.is_lost,
        occupancy=found.occupancy,
        load=load_of(state, used),
        used=used,
        slots={name: found.slots.get(name, rules[name].slots) for name in rules},
        work=tuple(dict.fromkeys((*found.owned, *found.joined, *found.wrap_ups))),
        offers={offer: state.offers[offer].state for offer in found.offers},
        direct=_direct(state, found, pure),
        queues=tuple(_served(state, found, each, pure) for each in served),
    )


def _served(state: State, agent: Agent, membership: Membership, pure: PureObjects) -> Served:
    line = in_line(state, membership.queue)
    return Served(
        queue=membership.queue,
        priority=membership.priority,
        delay_ms=membership.delay_ms,
        waiting=len(line),
        first=tuple(passed_by(state, agent, line[:FIRST_MAX], pure)),
    )


def _direct(state: State, agent: Agent, pure: PureObjects) -> tuple[Passed, ...]:
    own = [
        each
        for each in state.interactions.values()
        if each.only == agent.id and each.state.is_waiting
    ]
    return tuple(passed_by(state, agent, sorted(own, key=place_of), pure))
