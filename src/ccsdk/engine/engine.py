"""The engine's face: advance the clock, decide a command, evolve by an entry.

Call `advance(state, now)` before `decide(state, command, now)`: deadlines fall due before
the command that comes later, each at its own instant. At the very instant of a deadline
the person wins, since only what was due *before* now fires. The exception is
`ResumeCenter`, after a gap: it looks after the overdue deadlines itself, and `advance`
must not be called for the gap.

A refusal raises before anything has changed. Everything else changes the state at once
and returns the entries: who cannot store them must drop the state and replay the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from ccsdk.engine.deciding import (
    agent,
    calendar,
    cancelling,
    choice,
    closing,
    conference,
    consult,
    definition,
    direct,
    elevation,
    flow,
    grace,
    interaction,
    leave,
    leg,
    monitor,
    note,
    offer,
    overlay,
    parking,
    part,
    pick,
    plugin,
    resume,
    review,
    session,
    staffing,
    timeline,
    transfer,
)
from ccsdk.engine.evolving.entry import evolve
from ccsdk.engine.matching import match
from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.model import command as commands
from ccsdk.model.command import Command
from ccsdk.model.entry import Answer, Entry
from ccsdk.model.principal import Principal
from ccsdk.model.pure import NO_OBJECTS, PureObjects

__all__ = ["DEADLINES", "DECIDE", "Decision", "advance", "decide", "evolve", "next_deadline_ms"]


@frozen(kw_only=True)
class Decision:
    """Hold what an accepted command led to: its entries, maybe none, and its answer."""

    entries: list[Entry]
    answer: Answer


DECIDE: dict[type[Command], Callable[[Step, Any, Principal], Answer]] = {
    commands.ReceiveInteraction: interaction.receive,
    commands.ReceiveMessage: interaction.receive_message,
    commands.SendMessage: interaction.send_message,
    commands.AddNote: note.add_note,
    commands.AbandonInteraction: interaction.abandon,
    commands.EndInteraction: interaction.end,
    commands.RouteInteraction: flow.route,
    commands.MoveInteraction: flow.move,
    commands.SetPriority: flow.set_priority,
    commands.AcceptCallback: choice.accept_callback,
    commands.AcceptSelfService: choice.accept_self_service,
    commands.CompleteSelfService: choice.complete_self_service,
    commands.LeaveMessage: choice.leave_message,
    commands.ConfirmConnected: interaction.confirm_connected,
    commands.ReportConnectFailed: offer.report_connect_failed,
    commands.CompleteWrapUp: part.complete_wrap_up,
    commands.ExtendWrapUp: part.extend_wrap_up,
    commands.SetDisposition: part.set_disposition,
    commands.EndWrapUp: part.end_wrap_up_by_command,
    commands.BlindTransfer: transfer.blind_transfer,
    commands.ParkInteraction: parking.park,
    commands.ResumeInteraction: parking.resume_by_command,
    commands.CancelInteraction: cancelling.cancel,
    commands.AcknowledgeOffer: offer.acknowledge,
    commands.AcceptOffer: offer.accept,
    commands.DeclineOffer: offer.decline,
    commands.StartConsult: consult.start_consult,
    commands.CompleteTransfer: consult.complete_transfer,
    commands.MergeConsult: consult.merge_consult,
    commands.CancelConsult: consult.cancel_consult,
    commands.HoldCustomer: leg.hold,
    commands.RetrieveCustomer: leg.retrieve,
    commands.ReportHoldFailed: leg.hold_failed,
    commands.AddParticipant: conference.add_participant,
    commands.LeaveInteraction: leave.leave,
    commands.ElevateChannel: elevation.elevate,
    commands.JoinChannel: elevation.join_channel,
    commands.StartMonitor: monitor.start,
    commands.StartWhisper: monitor.start,
    commands.BargeIn: monitor.start,
    commands.StopMonitor: monitor.stop,
    commands.WhisperMessage: monitor.whisper,
    commands.OpenReview: review.open_review,
    commands.AddReview: review.add_review,
    commands.PickInteraction: pick.pick,
    commands.LogIn: agent.log_in,
    commands.SetReady: agent.set_ready,
    commands.SetNotReady: agent.set_not_ready,
    commands.LogOut: agent.log_out,
    commands.SetCapacity: overlay.set_capacity,
    commands.SetSkills: overlay.set_skills,
    commands.ReportSessionGone: session.gone,
    commands.ReportSessionBack: session.back,
    commands.DefineAccount: definition.define_account,
    commands.DefineQueue: definition.define_queue,
    commands.DeleteQueue: definition.delete_queue,
    commands.DefineAgent: definition.define_agent,
    commands.DefineCalendar: calendar.define_calendar,
    commands.DefineChannel: definition.define_channel,
    commands.ApplySettings: definition.apply_settings,
    commands.StrikePlugin: plugin.strike_plugin,
    commands.ConfigurePlugin: plugin.configure_plugin,
    commands.ResumeCenter: resume.resume,
}

DEADLINES: dict[str, Callable[..., None]] = {
    "ack": offer.ack_due,
    "ring": offer.ring_due,
    "connect": offer.connect_due,
    "dial": conference.dial_due,
    "join": elevation.join_due,
    "retry_same": interaction.exclusion_due,
    "delay": interaction.delay_due,
    "wrap_up": part.wrap_up_due,
    "direct": direct.direct_due,
    "until": parking.until_due,
    "idle": interaction.idle_due,
    "forget": closing.forget_due,
    "offer_grace": grace.offer_grace_due,
    "agent_grace": grace.agent_grace_due,
    "leg_grace": grace.leg_grace_due,
    "logout": grace.logout_due,
    "customer_grace": grace.customer_grace_due,
    "enrichment": flow.enrichment_due,
    "self_service": choice.self_service_due,
    "step": timeline.step_due,
    "callback": choice.callback_due,
    "empty": staffing.empty_due,
    "calendar": calendar.edge_due,
}


def advance(state: State, now_ms: int, pure: PureObjects = NO_OBJECTS) -> list[Entry]:
    """Fire every deadline that was due before `now_ms`, in (due, seq) order.

    Args:
        now_ms: Milliseconds since the Unix epoch. How often this is called changes no
            event: entries carry the instant at which their deadline was due.
        pure: What plugins may decide; see `ccsdk.engine.pure`.

    Returns:
        The entries, already evolved.
    """
    entries: list[Entry] = []
    while (deadline := state.deadlines.first()) is not None and deadline[0] < now_ms:
        key = deadline[2]
        step = Step(state, max(deadline[0], state.now_ms), None, entries, pure)
        DEADLINES[key[0]](step, *key[1:])
        assert state.deadlines.live.get(key) is not deadline, f"{key} fired and is still due"
        timeline.complete_deferred(step)
        match(step)
    return entries


def decide(
    state: State,
    command: Command,
    *,
    by: Principal,
    now_ms: int,
    key: str | None,
    pure: PureObjects = NO_OBJECTS,
) -> Decision:
    """Do a command, or refuse it without a trace.

    Args:
        by: Who asks. A `system` principal may act for the Agent or the Customer.
        now_ms: Milliseconds since the Unix epoch; before the last event, that one's
            instant is taken, since event time never falls.
        key: The command's key, the cause of every event it leads to.
        pure: As for `advance`.

    Raises:
        UnknownEntityError: It is not there, or not for this principal.
        NotOwnerError: Only the owner may, and the principal is not the owner.
        InvalidTransitionError: The state does not allow it now.
        OfferGoneError: The Offer has ended.
        NotEligibleError: The Agent may not pick it, and why.
        NotInTalkError: The Agent whose work it is about did not talk in it.
    """
    step = Step(state, max(now_ms, state.now_ms), key, pure=pure)
    answer = DECIDE[type(command)](step, command, by)
    timeline.complete_deferred(step)
    match(step, cause="restart" if type(command) is commands.ResumeCenter else "offers_ended")
    return Decision(entries=step.entries, answer=answer)


def next_deadline_ms(state: State) -> int | None:
    """Return when the next deadline is due, or None if none is; it fires just after."""
    deadline = state.deadlines.first()
    return None if deadline is None else deadline[0]
