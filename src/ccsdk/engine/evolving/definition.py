"""What events do to channels, queues and accounts, and to sessions when the center resumes."""

from __future__ import annotations

from ccsdk.engine.capacity import is_over
from ccsdk.engine.evolving.agent import lose as lose_agent
from ccsdk.engine.evolving.customer import lose as lose_customer
from ccsdk.engine.pool import Turn
from ccsdk.engine.standing import refresh_requirements, settle_agent, settle_interaction
from ccsdk.engine.state import Account, Agent, Interaction, Queue, State
from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.channel import ChannelRule
from ccsdk.model.event import AccountDefined, CenterResumed, ChannelDefined, QueueDefined

__all__ = [
    "account_defined",
    "center_resumed",
    "channel_defined",
    "customer_grace_ms",
    "queue_defined",
]


def account_defined(state: State, event: AccountDefined, at_ms: int) -> None:
    """Take the definition; what is under way keeps its deadlines."""
    state.policy = state.position
    state.accounts[event.account] = Account(definition=event)


def channel_defined(state: State, event: ChannelDefined, at_ms: int) -> None:
    """Take the rule; work in hand stays, what is too much now drains."""
    state.policy = state.position
    state.channels[event.channel] = ChannelRule(
        slots=event.slots, weight=event.weight, denies=event.denies, interrupts=event.interrupts
    )
    index = state.index
    index.direct.clear()
    for queue in state.queues.values():
        _line_up_anew(state, queue)
    for agent in state.agents.values():
        agent.is_draining = is_over(state, agent)
        settle_agent(state, agent)


def queue_defined(state: State, event: QueueDefined, at_ms: int) -> None:
    """Take the definition; who may have what waits there follows from it."""
    state.policy = state.position
    queue = state.queues.get(event.queue)
    if queue is None:
        state.queues[event.queue] = Queue(definition=event)
        state.index.signatures[event.queue] = {}
        state.index.turns[event.queue] = Turn()
        return
    queue.definition = event
    _line_up_anew(state, queue)


def _line_up_anew(state: State, queue: Queue) -> None:
    """Make the lines and pools of a queue from what its definition says now."""
    state.index.forget(queue.definition.queue)
    for interaction_id in queue.waiting:
        interaction = state.interactions[interaction_id]
        refresh_requirements(state, interaction)
        state.index.step_out(interaction_id)
        settle_interaction(state, interaction)


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
