"""Views: the state of entities as snapshot items, read between decisions.

Nothing here is personal: an Agent's display name is the reader's to add.
"""

from __future__ import annotations

from collections.abc import Iterator

from ccsdk.engine.calendar import is_open
from ccsdk.engine.capacity import kind_of, used_of
from ccsdk.engine.deadlines import Key
from ccsdk.engine.estimate import estimated_wait_ms
from ccsdk.engine.line import place_of, position_of
from ccsdk.engine.state import Interaction, Leg, State
from ccsdk.errors import UnknownEntityError
from ccsdk.model.interaction import InteractionState, VisitKind
from ccsdk.model.item import (
    AgentItem,
    InteractionItem,
    LegItem,
    OfferItem,
    PickItem,
    QueueItem,
    VisitorInteractionItem,
)
from ccsdk.model.leg import LegState

__all__ = [
    "agent_item",
    "interaction_item",
    "item_subjects",
    "offer_item",
    "queue_item",
    "visitor_interaction_item",
]


def item_subjects(state: State) -> Iterator[str]:
    """Yield the subject of every item a snapshot may hold, `<kind>/<id>`, in a fixed order.

    Queues, Agents, every Interaction that is not forgotten, and the live Offers.
    """
    for queue in state.queues:
        yield f"queue/{queue}"
    for agent in state.agents:
        yield f"agent/{agent}"
    for interaction in state.interactions.values():
        yield f"interaction/{interaction.id}"
        for offer in interaction.offers:
            yield f"offer/{offer}"


def interaction_item(state: State, interaction: str) -> InteractionItem:
    """Return an Interaction as staff sees it.

    Raises:
        UnknownEntityError: There is none, or state has forgotten it.
    """
    found = _interaction(state, interaction)
    is_closed = found.state is InteractionState.CLOSED
    return InteractionItem(
        state=found.state,
        channel=found.channel,
        account=found.account,
        customer=found.customer,
        queue=found.queue,
        owner=found.owner,
        entered_at_ms=found.entered_at_ms,
        order_from_ms=found.order_from_ms,
        tier=found.tier,
        head_start_ms=found.head_start_ms,
        wrap_ups=dict(found.wrap_ups),
        only=found.only,
        last_agent=found.last_agent,
        talked=tuple(found.parts),
        closed_at_ms=found.closed_at_ms if is_closed else None,
        episode=found.episode,
        parked_until_ms=_due_ms(state, ("until", interaction)),
        is_verified=found.is_verified,
        visit_kind=found.visit_kind,
        service_class=found.service_class,
        parent=found.parent,
        asker=found.asker,
        child=found.child,
        legs=tuple(_leg_item(leg) for leg in found.legs.values()),
        join_due_at_ms=_due_ms(state, ("join", interaction)),
    )


def _leg_item(leg: Leg) -> LegItem:
    since_ms = leg.held_at_ms if leg.state is LegState.HELD else leg.connected_at_ms
    return LegItem(
        leg=leg.id,
        party=leg.party,
        role=leg.role,
        who=leg.who,
        channel=leg.channel,
        state=leg.state,
        since_ms=None if leg.state is LegState.DIALING else since_ms,
    )


def visitor_interaction_item(state: State, interaction: str) -> VisitorInteractionItem:
    """Return an Interaction as its customer sees it.

    Raises:
        UnknownEntityError: There is none, or state has forgotten it.
    """
    found = _interaction(state, interaction)
    legs = found.customer_legs()
    joined = [leg.channel for leg in legs if leg.state is not LegState.DIALING]
    dialing = found.elevation and found.legs[found.elevation.leg]
    position = wait_ms = None
    if found.state.is_waiting:
        queue = state.queues[found.queue]
        position = position_of(queue.line, place_of(found))
        # Somebody is being asked, or answers: seconds, which no mean of minutes can tell.
        if not found.offers and not found.owner:
            wait_ms = estimated_wait_ms(queue.starts, position)
    return VisitorInteractionItem(
        state=found.state,
        channel=joined[-1] if joined else found.channel,
        position=position,
        estimated_wait_ms=wait_ms,
        choices=found.choices,
        is_callback=found.visit is not None and found.visit_kind is VisitKind.CALLBACK,
        is_self_served=found.is_self_served,
        is_held=any(leg.state is LegState.HELD for leg in legs),
        asked_to=dialing.channel if dialing else None,
        join_due_at_ms=_due_ms(state, ("join", interaction)),
    )


def offer_item(state: State, offer: str) -> OfferItem:
    """Return an Offer, live or ended.

    Raises:
        UnknownEntityError: There is none, or state has forgotten its Interaction.
    """
    found = state.offers.get(offer)
    if found is None:
        raise UnknownEntityError(kind="offer", id=offer)
    interaction = state.interactions[found.interaction]
    return OfferItem(
        interaction=found.interaction,
        agent=found.agent,
        state=found.state,
        made_at_ms=found.made_at_ms,
        expires_at_ms=found.expires_at_ms,
        reason=found.reason,
        is_invitation=found.is_invitation,
        queue=interaction.queue,
        channel=interaction.channel,
        customer=interaction.customer,
        visit_kind=interaction.visit_kind,
    )


def agent_item(state: State, agent: str) -> AgentItem:
    """Return an Agent with the slots of every channel that an account brings, or that is theirs.

    Raises:
        UnknownEntityError: No such Agent is defined.
    """
    found = state.agents.get(agent)
    if found is None:
        raise UnknownEntityError(kind="agent", id=agent)
    used = used_of(state, found)
    reached = {kind_of(state, each.definition.channel) for each in state.accounts.values()}
    shown = [name for name in state.channels if name in reached or name in found.slots]
    return AgentItem(
        presence=found.presence,
        reason=found.reason,
        occupancy=found.occupancy,
        slots={name: found.slots.get(name, state.channels[name].slots) for name in shown},
        used={name: used.get(name, 0) for name in shown},
        skills=found.skills,
        queues=tuple(found.memberships),
        extension=found.extension,
    )


def queue_item(state: State, queue: str) -> QueueItem:
    """Return a queue with its counts; O(waiting).

    Raises:
        UnknownEntityError: No such queue is defined.
    """
    found = state.queues.get(queue)
    if found is None:
        raise UnknownEntityError(kind="queue", id=queue)
    waiting, definition = len(found.waiting), found.definition
    head = state.index.head(queue, definition.pick_from) if definition.mode.is_pull else ()
    entered_at_ms = (state.interactions[i].entered_at_ms for i in found.waiting)
    return QueueItem(
        name=found.definition.name,
        waiting=waiting,
        offered=found.offered,
        answered=found.answered,
        answered_in_target=found.answered_in_target,
        abandoned=found.abandoned,
        flowed_out=found.flowed_out,
        is_open=is_open(state, found.definition.calendar),
        target_ms=found.definition.target_ms,
        oldest_at_ms=min(entered_at_ms, default=None),
        mode=definition.mode,
        pickable=tuple(_pick_item(state.interactions[place[2]]) for place in head),
    )


def _pick_item(found: Interaction) -> PickItem:
    return PickItem(
        interaction=found.id,
        channel=found.channel,
        entered_at_ms=found.entered_at_ms,
        service_class=found.service_class,
    )


def _interaction(state: State, interaction: str) -> Interaction:
    found = state.interactions.get(interaction)
    if found is None:
        raise UnknownEntityError(kind="interaction", id=interaction)
    return found


def _due_ms(state: State, key: Key) -> int | None:
    deadline = state.deadlines.live.get(key)
    return None if deadline is None else deadline[0]
