"""Events: what has happened, past tense, one frozen Struct each, two halves.

The Struct is the immutable half: ids, codes, numbers, never anything personal. Fields
named in `REFS` travel flat in the envelope, the others as its `data`. Every `*_due_at_ms`
is a deadline born in this event. A nested `Personal` declares what the event may carry
besides; it can be emptied, and nothing in the engine ever sees it.

`kind` and the ref of that name give the subject (`interaction/in_7`) and the topic
(`interaction.in_7.OfferMade`). Wire name: `ccsdk.<ClassName>.v1`, see `EVENTS`.
Stored events are read tolerantly: a field that is added needs a default.
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from ccsdk.model.agent import Presence
from ccsdk.model.command import PersonalHalf
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.queue import Strategy
from ccsdk.model.values import (
    AddressText,
    Attachment,
    FileName,
    NameText,
    NoteText,
    StaffText,
    Text,
)

__all__ = [
    "EVENTS",
    "REFS",
    "AccountDefined",
    "AgentConnected",
    "AgentDefined",
    "AgentDisconnected",
    "AgentMentioned",
    "AgentPresenceChanged",
    "CenterResumed",
    "ConnectFailed",
    "CustomerConnected",
    "CustomerCreated",
    "CustomerDisconnected",
    "Event",
    "ExclusionEnded",
    "InteractionAbandoned",
    "InteractionAnswered",
    "InteractionClosed",
    "InteractionEnded",
    "InteractionForgotten",
    "InteractionQueued",
    "InteractionReceived",
    "InteractionRequeued",
    "LegLost",
    "MessageReceived",
    "MessageSent",
    "NoteAdded",
    "OfferAccepted",
    "OfferDeclined",
    "OfferExpired",
    "OfferMade",
    "OfferShown",
    "OfferWithdrawn",
    "QueueDefined",
    "WrapUpEnded",
    "WrapUpStarted",
    "event_type",
    "subject_of",
]

REFS = ("interaction", "offer", "queue", "agent", "customer", "channel")


class Event(msgspec.Struct, kw_only=True, frozen=True):
    """State one fact; `kind` names the ref that is its subject."""

    kind: ClassVar[str]
    Personal: ClassVar[type[PersonalHalf] | None] = None


class _OfInteraction(Event, frozen=True, kw_only=True):
    kind = "interaction"

    interaction: str
    customer: str
    channel: str
    queue: str | None = None


class _OfOffer(_OfInteraction, frozen=True, kw_only=True):
    offer: str
    agent: str


class _OfPart(_OfInteraction, frozen=True, kw_only=True):
    agent: str


class CustomerCreated(Event, frozen=True, kw_only=True):
    """A Customer was met for the first time; the id is a keyed hash."""

    kind = "customer"

    customer: str


class InteractionReceived(_OfInteraction, frozen=True, kw_only=True):
    """A customer's Interaction began; `is_verified` says that the site signed for who it is."""

    account: str
    thread: str
    language: str | None = None
    is_verified: bool = False

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the name and the e-mail address the customer gave."""

        name: NameText | None = None
        address: AddressText | None = None


class InteractionQueued(_OfInteraction, frozen=True, kw_only=True):
    """A visit began: `entered_at_ms` is measured, `order_from_ms` is ordered."""

    visit: str
    visit_kind: VisitKind
    order_from_ms: int


class MessageReceived(_OfInteraction, frozen=True, kw_only=True):
    """The customer wrote, or sent `files`; their names stand in the same order."""

    files: tuple[Attachment, ...] = ()

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, and what its files are called."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None


class MessageSent(_OfPart, frozen=True, kw_only=True):
    """The owner wrote to the customer; `staff` is the owner's name, for the customer."""

    files: tuple[Attachment, ...] = ()

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message, what its files are called, and who wrote it."""

        text: Text | None = None
        file_names: tuple[FileName, ...] | None = None
        staff: StaffText | None = None


class NoteAdded(_OfPart, frozen=True, kw_only=True):
    """An Agent, `agent`, wrote an internal note; AgentMentioned tells each new reader."""

    mentions: tuple[str, ...] = ()

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the note and who wrote it."""

        note: NoteText | None = None
        staff: StaffText | None = None


class AgentMentioned(_OfPart, frozen=True, kw_only=True):
    """A note of `by` mentioned this Agent, who may read the Interaction from now on."""

    by: str


class OfferMade(_OfOffer, frozen=True, kw_only=True):
    """An Agent's slot is reserved and the Interaction held out to them.

    `expires_at_ms` is the ring deadline; `ack_due_at_ms` the one for showing it.
    """

    ack_due_at_ms: int
    expires_at_ms: int


class OfferShown(_OfOffer, frozen=True, kw_only=True):
    """The Offer is in front of the Agent; the ring is not restarted."""


class OfferAccepted(_OfOffer, frozen=True, kw_only=True):
    """The Agent took the Offer and owns the Interaction; it must connect in time."""

    connect_due_at_ms: int


class OfferDeclined(_OfOffer, frozen=True, kw_only=True):
    """The Agent refused, or stopped being READY; `reason` is theirs or the command's."""

    reason: str | None = None
    excluded_until_ms: int


class OfferExpired(_OfOffer, frozen=True, kw_only=True):
    """Nobody answered the ring: rona, a strike."""

    strikes: int
    excluded_until_ms: int


class OfferWithdrawn(_OfOffer, frozen=True, kw_only=True):
    """The Offer was taken back; `by` is the Agent who took the Interaction, if taken.

    `strikes` counts only for reason `unreachable`; `excluded_until_ms` is set where the
    Agent is passed over for a while.
    """

    reason: WithdrawReason
    by: str | None = None
    strikes: int = 0
    excluded_until_ms: int | None = None


class ExclusionEnded(_OfPart, frozen=True, kw_only=True):
    """The Agent may be offered this Interaction again."""


class InteractionRequeued(_OfInteraction, frozen=True, kw_only=True):
    """The Interaction waits again in its place.

    `cause` is offers_ended, connect_failed, agent_lost or restart. After agent_lost a
    new visit `visit` begins, ahead of the others (`tier` -1); otherwise the visit goes on.
    """

    cause: str
    agent: str | None = None
    visit: str
    tier: int = 0
    excluded_until_ms: int | None = None


class ConnectFailed(_OfOffer, frozen=True, kw_only=True):
    """The Agent who accepted did not connect in time, or the center was restarted."""

    cause: str
    strikes: int = 0
    excluded_until_ms: int | None = None


class InteractionAnswered(_OfOffer, frozen=True, kw_only=True):
    """Agent and customer are connected; the visit ends answered after `wait_ms`."""

    visit: str
    wait_ms: int
    is_in_target: bool

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's name, for the customer."""

        staff: StaffText | None = None


class InteractionAbandoned(_OfInteraction, frozen=True, kw_only=True):
    """The customer left before an answer, at `left_at_ms`; the visit ends."""

    visit: str
    left_at_ms: int
    wait_ms: int


class InteractionEnded(_OfInteraction, frozen=True, kw_only=True):
    """The answered part is over; `by` is customer, agent or customer_lost."""

    by: str
    agent: str | None = None


class LegLost(_OfPart, frozen=True, kw_only=True):
    """The owner's leg was lost for longer than its grace."""


class WrapUpStarted(_OfPart, frozen=True, kw_only=True):
    """After-call work began and ends by itself at `wrap_up_due_at_ms`."""

    wrap_up_due_at_ms: int


class WrapUpEnded(_OfPart, frozen=True, kw_only=True):
    """After-call work ended; `cause` is completed, expired or logged_out."""

    disposition: str
    cause: str

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's note."""

        note: NoteText | None = None


class InteractionClosed(_OfInteraction, frozen=True, kw_only=True):
    """The Interaction is over; state forgets it at `forget_due_at_ms`."""

    outcome: Closing
    agent: str | None = None
    forget_due_at_ms: int


class InteractionForgotten(_OfInteraction, frozen=True, kw_only=True):
    """Engine state dropped the Interaction; the log keeps it."""


class CustomerConnected(Event, frozen=True, kw_only=True):
    """A session of a customer with an open Interaction is connected."""

    kind = "customer"

    customer: str
    session: str


class CustomerDisconnected(Event, frozen=True, kw_only=True):
    """A session of a customer is gone; after the last one a grace runs."""

    kind = "customer"

    customer: str
    session: str
    grace_due_at_ms: int | None = None


class AgentConnected(Event, frozen=True, kw_only=True):
    """A session of an Agent is connected; running graces end."""

    kind = "agent"

    agent: str
    session: str


class AgentDisconnected(Event, frozen=True, kw_only=True):
    """A session of an Agent is gone; after the last one the graces run.

    `offer_due_at_ms`: live Offers are withdrawn; `grace_due_at_ms`: NOT_READY
    (connection_lost); `leg_due_at_ms`: text work goes back to its queue.
    """

    kind = "agent"

    agent: str
    session: str
    offer_due_at_ms: int | None = None
    grace_due_at_ms: int | None = None
    leg_due_at_ms: int | None = None


class AgentPresenceChanged(Event, frozen=True, kw_only=True):
    """The Agent's Presence is now this; `by` is agent, engine or system.

    After connection_lost, `logout_due_at_ms` runs and `was_ready` says whether a
    return within that time makes them READY again.
    """

    kind = "agent"

    agent: str
    presence: Presence
    reason: str | None = None
    by: str
    was_ready: bool = False
    logout_due_at_ms: int | None = None


class AgentDefined(Event, frozen=True, kw_only=True):
    """The Agent's queues, skills and slots are now these."""

    kind = "agent"

    agent: str
    queues: tuple[str, ...]
    skills: tuple[str, ...]
    chat_slots: int

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the Agent's display name."""

        name: StaffText | None = None


class QueueDefined(Event, frozen=True, kw_only=True):
    """The queue's requirements and durations are now these."""

    kind = "queue"

    queue: str
    name: str
    skills: tuple[str, ...]
    strategy: Strategy
    broadcast: int
    ack_ms: int
    ring_ms: int
    connect_ms: int
    retry_same_ms: int
    wrap_up_ms: int
    target_ms: int
    max_strikes: int


class AccountDefined(Event, frozen=True, kw_only=True):
    """The account's channel, queues and graces are now these."""

    kind = "channel"

    channel: str
    account: str
    queues: tuple[str, ...]
    customer_grace_ms: int
    forget_ms: int


class CenterResumed(Event, frozen=True, kw_only=True):
    """The center goes on after a gap.

    After a restart every session that was connected counts as gone and every running
    connection grace starts anew, ending at these instants.
    """

    kind = "system"

    is_restart: bool
    stopped_at_ms: int
    agent_grace_due_at_ms: int
    leg_due_at_ms: int
    logout_due_at_ms: int


EVENTS: dict[str, type[Event]] = {
    f"ccsdk.{cls.__name__}.v1": cls
    for cls in (
        CustomerCreated,
        InteractionReceived,
        InteractionQueued,
        MessageReceived,
        MessageSent,
        NoteAdded,
        AgentMentioned,
        OfferMade,
        OfferShown,
        OfferAccepted,
        OfferDeclined,
        OfferExpired,
        OfferWithdrawn,
        ExclusionEnded,
        InteractionRequeued,
        ConnectFailed,
        InteractionAnswered,
        InteractionAbandoned,
        InteractionEnded,
        LegLost,
        WrapUpStarted,
        WrapUpEnded,
        InteractionClosed,
        InteractionForgotten,
        CustomerConnected,
        CustomerDisconnected,
        AgentConnected,
        AgentDisconnected,
        AgentPresenceChanged,
        AgentDefined,
        QueueDefined,
        AccountDefined,
        CenterResumed,
    )
}


def event_type(event: type[Event]) -> str:
    """Return the wire name of an event class: `ccsdk.<ClassName>.v1`."""
    return f"ccsdk.{event.__name__}.v1"


def subject_of(event: Event) -> str:
    """Return the subject whose events are counted together: `<kind>/<id>`."""
    return f"{event.kind}/{getattr(event, event.kind, 'center')}"
