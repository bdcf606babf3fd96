"""`evolve`: hand an entry to what changes the state for its kind of event.

The only thing that changes state, live and in replay alike: whatever is not in an event
is not in the state. It decides nothing and refuses nothing but a broken log, which shows
as an AssertionError or KeyError.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccsdk.engine.evolving import (
    agent,
    consult,
    customer,
    definition,
    direct,
    flow,
    interaction,
    leg,
    message,
    note,
    offer,
    part,
    plugin,
    review,
    transfer,
)
from ccsdk.engine.state import State
from ccsdk.model import event as events
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event

__all__ = ["EVOLVE", "evolve"]


def nothing(state: State, event: Event, at_ms: int) -> None:
    """Leave the state alone: the event is for readers of the log."""


EVOLVE: dict[type[Event], Callable[[State, Any, int], None]] = {
    events.CustomerCreated: nothing,
    events.InteractionReceived: interaction.received,
    events.InteractionQueued: interaction.queued,
    events.MessageWhispered: nothing,
    events.MessageReceived: message.received,
    events.MessageSent: message.written,
    events.InteractionRouted: flow.routed,
    events.EntryRefused: nothing,
    events.InteractionOverflowed: flow.overflowed,
    events.InteractionDeflected: flow.deflected,
    events.InteractionConcluded: flow.concluded,
    events.CallbackScheduled: flow.callback_scheduled,
    events.CallbackDue: flow.callback_due,
    events.StepDue: flow.step_due,
    events.RequirementRelaxed: flow.relaxed,
    events.PriorityChanged: flow.priority_changed,
    events.AnnouncementMade: nothing,
    events.ChoiceOffered: flow.choice_offered,
    events.NoteAdded: nothing,
    events.AgentMentioned: note.mentioned,
    events.OfferMade: offer.made,
    events.OfferShown: offer.shown,
    events.OfferAccepted: offer.accepted,
    events.OfferDeclined: offer.declined,
    events.OfferExpired: offer.expired,
    events.OfferWithdrawn: offer.withdrawn,
    events.ExclusionEnded: interaction.exclusion_ended,
    events.InteractionRequeued: interaction.requeued,
    events.ConnectFailed: interaction.connect_failed,
    events.InteractionAged: interaction.aged,
    events.InteractionAnswered: interaction.answered,
    events.InteractionAbandoned: interaction.abandoned,
    events.InteractionEnded: interaction.ended,
    events.ConsultStarted: consult.started,
    events.ConsultReceived: consult.received,
    events.ConsultEnded: consult.ended,
    events.ParticipantInvited: offer.invited,
    events.LegStarted: offer.leg_started,
    events.LegConnected: leg.connected,
    events.LegEnded: leg.ended,
    events.LegLost: leg.ended,
    events.OwnerChanged: leg.owner_changed,
    events.CustomerHeld: leg.held,
    events.CustomerRetrieved: leg.held,
    events.HoldFailed: leg.held,
    events.ChannelElevationStarted: leg.elevation_started,
    events.ChannelElevated: leg.elevated,
    events.ChannelElevationFailed: leg.elevation_failed,
    events.WrapUpStarted: part.wrap_up_started,
    events.WrapUpEnded: part.wrap_up_ended,
    events.WrapUpExtended: part.wrap_up_extended,
    events.DispositionSet: part.disposition_set,
    events.InteractionTransferred: transfer.transferred,
    events.DirectLineEnded: direct.line_ended,
    events.InteractionParked: transfer.parked,
    events.InteractionResumed: transfer.resumed,
    events.InteractionReopened: transfer.reopened,
    events.InteractionCancelled: transfer.cancelled,
    events.InteractionClosed: interaction.closed,
    events.InteractionForgotten: interaction.forgotten,
    events.ReviewOpened: review.opened,
    events.ReviewAdded: nothing,
    events.CustomerConnected: customer.connected,
    events.CustomerDisconnected: customer.disconnected,
    events.AgentConnected: agent.connected,
    events.AgentDisconnected: agent.disconnected,
    events.AgentPresenceChanged: agent.presence_changed,
    events.AgentDefined: agent.defined,
    events.CapacitySet: agent.capacity_set,
    events.SkillsSet: agent.skills_set,
    events.ChannelDefined: definition.channel_defined,
    events.QueueDefined: definition.queue_defined,
    events.QueueDeleted: definition.queue_deleted,
    events.QueueEmptied: definition.queue_emptied,
    events.QueueStaffed: definition.queue_staffed,
    events.QueueOverflowed: definition.queue_overflowed,
    events.CalendarCompiled: definition.calendar_compiled,
    events.CalendarOpened: definition.calendar_turned,
    events.CalendarClosed: definition.calendar_turned,
    events.AccountDefined: definition.account_defined,
    events.SettingsApplied: definition.settings_applied,
    events.CenterResumed: definition.center_resumed,
    events.PluginConfigured: plugin.configured,
    events.PluginStruck: plugin.struck,
    events.PluginDisabled: plugin.disabled,
}


def evolve(state: State, entry: Entry) -> None:
    """Let the state take one entry of the log.

    Raises:
        AssertionError, KeyError: The entry cannot follow what the state has seen: the log
            is broken, or was written by other code. The state must be dropped.
    """
    assert entry.position == state.position + 1, (
        f"position {entry.position} follows {state.position}"
    )
    assert entry.at_ms >= state.now_ms, f"position {entry.position} is before the one it follows"
    state.position = entry.position
    state.now_ms = entry.at_ms
    state.versions[entry.subject] = entry.version
    EVOLVE[type(entry.event)](state, entry.event, entry.at_ms)
