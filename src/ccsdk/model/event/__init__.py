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

from types import ModuleType

from ccsdk.model.event import (
    agent,
    consult,
    customer,
    definition,
    flow,
    interaction,
    leg,
    message,
    offer,
    part,
    plugin,
    review,
    transfer,
)
from ccsdk.model.event.agent import (
    AgentConnected,
    AgentDefined,
    AgentDisconnected,
    AgentPresenceChanged,
    CapacitySet,
    SkillsSet,
)
from ccsdk.model.event.consult import ConsultEnded, ConsultReceived, ConsultStarted
from ccsdk.model.event.customer import CustomerConnected, CustomerCreated, CustomerDisconnected
from ccsdk.model.event.definition import (
    AccountDefined,
    CalendarClosed,
    CalendarCompiled,
    CalendarOpened,
    CenterResumed,
    ChannelDefined,
    QueueDefined,
    QueueDeleted,
    QueueEmptied,
    QueueOverflowed,
    QueueStaffed,
    SettingsApplied,
)
from ccsdk.model.event.event import REFS, Event
from ccsdk.model.event.flow import (
    AnnouncementMade,
    CallbackDue,
    CallbackScheduled,
    ChoiceOffered,
    EntryRefused,
    InteractionConcluded,
    InteractionDeflected,
    InteractionOverflowed,
    InteractionRouted,
    PriorityChanged,
    RequirementRelaxed,
    StepDue,
)
from ccsdk.model.event.interaction import (
    InteractionAbandoned,
    InteractionAged,
    InteractionAnswered,
    InteractionClosed,
    InteractionEnded,
    InteractionForgotten,
    InteractionQueued,
    InteractionReceived,
    InteractionRequeued,
)
from ccsdk.model.event.leg import (
    ChannelElevated,
    ChannelElevationFailed,
    ChannelElevationStarted,
    CustomerHeld,
    CustomerRetrieved,
    HoldFailed,
    LegConnected,
    LegEnded,
    LegLost,
    LegStarted,
    OwnerChanged,
    ParticipantInvited,
)
from ccsdk.model.event.message import (
    AgentMentioned,
    MessageReceived,
    MessageSent,
    MessageWhispered,
    NoteAdded,
)
from ccsdk.model.event.offer import (
    ConnectFailed,
    ExclusionEnded,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferShown,
    OfferWithdrawn,
)
from ccsdk.model.event.part import (
    DispositionSet,
    WrapUpEnded,
    WrapUpExtended,
    WrapUpStarted,
)
from ccsdk.model.event.plugin import PluginConfigured, PluginDisabled, PluginStruck
from ccsdk.model.event.review import ReviewAdded, ReviewOpened
from ccsdk.model.event.transfer import (
    DirectLineEnded,
    InteractionCancelled,
    InteractionParked,
    InteractionReopened,
    InteractionResumed,
    InteractionTransferred,
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
    "AnnouncementMade",
    "CalendarClosed",
    "CalendarCompiled",
    "CalendarOpened",
    "CallbackDue",
    "CallbackScheduled",
    "CapacitySet",
    "CenterResumed",
    "ChannelDefined",
    "ChannelElevated",
    "ChannelElevationFailed",
    "ChannelElevationStarted",
    "ChoiceOffered",
    "ConnectFailed",
    "ConsultEnded",
    "ConsultReceived",
    "ConsultStarted",
    "CustomerConnected",
    "CustomerCreated",
    "CustomerDisconnected",
    "CustomerHeld",
    "CustomerRetrieved",
    "DirectLineEnded",
    "DispositionSet",
    "EntryRefused",
    "Event",
    "ExclusionEnded",
    "HoldFailed",
    "InteractionAbandoned",
    "InteractionAged",
    "InteractionAnswered",
    "InteractionCancelled",
    "InteractionClosed",
    "InteractionConcluded",
    "InteractionDeflected",
    "InteractionEnded",
    "InteractionForgotten",
    "InteractionOverflowed",
    "InteractionParked",
    "InteractionQueued",
    "InteractionReceived",
    "InteractionReopened",
    "InteractionRequeued",
    "InteractionResumed",
    "InteractionRouted",
    "InteractionTransferred",
    "LegConnected",
    "LegEnded",
    "LegLost",
    "LegStarted",
    "MessageReceived",
    "MessageSent",
    "MessageWhispered",
    "NoteAdded",
    "OfferAccepted",
    "OfferDeclined",
    "OfferExpired",
    "OfferMade",
    "OfferShown",
    "OfferWithdrawn",
    "OwnerChanged",
    "ParticipantInvited",
    "PluginConfigured",
    "PluginDisabled",
    "PluginStruck",
    "PriorityChanged",
    "QueueDefined",
    "QueueDeleted",
    "QueueEmptied",
    "QueueOverflowed",
    "QueueStaffed",
    "RequirementRelaxed",
    "ReviewAdded",
    "ReviewOpened",
    "SettingsApplied",
    "SkillsSet",
    "StepDue",
    "WrapUpEnded",
    "WrapUpExtended",
    "WrapUpStarted",
    "event_type",
    "subject_of",
]


def event_type(event: type[Event]) -> str:
    """Return the wire name of an event class: `ccsdk.<ClassName>.v1`."""
    return f"ccsdk.{event.__name__}.v1"


def subject_of(event: Event) -> str:
    """Return the subject whose events are counted together: `<kind>/<id>`."""
    return f"{event.kind}/{getattr(event, event.kind, 'center')}"


def _declared(*modules: ModuleType) -> dict[str, type[Event]]:
    classes = (getattr(module, name) for module in modules for name in module.__all__)
    return {event_type(declared): declared for declared in classes}


EVENTS: dict[str, type[Event]] = _declared(
    interaction,
    flow,
    message,
    offer,
    leg,
    consult,
    part,
    transfer,
    review,
    customer,
    agent,
    definition,
    plugin,
)
