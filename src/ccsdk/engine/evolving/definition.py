"""What events do to queues and accounts, and to sessions when the center resumes."""

from __future__ import annotations

from ccsdk.engine.evolving.agent import lose as lose_agent
from ccsdk.engine.evolving.agent import serving
from ccsdk.engine.evolving.customer import lose as lose_customer
from ccsdk.engine.standing import settle_agent
from ccsdk.engine.state import Account, Agent, Interaction, Queue, State
from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.event import AccountDefined, CenterResumed, QueueDefined

__all__ = ["account_defined", "center_resumed", "customer_grace_ms", "queue_defined"]


def account_defined(state: State, event: AccountDefined, at_ms: int) -> None:
    """Take the definition; what is under way keeps its deadlines."""
    state.accounts[event.account] = Account(definition=event)


def queue_defined(state: State, event: QueueDefined, at_ms: int) -> None:
    """Take the definition; who serves the queue follows from its skills."""
    queue = state.queues.get(event.queue)
    if queue is None:
        state.queues[event.queue] = Queue(definition=event)
        state.index.lines[event.queue] = []
        state.index.pools[event.queue] = []
        state.index.members[event.queue] = {}
        return
    queue.definition = event
    for agent in state.agents.values():
        serves = serving(state, agent)
        if serves != state.index.serves[agent.id]:
            state.index.serve(agent.id, serves)
            settle_agent(state, agent)


def center_resumed(state: State, event: CenterResumed, at_ms: int) -> None:
    """Start every connection grace anew; after a restart no session is left."""
    for agent in state.agents.values():
        _resume_agent(state, agent, event)
    for interaction in state.interactions.values():
        _resume_talk(state, interaction, at_ms)
    for customer in state.customers.values():
        if event.is_restart and customer.sessions:
            customer.sessions.clear()
        elif customer.left_at_ms is None:
            continue
        lose_customer(state, customer, at_ms, due_ms=at_ms + customer_grace_ms(state, customer.id))


def _resume_talk(state: State, interaction: Interaction, at_ms: int) -> None:
    """Give whoever could not write during the gap their whole time again."""
    idle = ("idle", interaction.id)
    if idle in state.deadlines.live:
        idle_ms = state.queues[interaction.queue].definition.idle_ms
        state.deadlines.arm(idle, at_ms + idle_ms)


def customer_grace_ms(state: State, customer: str) -> int:
    """Return the longest grace that the accounts of a Customer's open Interactions give."""
    return max(
        state.accounts[state.interactions[interaction].account].definition.customer_grace_ms
        for interaction in state.customers[customer].open
    )


def _resume_agent(state: State, agent: Agent, event: CenterResumed) -> None:
    if event.is_restart and agent.sessions:
        agent.sessions.clear()
        agent.is_lost = agent.presence is not Presence.LOGGED_OUT
    if not agent.is_lost:
        return
    if (
        agent.presence is Presence.NOT_READY
        and agent.reason == PresenceReason.CONNECTION_LOST.value
    ):
        state.deadlines.arm(("logout", agent.id), event.logout_due_at_ms)
        if agent.is_engaged:
            state.deadlines.arm(("leg_grace", agent.id), event.leg_due_at_ms)
        return
    leg_due_ms = event.leg_due_at_ms if agent.is_engaged else None
    lose_agent(state, agent, grace_due_ms=event.agent_grace_due_at_ms, leg_due_ms=leg_due_ms)
