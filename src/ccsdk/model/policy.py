"""What a queue's policy is made of: classes and order, overflow, and the timeline of a visit.

A condition is carried as its text (`ccsdk.model.condition` reads it); None holds always.
Instants count from a visit's entry. An operation is one Struct of a tagged union, so that a
timeline is data: analysable, and the same wherever it is read.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import msgspec

from ccsdk.model.condition import ConditionText
from ccsdk.model.values import Code, DurationMs, Id

__all__ = [
    "ATTRIBUTES_MAX",
    "CLASSES_MAX",
    "HOPS_MAX",
    "OVERFLOW_MAX",
    "STEPS_MAX",
    "AnnouncePosition",
    "AnnounceWait",
    "AtClosing",
    "Attributes",
    "CallPlugin",
    "Choice",
    "Discipline",
    "End",
    "Move",
    "OfferCallback",
    "OfferSelfService",
    "Operation",
    "Order",
    "OverflowRule",
    "OverflowTarget",
    "Relax",
    "Say",
    "ServiceClass",
    "StepOutcome",
    "Terminal",
    "Tier",
    "TimelineStep",
    "operation_name",
]

ATTRIBUTES_MAX = 32
# How often one Interaction may overflow into another queue before only an end is left.
HOPS_MAX = 5
CLASSES_MAX = 16
OVERFLOW_MAX = 32
STEPS_MAX = 32

# Below 0 stands only who is put back because their Agent was lost.
Tier = Annotated[int, msgspec.Meta(ge=0, le=100)]
# Codes, numbers and flags that conditions read; nothing that says who somebody is.
Attributes = Annotated[dict[Code, bool | int | Code], msgspec.Meta(max_length=ATTRIBUTES_MAX)]


class Discipline(Enum):
    """Name a QueueDiscipline: what a class means for the order of a queue."""

    FIFO = "fifo"
    PRIORITY = "priority"
    AGEING = "ageing"
    SERVICE_LEVEL = "service_level"


class ServiceClass(msgspec.Struct, kw_only=True, frozen=True):
    """Describe a class of customers of a queue: whom it takes, and what it is worth.

    Of a token bucket (`burst` at once, one more each `refill_ms`) the excess enters as if no
    class had taken it. `tier` counts under `priority`, `head_start_ms` under `ageing`.
    """

    name: Code
    when: ConditionText | None = None
    tier: Tier = 0
    head_start_ms: DurationMs = 0
    burst: Annotated[int, msgspec.Meta(ge=1, le=10_000)] | None = None
    refill_ms: Annotated[int, msgspec.Meta(ge=1, le=86_400_000)] | None = None


class AtClosing(Enum):
    """Name what becomes of those who wait when their queue's calendar closes."""

    STAY = "stay"
    FLOW_OUT = "flow_out"


class Terminal(Enum):
    """Name where an overflow chain ends."""

    CALLBACK = "callback"
    MESSAGE = "message"
    SELF_SERVICE = "self_service"
    END = "end"


class OverflowTarget(msgspec.Struct, kw_only=True, frozen=True):
    """Name another queue, or an end: one of the two."""

    queue: Id | None = None
    terminal: Terminal | None = None


class OverflowRule(msgspec.Struct, kw_only=True, frozen=True):
    """Lead to a target where the condition holds and the target admits."""

    to: OverflowTarget
    when: ConditionText | None = None


class Choice(Enum):
    """Name what a waiting customer may be offered instead of the wait."""

    CALLBACK = "callback"
    SELF_SERVICE = "self_service"


class _Operation(msgspec.Struct, kw_only=True, frozen=True, tag_field="operation"):
    """Group what a step may do."""


class Relax(_Operation, frozen=True, kw_only=True, tag="relax"):
    """Ask less of a skill: at least `min` from now on, or with None not at all."""

    skill: Id
    min: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None


class Order(_Operation, frozen=True, kw_only=True, tag="order"):
    """Give the Interaction another place: its tier, and a head start before its age."""

    tier: Tier = 0
    head_start_ms: DurationMs = 0


class Move(_Operation, frozen=True, kw_only=True, tag="move"):
    """Let the Interaction overflow into another queue that admits it."""

    queue: Id


class AnnouncePosition(_Operation, frozen=True, kw_only=True, tag="announce_position"):
    """Tell the customer their place in line."""


class AnnounceWait(_Operation, frozen=True, kw_only=True, tag="announce_wait"):
    """Tell the customer how long the wait may be."""


class Say(_Operation, frozen=True, kw_only=True, tag="message"):
    """Tell the customer something prepared; the same words for everybody, so not personal."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class OfferCallback(_Operation, frozen=True, kw_only=True, tag="offer_callback"):
    """Let the customer choose to be called back."""


class OfferSelfService(_Operation, frozen=True, kw_only=True, tag="offer_self_service"):
    """Let the customer choose to serve themselves."""


class End(_Operation, frozen=True, kw_only=True, tag="end"):
    """End the wait."""


class CallPlugin(_Operation, frozen=True, kw_only=True, tag="plugin"):
    """Leave the step to the plugin that observes StepDue for this name."""

    name: Code


Operation = (
    Relax
    | Order
    | Move
    | AnnouncePosition
    | AnnounceWait
    | Say
    | OfferCallback
    | OfferSelfService
    | End
    | CallPlugin
)


def operation_name(do: Operation) -> str:
    """Return what events call an operation: its tag, and `plugin:<name>` for a plugin's."""
    return f"plugin:{do.name}" if isinstance(do, CallPlugin) else str(do.__struct_config__.tag)


class TimelineStep(msgspec.Struct, kw_only=True, frozen=True):
    """Do something for an Interaction that has waited so long, if the condition holds then."""

    after_ms: DurationMs
    do: Operation
    when: ConditionText | None = None


class StepOutcome(Enum):
    """Name what became of a step; `deferred` waits for the live Offers to end."""

    DONE = "done"
    SKIPPED = "skipped"
    DEFERRED = "deferred"
