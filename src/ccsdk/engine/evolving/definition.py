"""What events do to channels, queues and accounts, and to sessions when the center resumes."""

from __future__ import annotations

from ccsdk.engine.capacity import is_over
from ccsdk.engine.evolving.agent import lose as lose_agent
from ccsdk.engine.evolving.customer import lose as lose_customer
from ccsdk.engine.order import renew_buckets
from ccsdk.engine.pool import Turn
from ccsdk.engine.standing import refresh_requirements, settle_agent, settle_interaction
from ccsdk.engine.state import Account, Agent, Calendar, Interaction, Queue, State
from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.channel import ChannelRule
from ccsdk.model.event import (
    AccountDefined,
    CalendarClosed,
    CalendarCompiled,
    CalendarOpened,
    CenterResumed,
    ChannelDefined,
    QueueDefined,
    QueueDeleted,
    QueueEmptied,
    QueueOverflowed,
    QueueStaffed,
    SettingsApplied,
)

__all__ = [
    "account_defined",
    "calendar_compiled",
    "calendar_turned",
    "center_resumed",
    "channel_defined",
    "customer_grace_ms",
    "line_up_anew",
    "queue_defined",
    "queue_deleted",
    "queue_emptied",
    "queue_overflowed",
    "queue_staffed",
    "settings_applied",
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
        line_up_anew(state, queue)
    for agent in state.agents.values():
        agent.is_draining = is_over(state, agent)
        settle_agent(state, agent)


def queue_defined(state: State, event: QueueDefined, at_ms: int) -> None:
    """Take the definition; who may have what waits there follows from it."""
    state.policy = state.position
    queue = state.queues.get(event.queue)
    if queue is None:
        state.queues[event.queue] = queue = Queue(definition=event)
        renew_buckets(queue, None, at_ms)
        state.index.signatures[event.queue] = {}
        state.index.turns[event.queue] = Turn()
        return
    before, queue.definition = queue.definition, event
    renew_buckets(queue, before, at_ms)
    line_up_anew(state, queue)


def line_up_anew(state: State, queue: Queue) -> None:
    """Make the lines and pools of a queue from what its definition says now."""
    state.index.forget(queue.definition.queue)
    for interaction_id in queue.waiting:
        interaction = state.interactions[interaction_id]
        refresh_requirements(state, interaction)
        state.index.step_out(interaction_id)
        settle_interaction(state, interaction)


def queue_deleted(state: State, event: QueueDeleted, at_ms: int) -> None:
    """Drop the queue: nobody waits in it, and nothing names it."""
    state.policy = state.position
    del state.queues[event.queue]
    state.index.forget(event.queue)
    del state.index.signatures[event.queue], state.index.turns[event.queue]
    state.deadlines.cancel(("empty", event.queue))


def queue_emptied(state: State, event: QueueEmptied, at_ms: int) -> None:
    """Give those who wait a while, in case somebody comes."""
    state.queues[event.queue].is_empty = True
    state.deadlines.arm(("empty", event.queue), event.empty_due_at_ms)


def queue_staffed(state: State, event: QueueStaffed, at_ms: int) -> None:
    """Let those who wait stay."""
    state.queues[event.queue].is_empty = False
    state.deadlines.cancel(("empty", event.queue))


def queue_overflowed(state: State, event: QueueOverflowed, at_ms: int) -> None:
    """Note that those who wait are on their way out; each has an event of their own."""
    state.deadlines.cancel(("empty", event.queue))


def calendar_compiled(state: State, event: CalendarCompiled, at_ms: int) -> None:
    """Take the intervals; whether it is open now is said by an event of its own."""
    state.policy = state.position
    known = state.calendars.get(event.calendar)
    if known is None:
        state.calendars[event.calendar] = Calendar(definition=event)
    else:
        known.definition = event
    _arm_edge(state, event.calendar, event.edge_due_at_ms)


def calendar_turned(state: State, event: CalendarOpened | CalendarClosed, at_ms: int) -> None:
    """Open or close the calendar."""
    state.calendars[event.calendar].is_open = isinstance(event, CalendarOpened)
    _arm_edge(state, event.calendar, event.edge_due_at_ms)


def _arm_edge(state: State, calendar: str, due_ms: int | None) -> None:
    key = ("calendar", calendar)
    state.deadlines.cancel(key)
    if due_ms is not None:
        state.deadlines.arm(key, due_ms)


def settings_applied(state: State, event: SettingsApplied, at_ms: int) -> None:
    """Remember what the center file said last."""
    state.settings.update(event.digests)


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
