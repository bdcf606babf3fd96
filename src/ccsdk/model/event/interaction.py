"""What happens to an Interaction."""

from __future__ import annotations

from ccsdk.model.command import PersonalHalf
from ccsdk.model.event.refs import OfInteraction, OfOffer
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.policy import Attributes
from ccsdk.model.values import AddressText, ExternalId, NameText, StaffText

__all__ = [
    "InteractionAbandoned",
    "InteractionAged",
    "InteractionAnswered",
    "InteractionClosed",
    "InteractionEnded",
    "InteractionForgotten",
    "InteractionQueued",
    "InteractionReceived",
    "InteractionRequeued",
]


class InteractionReceived(OfInteraction, frozen=True, kw_only=True):
    """A customer's Interaction began; `is_verified` says that the site signed for who it is.

    It `follows` the last one of its thread, if that is remembered. What is left to chance
    about it is drawn from `seed`. Without a RouteInteraction it enters its queue at
    `enrichment_due_at_ms`; None means at once.
    """

    account: str
    thread: str
    seed: int = 0
    language: str | None = None
    is_verified: bool = False
    attributes: Attributes = {}
    enrichment_due_at_ms: int | None = None
    follows: str | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the name and the e-mail address the customer gave, and their id at the site."""

        name: NameText | None = None
        address: AddressText | None = None
        external_id: ExternalId | None = None


class InteractionQueued(OfInteraction, frozen=True, kw_only=True):
    """A visit began: `entered_at_ms` is measured, `order_from_ms` is ordered.

    The place in line is (`tier`, `order_from_ms` - `head_start_ms`, id). The first step of the
    queue's timeline falls due at `step_due_at_ms`. It takes the place of the Interaction that
    it `resumes`, which was abandoned. With `only` it waits for that Agent alone until
    `direct_due_at_ms`.
    """

    visit: str
    visit_kind: VisitKind
    order_from_ms: int
    tier: int = 0
    head_start_ms: int = 0
    service_class: str | None = None
    step_due_at_ms: int | None = None
    resumes: str | None = None
    only: str | None = None
    direct_due_at_ms: int | None = None


class InteractionRequeued(OfInteraction, frozen=True, kw_only=True):
    """The Interaction waits again in its place.

    `cause` is offers_ended, connect_failed, agent_lost, logged_out or restart. After
    agent_lost and logged_out a new visit `visit` begins, ahead of the others (`tier` -1);
    otherwise the visit goes on.
    """

    cause: str
    agent: str | None = None
    visit: str
    tier: int = 0
    excluded_until_ms: int | None = None
    step_due_at_ms: int | None = None


class InteractionAged(OfInteraction, frozen=True, kw_only=True):
    """The running visit is `age_ms` old: members with that delay may have it now."""

    age_ms: int


class InteractionAnswered(OfOffer, frozen=True, kw_only=True):
    """Agent and customer are connected; the visit ends answered after `wait_ms`.

    `leg` is the owner's, `customer_leg` the customer's. The talk ends at `idle_due_at_ms` if
    nobody writes.
    """

    visit: str
    wait_ms: int
    is_in_target: bool
    leg: str
    customer_leg: str
    idle_due_at_ms: int | None = None

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's name, for the customer."""

        staff: StaffText | None = None


class InteractionAbandoned(OfInteraction, frozen=True, kw_only=True):
    """The customer left before an answer, at `left_at_ms`; the visit ends."""

    visit: str
    left_at_ms: int
    wait_ms: int


class InteractionEnded(OfInteraction, frozen=True, kw_only=True):
    """The answered part is over; `by` is customer, agent, customer_lost, idle or supervisor."""

    by: str
    agent: str | None = None


class InteractionClosed(OfInteraction, frozen=True, kw_only=True):
    """The Interaction is over; state forgets it at `forget_due_at_ms`."""

    outcome: Closing
    agent: str | None = None
    forget_due_at_ms: int


class InteractionForgotten(OfInteraction, frozen=True, kw_only=True):
    """Engine state dropped the Interaction; the log keeps it."""
