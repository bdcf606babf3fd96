"""Explanations: why an Offer was made, why an Interaction waits, why an Agent has nothing.

They name conditions by code, with the facts behind them, so that every reader can say them
in words of their own; `ccsdk.engine.explaining` says them in English.
"""

from __future__ import annotations

from enum import Enum

import msgspec

from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import OfferReceipt

__all__ = [
    "CONDITIONS",
    "AgentExplanation",
    "Explanation",
    "Facts",
    "InteractionExplanation",
    "Next",
    "OfferExplanation",
    "Passed",
    "Served",
    "Standing",
    "Verdict",
]

# What an Agent must meet to be offered an Interaction, in the order in which it is asked.
# No grant is among them: every Agent's lets them accept what is theirs to have.
CONDITIONS = (
    "member",
    "skill",
    "presence",
    "session",
    "excluded",
    "capacity",
    "matrix",
    "delay",
    "rule",
)

Facts = dict[str, int | str]


class Standing(Enum):
    """Name how an Interaction stands towards those who may have it."""

    IN_LINE = "in_line"
    OFFERED = "offered"
    PULL = "pull"
    CUSTOMER_GONE = "customer_gone"
    NOT_WAITING = "not_waiting"


class Verdict(msgspec.Struct, kw_only=True, frozen=True):
    """Say what keeps an Agent from an Interaction: the first condition that fails, or None.

    `facts` are the numbers and ids behind it.
    """

    agent: str
    failed: str | None = None
    facts: Facts = {}


class Passed(msgspec.Struct, kw_only=True, frozen=True):
    """Say why an Interaction that waits is not an Agent's: their condition, else its standing."""

    interaction: str
    standing: Standing
    failed: str | None = None
    facts: Facts = {}


class Next(msgspec.Struct, kw_only=True, frozen=True):
    """Name the next deadline that may change something; `kind` as `states.md` lists them."""

    kind: str
    entity: str
    due_at_ms: int


class OfferExplanation(msgspec.Struct, kw_only=True, frozen=True, tag="offer", tag_field="of"):
    """Say why an Offer was made, with every Agent's verdict as of just before.

    `ahead` are the first, at most 100, who stood in line before it in the queues of this
    Agent, each with what kept the Agent from it. `agents` are in the order of
    `CONDITIONS`: who came nearest stands last. `strategy` is the queue's, which says what
    the ranks in the receipt count; `skills` are those that were required.
    """

    offer: str
    interaction: str
    agent: str
    queue: str
    strategy: Strategy
    skills: tuple[str, ...] = ()
    at_ms: int
    receipt: OfferReceipt
    ahead: tuple[Passed, ...]
    agents: tuple[Verdict, ...]


class InteractionExplanation(
    msgspec.Struct, kw_only=True, frozen=True, tag="interaction", tag_field="of"
):
    """Say why an Interaction waits; one that does not has neither place nor verdicts.

    `place` counts from 1 over all who wait in the queue, `ahead` are the first of those
    before it, at most 100. `failed` counts Agents by condition.
    """

    interaction: str
    position: int
    at_ms: int
    state: InteractionState
    standing: Standing
    queue: str
    owner: str | None = None
    offered: tuple[str, ...] = ()
    waited_ms: int = 0
    place: int | None = None
    waiting: int = 0
    ahead: tuple[str, ...] = ()
    failed: dict[str, int] = {}
    next: Next | None = None
    agents: tuple[Verdict, ...] = ()


class Served(msgspec.Struct, kw_only=True, frozen=True):
    """Hold a queue that an Agent serves, and why the first who wait there are not theirs."""

    queue: str
    priority: int
    delay_ms: int
    waiting: int
    first: tuple[Passed, ...] = ()


class AgentExplanation(msgspec.Struct, kw_only=True, frozen=True, tag="agent", tag_field="of"):
    """Say what an Agent has and why they have nothing else, queue by queue.

    Queues are in the order in which they are served. `direct` is what is for them alone.
    `offers` leads from a live Offer to its state.
    """

    agent: str
    position: int
    at_ms: int
    presence: Presence
    reason: str | None
    is_lost: bool
    occupancy: Occupancy
    load: int
    used: dict[str, int]
    slots: dict[str, int]
    work: tuple[str, ...]
    offers: dict[str, OfferState]
    direct: tuple[Passed, ...]
    queues: tuple[Served, ...]


Explanation = OfferExplanation | InteractionExplanation | AgentExplanation
