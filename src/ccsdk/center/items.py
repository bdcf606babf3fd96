"""Snapshot items: the state's entities as one reader's grant lets them be seen.

Called between decisions, with committed state only. Nothing in an item is personal but the
display names of staff, of class `staff`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from ccsdk.center.doors import refs_of_interaction, refs_of_offer, relates_in
from ccsdk.engine.state import State
from ccsdk.engine.view import (
    agent_item,
    interaction_item,
    item_subjects,
    offer_item,
    queue_item,
    visitor_interaction_item,
)
from ccsdk.model.item import ITEM_TYPES, AgentItem, InteractionItem, Item
from ccsdk.model.leg import LegParty
from ccsdk.model.permission import Grant, permits_entity
from ccsdk.model.principal import Principal, Role
from ccsdk.model.profile import VISITOR, Profile

__all__ = ["interaction_as_seen", "snapshot_items"]


def snapshot_items(
    state: State, principal: Principal, grant: Grant, names: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield the items that a grant, narrowed by a filter, lets its reader see.

    O(own work) for a visitor, O(queues + agents + own work) for an Agent, else O(state).

    Args:
        principal: The reader; says only where to look, the grant says what is shown.
        grant: The reader's grant, narrowed.
        names: The Agents' display names by id.
    """
    relates = relates_in(state)
    for subject in _near(state, principal):
        kind, _, id_ = subject.partition("/")
        refs = _refs(state, kind, id_)
        # An Offer has no topics of its own: its events are its Interaction's.
        entity = f"interaction.{refs['interaction']}" if kind == "offer" else f"{kind}.{id_}"
        row = permits_entity(grant, entity, refs, relates)
        if row is not None and not (kind == "offer" and row.profile == VISITOR):
            yield _as_seen(state, kind, id_, row.profile, names)


def _near(state: State, principal: Principal) -> Iterator[str]:
    """Yield the subjects among which all are that this reader may see."""
    if principal.role is Role.VISITOR:
        customer = state.customers.get(principal.customer or "")
        yield from _with_offers(state, customer.interactions if customer else ())
    elif principal.role is Role.AGENT:
        yield from (f"queue/{queue}" for queue in state.queues)
        yield from (f"agent/{agent}" for agent in state.agents)
        if (agent := state.agents.get(principal.id)) is not None:
            offered = (state.offers[offer].interaction for offer in agent.offers)
            own = {**agent.owned, **agent.joined, **agent.wrap_ups, **agent.parked}
            consults = filter(None, (state.interactions[work].child for work in own))
            asked = filter(None, (state.interactions[work].parent for work in agent.owned))
            near = {**own, **agent.mentions, **dict.fromkeys([*offered, *consults, *asked])}
            yield from _with_offers(state, near)
    else:
        yield from item_subjects(state)


def _with_offers(state: State, interactions: Iterable[str]) -> Iterator[str]:
    for interaction in interactions:
        yield f"interaction/{interaction}"
        yield from (f"offer/{offer}" for offer in state.interactions[interaction].offers)


def interaction_as_seen(state: State, interaction: str, profile: Profile) -> dict[str, Any]:
    """Return one Interaction as an item; to its customer, without queue, owner or order."""
    return _as_seen(state, "interaction", interaction, profile, {})


def _refs(state: State, kind: str, id_: str) -> dict[str, str]:
    if kind == "interaction":
        found = refs_of_interaction(state, id_)
    elif kind == "offer":
        found = refs_of_offer(state, id_)
    else:
        found = {kind: id_}
    assert found is not None, f"{kind} {id_} is in the state"
    return found


def _as_seen(
    state: State, kind: str, id_: str, profile: Profile, names: Mapping[str, str]
) -> dict[str, Any]:
    item: Item
    counted = f"{kind}/{id_}"
    if kind == "interaction":
        read = visitor_interaction_item if profile == VISITOR else interaction_item
        item = read(state, id_)
    elif kind == "offer":
        item = offer_item(state, id_)
        counted = f"interaction/{item.interaction}"
    else:
        item = agent_item(state, id_) if kind == "agent" else queue_item(state, id_)
    seen = {
        "type": ITEM_TYPES[type(item)],
        "subject": f"{kind}/{id_}",
        "version": state.versions[counted],
        "data": msgspec.to_builtins(item),
    }
    if "staff" in profile.classes:
        personal = _named(item, id_, names)
        if personal:
            seen["personal"] = personal
    return seen


def _named(item: Item, id_: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what an Agent is called, or the Supervisors in a talk, who have no item."""
    if isinstance(item, AgentItem):
        return {"name": names[id_]} if id_ in names else {}
    legs = item.legs if isinstance(item, InteractionItem) else ()
    met = {leg.who: names.get(leg.who) for leg in legs if leg.party is LegParty.SUPERVISOR}
    staff = {who: name for who, name in met.items() if name is not None}
    return {"staff": staff} if staff else {}
