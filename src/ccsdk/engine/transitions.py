"""Which step each state machine may take: the tables that `decide` and `evolve` read.

An event's row says from which states it may come and to which one it leads; `evolve`
takes the state from here and nowhere else, and an event without a fitting row is refused
as a broken log. A command's row says in which states the command is allowed at all; who
may send it is the business of `ccsdk.engine.deciding`.

Not here: guards on anything but the state, and Occupancy, which is derived.
"""

from __future__ import annotations

from typing import NamedTuple

from ccsdk.model.agent import Presence, PresenceReason
from ccsdk.model.command import (
    AbandonInteraction,
    AcceptCallback,
    AcceptOffer,
    AcceptSelfService,
    AcknowledgeOffer,
    AddNote,
    AddParticipant,
    AddReview,
    BargeIn,
    BlindTransfer,
    CancelConsult,
    CancelInteraction,
    Command,
    CompleteSelfService,
    CompleteTransfer,
    CompleteWrapUp,
    ConfirmConnected,
    DeclineOffer,
    ElevateChannel,
    EndInteraction,
    EndWrapUp,
    ExtendWrapUp,
    HoldCustomer,
    JoinChannel,
    LeaveInteraction,
    LeaveMessage,
    LogIn,
    LogOut,
    MergeConsult,
    MoveInteraction,
    OpenReview,
    ParkInteraction,
    ReceiveMessage,
    ReportConnectFailed,
    ReportHoldFailed,
    ResumeInteraction,
    RetrieveCustomer,
    RouteInteraction,
    SendMessage,
    SetNotReady,
    SetPriority,
    SetReady,
    StartConsult,
    StartMonitor,
    StartWhisper,
    StopMonitor,
    WhisperMessage,
)
from ccsdk.model.event import (
    CallbackScheduled,
    ChannelElevated,
    ChannelElevationFailed,
    CustomerHeld,
    CustomerRetrieved,
    Event,
    HoldFailed,
    InteractionAbandoned,
    InteractionAnswered,
    InteractionCancelled,
    InteractionClosed,
    InteractionConcluded,
    InteractionDeflected,
    InteractionEnded,
    InteractionOverflowed,
    InteractionParked,
    InteractionQueued,
    InteractionReopened,
    InteractionRequeued,
    InteractionResumed,
    InteractionTransferred,
    LegConnected,
    LegEnded,
    LegLost,
    LegStarted,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferShown,
    OfferWithdrawn,
)
from ccsdk.model.interaction import InteractionState as I
from ccsdk.model.leg import LegState as L
from ccsdk.model.offer import OfferState as O

__all__ = [
    "INTERACTION",
    "INTERACTION_COMMANDS",
    "LEG",
    "OFFER",
    "OFFER_COMMANDS",
    "PRESENCE",
    "PRESENCE_COMMANDS",
    "InteractionStep",
    "LegStep",
    "OfferStep",
    "PresenceStep",
]


class InteractionStep(NamedTuple):
    """Say from which states an event may come, and where it leads."""

    sources: tuple[I, ...]
    target: I


class OfferStep(NamedTuple):
    """Say from which states of an Offer an event may come, and where it leads."""

    sources: tuple[O, ...]
    target: O


class LegStep(NamedTuple):
    """Say from which states of a leg an event may come, and where it leads."""

    sources: tuple[L, ...]
    target: L


class PresenceStep(NamedTuple):
    """Say from which Presence a cause may come, and where it leads.

    `reason` is the one the engine gives; None leaves it to the Agent.
    """

    sources: tuple[Presence, ...]
    target: Presence
    reason: PresenceReason | None = None


# InteractionReceived is not listed: it makes the Interaction, in RECEIVED.
INTERACTION: dict[type[Event], InteractionStep] = {
    InteractionQueued: InteractionStep((I.RECEIVED,), I.QUEUED),
    InteractionOverflowed: InteractionStep((I.QUEUED, I.OFFERED), I.RECEIVED),
    InteractionDeflected: InteractionStep((I.RECEIVED, I.QUEUED, I.OFFERED), I.RECEIVED),
    CallbackScheduled: InteractionStep((I.RECEIVED, I.QUEUED, I.OFFERED), I.QUEUED),
    OfferMade: InteractionStep((I.QUEUED, I.OFFERED), I.OFFERED),
    OfferAccepted: InteractionStep((I.OFFERED,), I.CONNECTING),
    InteractionRequeued: InteractionStep((I.OFFERED, I.CONNECTING, I.ENGAGED), I.QUEUED),
    InteractionAnswered: InteractionStep((I.CONNECTING,), I.ENGAGED),
    # Over for the customer; closed at once unless somebody wraps up.
    InteractionConcluded: InteractionStep((I.RECEIVED,), I.WRAP_UP),
    InteractionAbandoned: InteractionStep((I.QUEUED, I.OFFERED, I.CONNECTING), I.WRAP_UP),
    InteractionCancelled: InteractionStep(
        (I.RECEIVED, I.QUEUED, I.OFFERED, I.CONNECTING, I.PARKED), I.WRAP_UP
    ),
    InteractionEnded: InteractionStep((I.ENGAGED,), I.WRAP_UP),
    InteractionClosed: InteractionStep((I.WRAP_UP,), I.CLOSED),
    InteractionReopened: InteractionStep((I.CLOSED,), I.RECEIVED),
    InteractionTransferred: InteractionStep((I.ENGAGED,), I.QUEUED),
    InteractionParked: InteractionStep((I.ENGAGED,), I.PARKED),
    InteractionResumed: InteractionStep((I.PARKED,), I.QUEUED),
}

# Somebody may wrap up their part while the Interaction goes on with another Agent.
_OPEN = (I.RECEIVED, I.QUEUED, I.OFFERED, I.CONNECTING, I.ENGAGED, I.PARKED, I.WRAP_UP)

# SetDisposition is not listed: it looks at the Agent's part alone, also after the close.
INTERACTION_COMMANDS: dict[type[Command], tuple[I, ...]] = {
    ReceiveMessage: (I.RECEIVED, I.QUEUED, I.OFFERED, I.CONNECTING, I.ENGAGED, I.PARKED),
    SendMessage: (I.ENGAGED,),
    # Everything open: who is no owner any more but was mentioned may go on.
    AddNote: _OPEN,
    AbandonInteraction: (I.RECEIVED, I.QUEUED, I.OFFERED, I.CONNECTING),
    RouteInteraction: (I.RECEIVED,),
    CompleteSelfService: (I.RECEIVED,),
    MoveInteraction: (I.QUEUED, I.OFFERED),
    SetPriority: (I.QUEUED, I.OFFERED),
    AcceptCallback: (I.QUEUED, I.OFFERED),
    AcceptSelfService: (I.QUEUED, I.OFFERED),
    LeaveMessage: (I.QUEUED, I.OFFERED),
    ReportConnectFailed: (I.CONNECTING,),
    # In a running talk, whoever was invited and joins it; of two tabs the first counts.
    ConfirmConnected: (I.CONNECTING, I.ENGAGED),
    EndInteraction: (I.ENGAGED,),
    HoldCustomer: (I.ENGAGED,),
    RetrieveCustomer: (I.ENGAGED,),
    ReportHoldFailed: (I.ENGAGED,),
    AddParticipant: (I.ENGAGED,),
    LeaveInteraction: (I.ENGAGED,),
    ElevateChannel: (I.ENGAGED,),
    JoinChannel: (I.ENGAGED,),
    StartMonitor: (I.ENGAGED,),
    StartWhisper: (I.ENGAGED,),
    BargeIn: (I.ENGAGED,),
    StopMonitor: (I.ENGAGED,),
    WhisperMessage: (I.ENGAGED,),
    StartConsult: (I.ENGAGED,),
    CompleteTransfer: (I.ENGAGED,),
    MergeConsult: (I.ENGAGED,),
    CancelConsult: (I.ENGAGED,),
    CompleteWrapUp: _OPEN,
    ExtendWrapUp: _OPEN,
    EndWrapUp: _OPEN,
    BlindTransfer: (I.ENGAGED,),
    ParkInteraction: (I.ENGAGED,),
    ResumeInteraction: (I.PARKED,),
    CancelInteraction: _OPEN,
    OpenReview: (I.CLOSED,),
    AddReview: (I.CLOSED,),
}

# OfferMade and ParticipantInvited are not listed: they make the Offer, in MADE. LegStarted
# ends an invitation.
OFFER: dict[type[Event], OfferStep] = {
    OfferShown: OfferStep((O.MADE,), O.SHOWN),
    OfferAccepted: OfferStep((O.MADE, O.SHOWN), O.ACCEPTED),
    LegStarted: OfferStep((O.MADE, O.SHOWN), O.ACCEPTED),
    OfferDeclined: OfferStep((O.MADE, O.SHOWN), O.DECLINED),
    OfferExpired: OfferStep((O.MADE, O.SHOWN), O.EXPIRED),
    OfferWithdrawn: OfferStep((O.MADE, O.SHOWN), O.WITHDRAWN),
}

OFFER_COMMANDS: dict[type[Command], tuple[O, ...]] = {
    AcknowledgeOffer: (O.MADE, O.SHOWN),
    AcceptOffer: (O.MADE, O.SHOWN),
    DeclineOffer: (O.MADE, O.SHOWN),
}

# LegStarted and ChannelElevationStarted make a leg, and InteractionAnswered the first two.
LEG: dict[type[Event], LegStep] = {
    LegConnected: LegStep((L.DIALING,), L.CONNECTED),
    ChannelElevated: LegStep((L.DIALING,), L.CONNECTED),
    ChannelElevationFailed: LegStep((L.DIALING,), L.ENDED),
    CustomerHeld: LegStep((L.CONNECTED,), L.HELD),
    CustomerRetrieved: LegStep((L.HELD,), L.CONNECTED),
    HoldFailed: LegStep((L.HELD,), L.CONNECTED),
    LegEnded: LegStep((L.DIALING, L.CONNECTED), L.ENDED),
    LegLost: LegStep((L.DIALING, L.CONNECTED), L.LOST),
}

_OUT, _AWAY, _READY = Presence.LOGGED_OUT, Presence.NOT_READY, Presence.READY

PRESENCE_COMMANDS: dict[type[Command], PresenceStep] = {
    LogIn: PresenceStep((_OUT,), _AWAY, PresenceReason.LOGIN),
    SetReady: PresenceStep((_AWAY, _READY), _READY),
    SetNotReady: PresenceStep((_AWAY, _READY), _AWAY),
    LogOut: PresenceStep((_AWAY, _READY), _OUT),
}

# What the engine does to Presence by itself.
PRESENCE: dict[str, PresenceStep] = {
    "strikes": PresenceStep((_READY,), _AWAY, PresenceReason.RONA),
    "agent_grace": PresenceStep((_AWAY, _READY), _AWAY, PresenceReason.CONNECTION_LOST),
    "back_ready": PresenceStep((_AWAY,), _READY),
    "back_away": PresenceStep((_AWAY,), _AWAY),
    "logout": PresenceStep((_AWAY,), _OUT, PresenceReason.CONNECTION_LOST),
}
