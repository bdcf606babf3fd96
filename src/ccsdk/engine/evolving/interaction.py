"""What events do to an Interaction, its visits, its owner and its queue's counts."""

from __future__ import annotations

from ccsdk.engine.deadlines import Key
from ccsdk.engine.evolving.customer import leave, meet, watch
from ccsdk.engine.evolving.direct import direct
from ccsdk.engine.evolving.leg import begin_legs, end_legs
from ccsdk.engine.evolving.message import arm_idle
from ccsdk.engine.evolving.note import drop_readers
from ccsdk.engine.evolving.part import free_owner, leave_part
from ccsdk.engine.line import leave as leave_line
from ccsdk.engine.line import place_of, stand
from ccsdk.engine.order import take_token
from ccsdk.engine.standing import refresh_requirements, settle_interaction
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.transitions import INTERACTION
from ccsdk.model.event import (
    CallbackScheduled,
    ConnectFailed,
    Event,
    ExclusionEnded,
    InteractionAbandoned,
    InteractionAged,
    InteractionAnswered,
    InteractionClosed,
    InteractionEnded,
    InteractionForgotten,
    InteractionQueued,
    InteractionReceived,
    InteractionRequeued,
    InteractionResumed,
    InteractionTransferred,
)
from ccsdk.model.interaction import Closing, VisitKind

__all__ = [
    "STARTS_KEPT",
    "abandoned",
    "aged",
    "answered",
    "arm_delay",
    "begin_visit",
    "closed",
    "connect_failed",
    "end_talk",
    "end_visit",
    "ended",
    "enter_queue",
    "exclude",
    "exclusion_ended",
    "forgive",
    "forgotten",
    "queued",
    "received",
    "release",
    "requeued",
    "step",
    "stop_being_served",
    "strike",
    "take_place",
]

# How many answers an estimate of the wait looks back on.
STARTS_KEPT = 32


def step(interaction: Interaction, event: Event) -> None:
    """Take the state from the transition table; no row means a broken log."""
    sources, target = INTERACTION[type(event)]
    assert interaction.state in sources, (
        f"{type(event).__name__} cannot follow {interaction.state.value} of {interaction.id}"
    )
    interaction.state = target


def received(state: State, event: InteractionReceived, at_ms: int) -> None:
    """Make the Interaction, and let it take what the thread brings."""
    assert event.queue is not None, "an Interaction is received for a queue"
    state.interactions[event.interaction] = Interaction(
        id=event.interaction,
        account=event.account,
        channel=event.channel,
        thread=event.thread,
        customer=event.customer,
        queue=event.queue,
        is_verified=event.is_verified,
        language=event.language,
        attributes=dict(event.attributes),
        seed=event.seed,
    )
    if event.enrichment_due_at_ms is not None:
        state.deadlines.arm(("enrichment", event.interaction), event.enrichment_due_at_ms)
    state.threads[event.channel, event.thread] = event.interaction
    meet(state, state.interactions[event.interaction])


def queued(state: State, event: InteractionQueued, at_ms: int) -> None:
    """Begin a visit: the first, or one in another queue."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    if event.resumes is not None:
        state.customers[interaction.customer].abandoned = None
    interaction.hops += event.visit_kind is VisitKind.OVERFLOW
    enter_queue(state, interaction, event, at_ms)


def enter_queue(
    state: State,
    interaction: Interaction,
    event: InteractionQueued | InteractionTransferred | InteractionResumed,
    at_ms: int,
) -> None:
    """Let a visit begin as an event says, with its place, its timeline and its direct line."""
    take_place(state, interaction, event, at_ms)
    begin_visit(state, interaction, event.visit, event.visit_kind, at_ms)
    _arm_step(state, interaction, event.step_due_at_ms)
    direct(state, interaction, event.only, event.direct_due_at_ms)
    settle_interaction(state, interaction)


def take_place(
    state: State,
    interaction: Interaction,
    event: InteractionQueued | InteractionTransferred | InteractionResumed | CallbackScheduled,
    at_ms: int,
) -> None:
    """Take the place that an entry gives; a class with a bucket pays a token for it."""
    assert event.queue is not None, f"{event.visit} is a visit to a queue"
    if event.queue != interaction.queue:
        interaction.queue, interaction.relaxed = event.queue, ()
    interaction.order_from_ms = event.order_from_ms
    interaction.tier, interaction.head_start_ms = event.tier, event.head_start_ms
    interaction.service_class = event.service_class
    stop_being_served(state, interaction)
    take_token(state.queues[event.queue], event.service_class, at_ms)


def stop_being_served(state: State, interaction: Interaction) -> None:
    """End what an Interaction waits for in RECEIVED: enrichment, or self-service."""
    interaction.is_self_served = False
    for kind in ("enrichment", "self_service"):
        state.deadlines.cancel((kind, interaction.id))


def aged(state: State, event: InteractionAged, at_ms: int) -> None:
    """Count the visit as this old; the next delay of a member may be on its way."""
    interaction = state.interactions[event.interaction]
    interaction.age_ms = event.age_ms
    arm_delay(state, interaction)
    settle_interaction(state, interaction)


def arm_delay(state: State, interaction: Interaction) -> None:
    """Let a visit grow older when the next delay of its queue's members has passed."""
    key = ("delay", interaction.id)
    delays = state.index.skillset.delays(interaction.queue)
    delay_ms = (
        next((each for each in delays if each > interaction.age_ms), None) if delays else None
    )
    if delay_ms is None:
        state.deadlines.cancel(key)
    else:
        state.deadlines.arm(key, interaction.entered_at_ms + delay_ms)


def requeued(state: State, event: InteractionRequeued, at_ms: int) -> None:
    """Put the Interaction back into its place, or into a new visit ahead of the others."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    release(state, interaction)
    if event.visit != interaction.visit:
        interaction.tier = event.tier
        begin_visit(state, interaction, event.visit, VisitKind.REQUEUE, at_ms)
        _arm_step(state, interaction, event.step_due_at_ms)
    if event.agent is not None:
        exclude(state, interaction, event.agent, event.excluded_until_ms)
    settle_interaction(state, interaction)


def connect_failed(state: State, event: ConnectFailed, at_ms: int) -> None:
    """Count what the failure counts; InteractionRequeued follows and moves the state."""
    interaction = state.interactions[event.interaction]
    strike(state.agents[event.agent], event.strikes, at_ms)
    exclude(state, interaction, event.agent, event.excluded_until_ms)
    if interaction.visit_kind is VisitKind.CALLBACK and event.cause == "customer":
        interaction.dials += 1
    if event.callback_due_at_ms is not None:
        interaction.is_resting = True
        state.deadlines.arm(("callback", interaction.id), event.callback_due_at_ms)


def answered(state: State, event: InteractionAnswered, at_ms: int) -> None:
    """End the visit answered; nobody is passed over any more."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    state.deadlines.cancel(("connect", interaction.id))
    queue = state.queues[interaction.queue]
    queue.answered += 1
    queue.answered_in_target += event.is_in_target
    queue.starts.append(at_ms)
    del queue.starts[:-STARTS_KEPT]
    end_visit(state, interaction)
    # Whoever was called back is there again.
    watch(state, interaction)
    begin_legs(interaction, event, at_ms)
    arm_idle(state, interaction, event.idle_due_at_ms)


def abandoned(state: State, event: InteractionAbandoned, at_ms: int) -> None:
    """End the visit abandoned."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    interaction.closing = Closing.ABANDONED
    interaction.left_at_ms = event.left_at_ms
    state.customers[interaction.customer].abandoned = interaction.id
    release(state, interaction)
    state.queues[interaction.queue].abandoned += 1
    end_visit(state, interaction)
    end_talk(state, interaction)
    settle_interaction(state, interaction)


def ended(state: State, event: InteractionEnded, at_ms: int) -> None:
    """End the talk; who owned it goes on doing so, as nobody comes after them."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    interaction.closing = Closing.HANDLED
    if interaction.parent is not None:
        interaction.closing = Closing.MERGED if event.by == "merged" else Closing.CONSULTED
    end_legs(state, interaction, _owner(interaction))
    leave_part(state, interaction, _owner(interaction), at_ms)
    end_talk(state, interaction)


def closed(state: State, event: InteractionClosed, at_ms: int) -> None:
    """Close for good; memory of it has an end."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    interaction.owner = interaction.accepted = None
    interaction.closed_at_ms = at_ms
    state.deadlines.arm(("forget", interaction.id), event.forget_due_at_ms)


def forgotten(state: State, event: InteractionForgotten, at_ms: int) -> None:
    """Drop the Interaction with its Offers and, with their last one, the Customer."""
    interaction = state.interactions.pop(event.interaction)
    state.deadlines.cancel(("forget", interaction.id))
    for number in range(1, interaction.offers_made + 1):
        del state.offers[f"{interaction.id}-o{number}"]
    del state.versions[f"interaction/{interaction.id}"]
    drop_readers(state, interaction)
    thread = (interaction.channel, interaction.thread)
    if state.recent.get(thread) == interaction.id:
        del state.recent[thread]
    customer = state.customers[interaction.customer]
    if customer.abandoned == interaction.id:
        customer.abandoned = None
    del customer.interactions[interaction.id]
    if not customer.interactions:
        del state.customers[customer.id]


def strike(agent: Agent, strikes: int, at_ms: int) -> None:
    """Take over the count; what rang before a strike cannot strike again."""
    if strikes > agent.strikes:
        agent.strikes_from_ms = at_ms
    agent.strikes = strikes


def forgive(agent: Agent, at_ms: int) -> None:
    """Begin the count anew for who accepted: what rang before strikes no more."""
    agent.strikes = 0
    agent.strikes_from_ms = at_ms


def exclude(state: State, interaction: Interaction, agent: str, until_ms: int | None) -> None:
    """Pass an Agent over for this Interaction until then; None leaves things as they are."""
    if until_ms is None:
        return
    interaction.excluded[agent] = until_ms
    state.deadlines.arm(_exclusion(interaction, agent), until_ms)


def exclusion_ended(state: State, event: ExclusionEnded, at_ms: int) -> None:
    """Let the Agent be offered this Interaction again."""
    interaction = state.interactions[event.interaction]
    del interaction.excluded[event.agent]
    state.deadlines.cancel(_exclusion(interaction, event.agent))
    if interaction.id in state.index.waiting:
        state.index.fresh[interaction.id] = None


def release(state: State, interaction: Interaction) -> None:
    """Free the owner's slot before an end: the Interaction has no owner now."""
    if interaction.owner is None:
        return
    agent = state.agents[interaction.owner]
    end_legs(state, interaction, agent.id)
    interaction.owner = interaction.accepted = None
    state.deadlines.cancel(("connect", interaction.id))
    state.deadlines.cancel(("idle", interaction.id))
    free_owner(state, agent, interaction.id)


def _owner(interaction: Interaction) -> str:
    assert interaction.owner is not None, f"{interaction.id} is answered and has an owner"
    return interaction.owner


def _exclusion(interaction: Interaction, agent: str) -> Key:
    return ("retry_same", interaction.id, agent)


def begin_visit(
    state: State, interaction: Interaction, visit: str, kind: VisitKind, at_ms: int
) -> None:
    """Let the Interaction stand in its queue, in the place it was given."""
    interaction.visit, interaction.visit_kind = visit, kind
    interaction.visits += 1
    interaction.has_waited = True
    interaction.entered_at_ms = at_ms
    interaction.next_step = 0
    interaction.age_ms = 0
    refresh_requirements(state, interaction)
    arm_delay(state, interaction)
    queue = state.queues[interaction.queue]
    queue.offered += 1
    queue.waiting[interaction.id] = None
    stand(queue.line, place_of(interaction))


def _arm_step(state: State, interaction: Interaction, due_ms: int | None) -> None:
    if due_ms is not None:
        state.deadlines.arm(("step", interaction.id), due_ms)


def end_visit(state: State, interaction: Interaction) -> None:
    """Let the Interaction leave its queue; what held for the visit alone is over."""
    interaction.visit = None
    interaction.deferred = None
    interaction.is_resting = False
    interaction.choices = ()
    direct(state, interaction, None, None)
    for kind in ("step", "callback", "delay"):
        state.deadlines.cancel((kind, interaction.id))
    queue = state.queues[interaction.queue]
    del queue.waiting[interaction.id]
    leave_line(queue.line, place_of(interaction))
    # Nobody is passed over any more, so in the next visit everybody may have it.
    state.index.step_out(interaction.id)
    for agent in interaction.excluded:
        state.deadlines.cancel(_exclusion(interaction, agent))
    interaction.excluded.clear()


def end_talk(state: State, interaction: Interaction) -> None:
    """Let the thread's next message begin something new."""
    thread = (interaction.channel, interaction.thread)
    del state.threads[thread]
    state.recent[thread] = interaction.id
    leave(state, interaction)
