"""What happens to an Interaction that leaves its owner, or comes back."""

from __future__ import annotations

from ccsdk.model.event.refs import OfInteraction, OfPart
from ccsdk.model.interaction import LineEnding, VisitKind

__all__ = [
    "DirectLineEnded",
    "InteractionCancelled",
    "InteractionParked",
    "InteractionReopened",
    "InteractionResumed",
    "InteractionTransferred",
]


class InteractionTransferred(OfPart, frozen=True, kw_only=True):
    """The owner, `agent`, let it go: a visit to `queue` began; its age stays, and orders it.

    `by` is agent, who gave it away, or supervisor, who took it from them. With `only` it
    stands in that Agent's direct line until `direct_due_at_ms`, and then in the queue. Whose
    it was is passed over until `excluded_until_ms`.
    """

    from_queue: str
    visit: str
    visit_kind: VisitKind
    order_from_ms: int
    tier: int = 0
    head_start_ms: int = 0
    service_class: str | None = None
    step_due_at_ms: int | None = None
    only: str | None = None
    direct_due_at_ms: int | None = None
    excluded_until_ms: int | None = None
    by: str = "agent"


class DirectLineEnded(OfPart, frozen=True, kw_only=True):
    """The Interaction waits no longer for this Agent alone: its queue takes it, in its place."""

    reason: LineEnding


class InteractionParked(OfPart, frozen=True, kw_only=True):
    """The owner laid it aside; it goes on at `until_due_at_ms` at the latest."""

    until_due_at_ms: int


class InteractionResumed(OfPart, frozen=True, kw_only=True):
    """What `agent` had parked waits again: a visit began.

    `cause` is customer, agent, supervisor, system or until. With `only` it waits for them
    alone until `direct_due_at_ms`.
    """

    cause: str
    visit: str
    visit_kind: VisitKind
    order_from_ms: int
    tier: int = 0
    head_start_ms: int = 0
    service_class: str | None = None
    step_due_at_ms: int | None = None
    only: str | None = None
    direct_due_at_ms: int | None = None


class InteractionReopened(OfInteraction, frozen=True, kw_only=True):
    """The customer wrote again soon after the close: it goes on as episode `episode`."""

    episode: int
    is_verified: bool = False


class InteractionCancelled(OfInteraction, frozen=True, kw_only=True):
    """A Supervisor ended what nobody talked in; `agent` was connecting or had parked it.

    A running visit flows out. What somebody talks in ends by InteractionEnded instead.
    """

    agent: str | None = None
    visit: str | None = None
    wait_ms: int | None = None
