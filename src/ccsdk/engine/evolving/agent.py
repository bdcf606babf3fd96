"""What events do to an Agent: sessions, Presence, definition."""

from __future__ import annotations

from ccsdk.engine.capacity import is_over
from ccsdk.engine.evolving.interaction import arm_delay
from ccsdk.engine.standing import settle_agent, withdraw_agent
from ccsdk.engine.state import Agent, Overlay, State
from ccsdk.engine.transitions import PRESENCE, PRESENCE_COMMANDS
from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.event import (
    AgentConnected,
    AgentDefined,
    AgentDisconnected,
    AgentPresenceChanged,
    CapacitySet,
    SkillsSet,
)

__all__ = [
    "capacity_set",
    "connected",
    "defined",
    "disconnected",
    "lose",
    "presence_changed",
    "skills_set",
]

_MOVES = frozenset(
    (source, row.target)
    for row in (*PRESENCE.values(), *PRESENCE_COMMANDS.values())
    for source in row.sources
)
_LOST = PresenceReason.CONNECTION_LOST.value


def connected(state: State, event: AgentConnected, at_ms: int) -> None:
    """Add a session: graces that ran are over."""
    agent = state.agents[event.agent]
    agent.sessions[event.session] = None
    agent.is_lost = False
    for kind in ("offer_grace", "agent_grace", "leg_grace"):
        state.deadlines.cancel((kind, agent.id))
    settle_agent(state, agent)


def disconnected(state: State, event: AgentDisconnected, at_ms: int) -> None:
    """Drop a session; after the last one the graces run."""
    agent = state.agents[event.agent]
    del agent.sessions[event.session]
    if event.grace_due_at_ms is None:
        return
    if event.offer_due_at_ms is not None:
        state.deadlines.arm(("offer_grace", agent.id), event.offer_due_at_ms)
        # Nobody can show an Offer without a session: the offer grace stands in for ack.
        for offer in agent.offers:
            state.deadlines.cancel(("ack", offer))
    lose(state, agent, grace_due_ms=event.grace_due_at_ms, leg_due_ms=event.leg_due_at_ms)


def lose(state: State, agent: Agent, *, grace_due_ms: int, leg_due_ms: int | None) -> None:
    """Count the Agent as lost until a session is back, or a grace is over."""
    agent.is_lost = True
    state.deadlines.arm(("agent_grace", agent.id), grace_due_ms)
    if leg_due_ms is not None:
        state.deadlines.arm(("leg_grace", agent.id), leg_due_ms)
    settle_agent(state, agent)


def presence_changed(state: State, event: AgentPresenceChanged, at_ms: int) -> None:
    """Move Presence; whoever becomes READY is idle from now on."""
    agent = state.agents[event.agent]
    assert (agent.presence, event.presence) in _MOVES, (
        f"{event.presence.value} cannot follow {agent.presence.value} of {agent.id}"
    )
    agent.reason_before = agent.reason if event.reason == _LOST else None
    agent.was_ready = event.was_ready
    agent.presence, agent.reason = event.presence, event.reason
    state.deadlines.cancel(("logout", agent.id))
    if event.logout_due_at_ms is not None:
        state.deadlines.cancel(("agent_grace", agent.id))
        state.deadlines.arm(("logout", agent.id), event.logout_due_at_ms)
    if event.presence is Presence.READY:
        agent.idle_from_ms = at_ms
        if event.by != "engine":
            agent.strikes = 0
    elif event.presence is Presence.LOGGED_OUT:
        agent.is_lost = False
        for kind in ("agent_grace", "offer_grace", "leg_grace"):
            state.deadlines.cancel((kind, agent.id))
    settle_agent(state, agent)


def defined(state: State, event: AgentDefined, at_ms: int) -> None:
    """Take memberships, skills and slots; work in hand stays, a cut drains."""
    agent, skillset = state.agents.get(event.agent), state.index.skillset
    if agent is None:
        agent = state.agents[event.agent] = Agent(id=event.agent, definition=event)
    state.policy = state.position
    before = list(agent.memberships.values())
    withdraw_agent(state, agent)
    agent.definition = event
    agent.memberships = {each.queue: each for each in event.memberships}
    agent.slots = event.slots
    agent.skills_set = agent.slots_set = None
    _take_extension(state, agent, event.extension)
    now = list(agent.memberships.values())
    queues = dict.fromkeys(each.queue for each in (*before, *now))
    delays = {queue: skillset.delays(queue) for queue in queues}
    skillset.leave(agent.id, before)
    skillset.join(agent.id, now)
    for queue in queues:
        if skillset.delays(queue) != delays[queue]:
            for interaction in state.queues[queue].waiting:
                arm_delay(state, state.interactions[interaction])
    _learn(state, agent, event.skills)


def _take_extension(state: State, agent: Agent, extension: str | None) -> None:
    """Let an extension lead to this Agent, whoever had it before."""
    if agent.extension is not None:
        del state.extensions[agent.extension]
    agent.extension = extension
    if extension is None:
        return
    before = state.extensions.get(extension)
    if before is not None:
        state.agents[before].extension = None
    state.extensions[extension] = agent.id


def capacity_set(state: State, event: CapacitySet, at_ms: int) -> None:
    """Take other slots; what is not named is as defined."""
    agent = state.agents[event.agent]
    agent.slots = {**agent.definition.slots, **event.slots}
    agent.slots_set = Overlay(by=event.by, at_ms=at_ms) if event.slots else None
    agent.is_draining = is_over(state, agent)
    settle_agent(state, agent)


def skills_set(state: State, event: SkillsSet, at_ms: int) -> None:
    """Take other skills; who waits for one that is gone is not theirs to have any more."""
    agent = state.agents[event.agent]
    withdraw_agent(state, agent)
    is_other = event.skills != agent.definition.skills
    agent.skills_set = Overlay(by=event.by, at_ms=at_ms) if is_other else None
    _learn(state, agent, event.skills)


def _learn(state: State, agent: Agent, skills: dict[str, int]) -> None:
    state.index.skillset.learn(agent.id, agent.skills, skills)
    agent.skills = skills
    agent.is_draining = is_over(state, agent)
    state.index.openings.pop(agent.id, None)
    state.index.ask_again(agent.id)
    settle_agent(state, agent)
