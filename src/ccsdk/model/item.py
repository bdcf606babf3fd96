"""Snapshot items: the state of entities as a reader may see it, nothing personal but staff names.

Wire names: `ccsdk.Interaction.v1`, `ccsdk.Offer.v1`, `ccsdk.Agent.v1`, `ccsdk.Queue.v1`;
a visitor gets `VisitorInteractionItem` under the first of these.
"""

from __future__ import annotations

import msgspec

from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.interaction import InteractionState, VisitKind
from ccsdk.model.leg import LegParty, LegRole, LegState
from ccsdk.model.offer import OfferState
from ccsdk.model.policy import Choice
from ccsdk.model.queue import Mode

__all__ = [
    "ITEM_TYPES",
    "AgentItem",
    "InteractionItem",
    "Item",
    "LegItem",
    "OfferItem",
    "PickItem",
    "QueueItem",
    "VisitorInteractionItem",
]


class Item(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """Show one entity as of a position."""


class LegItem(msgspec.Struct, kw_only=True, frozen=True):
    """Show one party's part in a talk; `who` is the Customer or the staff member.

    `since_ms` is since when it is connected, or held; None while it is dialled.
    """

    leg: str
    party: LegParty
    role: LegRole
    who: str
    channel: str
    state: LegState
    since_ms: int | None


class InteractionItem(Item, frozen=True, kw_only=True):
    """Show an Interaction to staff; `owner` is the Agent who accepted it.

    `wrap_ups` says until when each Agent wraps up their part of it, `only` for whom alone
    it waits now, `last_agent` who talked last, `talked` all whose talk in it is over, and
    `closed_at_ms` since when it is CLOSED. `legs` are there while it is ENGAGED, and
    until `join_due_at_ms` its customer may come to the channel that a leg dials. A consult
    has a `parent`, about which `asker` asks. The smallest (`tier`, `order_from_ms` -
    `head_start_ms`, id) stands first in its queue.
    """

    state: InteractionState
    channel: str
    account: str
    customer: str
    queue: str | None = None
    owner: str | None = None
    entered_at_ms: int | None = None
    order_from_ms: int | None = None
    tier: int = 0
    head_start_ms: int = 0
    wrap_ups: dict[str, int] = {}
    only: str | None = None
    last_agent: str | None = None
    talked: tuple[str, ...] = ()
    closed_at_ms: int | None = None
    episode: int = 1
    parked_until_ms: int | None = None
    is_verified: bool = False
    visit_kind: VisitKind = VisitKind.INBOUND
    service_class: str | None = None
    parent: str | None = None
    asker: str | None = None
    child: str | None = None
    legs: tuple[LegItem, ...] = ()
    join_due_at_ms: int | None = None


class VisitorInteractionItem(Item, frozen=True, kw_only=True):
    """Show an Interaction to its customer; `position` is their place in line, from 1.

    `channel` is where they talk. `choices` are what they may choose instead of the wait; with
    `is_callback` they need not wait, and are called while CONNECTING. `asked_to` is the channel
    they are asked to come to, until `join_due_at_ms`.
    """

    state: InteractionState
    channel: str
    position: int | None = None
    estimated_wait_ms: int | None = None
    choices: tuple[Choice, ...] = ()
    is_callback: bool = False
    is_self_served: bool = False
    is_held: bool = False
    asked_to: str | None = None
    join_due_at_ms: int | None = None


class OfferItem(Item, frozen=True, kw_only=True):
    """Show a live or ended Offer, with what its Interaction is, for the dialog."""

    interaction: str
    agent: str
    state: OfferState
    made_at_ms: int
    expires_at_ms: int
    is_invitation: bool = False
    reason: str | None = None
    queue: str | None = None
    channel: str | None = None
    customer: str | None = None
    visit_kind: VisitKind = VisitKind.INBOUND


class AgentItem(Item, frozen=True, kw_only=True):
    """Show an Agent; `slots` and `used` count per channel, `extension` names their direct line."""

    presence: Presence
    occupancy: Occupancy
    slots: dict[str, int]
    used: dict[str, int]
    skills: dict[str, int]
    queues: tuple[str, ...]
    reason: str | None = None
    extension: str | None = None


class PickItem(msgspec.Struct, kw_only=True, frozen=True):
    """Show what an Agent may pick, by what it is, and by nobody's name."""

    interaction: str
    channel: str
    entered_at_ms: int
    service_class: str | None


class QueueItem(Item, frozen=True, kw_only=True):
    """Show a queue with its counts since the center's first start.

    `pickable` are the Interactions that Agents may pick from now, where `mode` lets them.
    """

    name: str
    waiting: int
    offered: int
    answered: int
    answered_in_target: int
    abandoned: int
    flowed_out: int
    target_ms: int
    oldest_at_ms: int | None = None
    is_open: bool = True
    mode: Mode = Mode.PUSH
    pickable: tuple[PickItem, ...] = ()


ITEM_TYPES: dict[type[Item], str] = {
    InteractionItem: "ccsdk.Interaction.v1",
    VisitorInteractionItem: "ccsdk.Interaction.v1",
    OfferItem: "ccsdk.Offer.v1",
    AgentItem: "ccsdk.Agent.v1",
    QueueItem: "ccsdk.Queue.v1",
}
