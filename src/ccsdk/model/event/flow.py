"""What happens to an Interaction on its way into, through and out of queues."""

from __future__ import annotations

from ccsdk.model.event.refs import OfInteraction
from ccsdk.model.interaction import Closing
from ccsdk.model.policy import Attributes, Choice, StepOutcome
from ccsdk.model.skill import Relax, SkillRequirement

__all__ = [
    "AnnouncementMade",
    "CallbackDue",
    "CallbackScheduled",
    "ChoiceOffered",
    "EntryRefused",
    "InteractionConcluded",
    "InteractionDeflected",
    "InteractionOverflowed",
    "InteractionRouted",
    "PriorityChanged",
    "RequirementRelaxed",
    "StepDue",
]


class InteractionRouted(OfInteraction, frozen=True, kw_only=True):
    """Enrichment or self-service said where the Interaction is to go, and what is known of it."""

    attributes: Attributes
    requires: tuple[SkillRequirement, ...] = ()


class EntryRefused(OfInteraction, frozen=True, kw_only=True):
    """The queue did not admit the Interaction: a balk, which was never offered.

    `reason` is closed, full, too_long or unstaffed; of a closed queue `opens_at_ms` is when it
    opens, as far as is known.
    """

    reason: str
    opens_at_ms: int | None = None


class InteractionOverflowed(OfInteraction, frozen=True, kw_only=True):
    """The visit to `queue` ended flowed out after `wait_ms`; `to` is the queue that follows.

    `reason` is step, empty, closed or moved.
    """

    visit: str
    reason: str
    wait_ms: int
    to: str


class InteractionDeflected(OfInteraction, frozen=True, kw_only=True):
    """The Interaction waits in no queue any more; a visit that ran ended flowed out.

    `reason` is message, self_service, end or unreached. `visit` is None where no queue had
    admitted it. Self-service ends by itself at `self_service_due_at_ms`.
    """

    reason: str
    visit: str | None = None
    wait_ms: int = 0
    self_service_due_at_ms: int | None = None


class InteractionConcluded(OfInteraction, frozen=True, kw_only=True):
    """The Interaction is over, without a queue it waits in or an Agent who talks in it.

    It is closed as `outcome` once nobody wraps up an earlier part of it.
    """

    outcome: Closing


class CallbackScheduled(OfInteraction, frozen=True, kw_only=True):
    """A visit of kind callback began in the same place; the customer need not stay.

    `ended_visit` ended flowed out after `wait_ms`; it is None where no queue had admitted the
    Interaction, which may take the place of one that it `resumes`.
    """

    visit: str
    ended_visit: str | None = None
    wait_ms: int = 0
    order_from_ms: int
    resumes: str | None = None
    tier: int = 0
    head_start_ms: int = 0
    service_class: str | None = None


class CallbackDue(OfInteraction, frozen=True, kw_only=True):
    """The pause after a callback that reached nobody is over: it may be offered again."""


class StepDue(OfInteraction, frozen=True, kw_only=True):
    """A step of the timeline, counted from 1, fell due, or was due when the Offers ended.

    `why` says why it was skipped: condition, accepted, undefined, or what the target said.
    The next step falls due at `step_due_at_ms`.
    """

    step: int
    operation: str
    outcome: StepOutcome
    why: str | None = None
    step_due_at_ms: int | None = None


class RequirementRelaxed(OfInteraction, frozen=True, kw_only=True):
    """Less is asked of the Agent of this visit."""

    relax: Relax


class PriorityChanged(OfInteraction, frozen=True, kw_only=True):
    """The Interaction stands in another place; `by` is step, supervisor or system."""

    tier: int
    head_start_ms: int
    by: str


class AnnouncementMade(OfInteraction, frozen=True, kw_only=True):
    """The customer is told their place in line, the wait to expect, or something prepared."""

    announcement: str
    position: int | None = None
    estimated_wait_ms: int | None = None
    text: str | None = None


class ChoiceOffered(OfInteraction, frozen=True, kw_only=True):
    """The customer may choose this instead of waiting."""

    choice: Choice
