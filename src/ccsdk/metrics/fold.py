"""The fold: entries of the log become facts, each in one pass and from the data half alone.

An Interaction is followed from InteractionReceived, or its reopening, to InteractionClosed;
its visits, handlings and Offers go to the ledger as they begin and again as they end.
Nothing is counted by hand: a number is the sum over these facts, so a second fold of the
same log gives it again. Personal halves are never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import Any

from msgspec.structs import replace

from ccsdk.metrics.fact import Balk, Episode, Offer, Outcome, Visit, journey
from ccsdk.metrics.interval import HALF_HOUR_MS, half_hour, midnight
from ccsdk.metrics.ledger import Ledger
from ccsdk.metrics.standing import Standings
from ccsdk.metrics.talk import TALKS, Work, begin_handling, end_talk, leg_connected
from ccsdk.model import event as events
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.leg import LegParty
from ccsdk.model.offer import OfferState

__all__ = ["Fold"]


_Entering = (
    events.InteractionQueued
    | events.InteractionTransferred
    | events.InteractionResumed
    | events.CallbackScheduled
)
_Leaving = events.InteractionOverflowed | events.InteractionDeflected | events.CallbackScheduled


class Fold:
    """Fold one center's log; `take` gets every entry once, in order.

    Memory: open Interactions, what the queues and Agents are, and the ledger, which keeps
    what began since the half hour before the last local midnight.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.position = 0
        self.ledger = Ledger(zone)
        self.standings = Standings(self.ledger)
        self.targets_ms: dict[str, int] = {}
        self._work: dict[str, Work] = {}
        self._day_ends_ms = 0

    def take(self, entries: Iterable[Entry]) -> None:
        """Fold entries; those seen before change nothing."""
        for entry in entries:
            if entry.position <= self.position:
                continue
            self.position = entry.position
            if entry.at_ms >= self._day_ends_ms:
                self._begin_day(entry.at_ms)
            self.standings.take(entry)
            event: Any = entry.event
            if (fold := _FOLDS.get(type(event))) is not None:
                fold(self, event, entry)
            elif (talk := TALKS.get(type(event))) is not None:
                talk(self.ledger, self._work[event.interaction], event, entry)

    def waiting(self) -> Iterator[Visit]:
        """Yield every open visit, however long ago it began."""
        for work in self._work.values():
            if work.visits and work.visits[-1].is_open:
                yield work.visits[-1]

    def _begin_day(self, at_ms: int) -> None:
        """Let go of the day before, but for what a window of half an hour may reach back to."""
        zone = self.ledger.zone
        day_ms = midnight(at_ms, zone)
        self.ledger.forget(half_hour(day_ms - HALF_HOUR_MS, zone))
        # A local day has 25 hours at most, and tomorrow's midnight lies within the 26th.
        self._day_ends_ms = midnight(day_ms + 26 * 2 * HALF_HOUR_MS, zone)

    # --- visits -----------------------------------------------------------------------------

    def received(self, event: events.InteractionReceived, entry: Entry) -> None:
        """Begin an episode."""
        self._begin_episode(event.interaction, event, entry)

    def reopened(self, event: events.InteractionReopened, entry: Entry) -> None:
        """Begin another episode of the same Interaction."""
        self._begin_episode(f"{event.interaction}-e{event.episode}", event, entry)

    def consulted(self, event: events.ConsultReceived, entry: Entry) -> None:
        """Follow a consult's visit and handling; no customer, so no episode of one."""
        self._begin_episode(event.interaction, event, entry, is_consult=True)

    def _begin_episode(
        self, episode: str, event: Any, entry: Entry, *, is_consult: bool = False
    ) -> None:
        begun = Episode(
            id=episode,
            interaction=event.interaction,
            customer=event.customer,
            channel=event.channel,
            queue=event.queue,
            received_at_ms=entry.at_ms,
            positions=(entry.position,),
        )
        self._work[event.interaction] = Work(episode=begun, is_consult=is_consult)
        if not is_consult:
            self.ledger.put(begun)

    def queued(self, event: events.InteractionQueued, entry: Entry) -> None:
        """Begin a visit: the first, or one after another queue or self-service."""
        self._enter(event, event.visit_kind, entry)

    def overflowed(self, event: events.InteractionOverflowed, entry: Entry) -> None:
        """End the visit flowed out into another queue."""
        self._flow_out(event, entry, reason="overflow")

    def refused(self, event: events.EntryRefused, entry: Entry) -> None:
        """Note a balk; where the Interaction goes instead is said by events of its own."""
        assert event.queue is not None, f"{event.interaction} was refused by a queue"
        self.ledger.put(
            Balk(
                id=f"{event.interaction}-{entry.position}",
                interaction=event.interaction,
                queue=event.queue,
                refused_at_ms=entry.at_ms,
                reason=event.reason,
                positions=(entry.position,),
            )
        )

    def deflected(self, event: events.InteractionDeflected, entry: Entry) -> None:
        """End the visit, if one ran, flowed out of every queue."""
        if event.visit is not None:
            self._flow_out(event, entry, reason=event.reason)

    def callback_scheduled(self, event: events.CallbackScheduled, entry: Entry) -> None:
        """End the visit, if one ran, and begin the one that waits for the call."""
        if event.ended_visit is not None:
            self._flow_out(event, entry, reason="callback")
        self._enter(event, VisitKind.CALLBACK, entry)

    def _enter(self, event: _Entering, kind: VisitKind, entry: Entry) -> None:
        work = self._work[event.interaction]
        self._begin_visit(work, event, kind, entry)
        if work.episode.routed_at_ms is None:
            self._set_episode(work, routed_at_ms=entry.at_ms, position=entry.position)

    def _flow_out(self, event: _Leaving, entry: Entry, *, reason: str) -> None:
        self._end_visit(
            self._work[event.interaction],
            entry,
            outcome=Outcome.FLOWED_OUT,
            left_at_ms=entry.at_ms,
            wait_ms=event.wait_ms,
            reason=reason,
        )

    def requeued(self, event: events.InteractionRequeued, entry: Entry) -> None:
        """Begin a visit of its own kind if the one before has ended; else it goes on."""
        work = self._work[event.interaction]
        if work.visits[-1].id == event.visit:
            return
        handling = work.handlings.get(event.agent or "")
        if handling is not None and handling.is_open:
            end_talk(self.ledger, work, event, entry, by=event.cause)
        self._begin_visit(work, event, VisitKind.REQUEUE, entry)

    def transferred(self, event: events.InteractionTransferred, entry: Entry) -> None:
        """End the talk of who gave it away, begin a visit where it was sent."""
        work = self._work[event.interaction]
        end_talk(self.ledger, work, event, entry, by="blind_transfer")
        self._set_episode(work, is_transferred=True, position=entry.position)
        self._begin_visit(work, event, event.visit_kind, entry)

    def resumed(self, event: events.InteractionResumed, entry: Entry) -> None:
        """Begin a visit of what was parked."""
        self._begin_visit(self._work[event.interaction], event, event.visit_kind, entry)

    def _begin_visit(
        self,
        work: Work,
        event: _Entering | events.InteractionRequeued,
        kind: VisitKind,
        entry: Entry,
    ) -> None:
        assert event.queue is not None, f"{event.interaction} waits in a queue"
        work.visits.append(
            Visit(
                id=event.visit,
                interaction=event.interaction,
                queue=event.queue,
                kind=kind.value,
                entered_at_ms=entry.at_ms,
                target_ms=self.targets_ms[event.queue],
                positions=(entry.position,),
            )
        )
        self._put_visit(work)

    def answered(self, event: events.InteractionAnswered, entry: Entry) -> None:
        """End the visit, begin the Agent's handling."""
        work = self._work[event.interaction]
        visit = self._end_visit(
            work,
            entry,
            outcome=Outcome.ANSWERED,
            left_at_ms=entry.at_ms,
            wait_ms=event.wait_ms,
            agent=event.agent,
        )
        work.held_from_ms = None
        begin_handling(self.ledger, work, event.offer, event.agent, visit, entry)

    def abandoned(self, event: events.InteractionAbandoned, entry: Entry) -> None:
        """End the visit when the customer left, which may be before the log knew."""
        self._end_visit(
            self._work[event.interaction],
            entry,
            outcome=Outcome.ABANDONED,
            left_at_ms=event.left_at_ms,
            wait_ms=event.wait_ms,
        )

    def cancelled(self, event: events.InteractionCancelled, entry: Entry) -> None:
        """Let the visit flow out; what was parked has none."""
        if event.wait_ms is not None:
            self._end_visit(
                self._work[event.interaction],
                entry,
                outcome=Outcome.FLOWED_OUT,
                left_at_ms=entry.at_ms,
                wait_ms=event.wait_ms,
                reason="cancelled",
            )

    def _end_visit(self, work: Work, entry: Entry, **end: Any) -> Visit:
        running = work.visits[-1]
        assert running.queue is not None, f"{running.id} is in a queue"
        # The promise that held when the visit ended, as InteractionAnswered judged it.
        visit = replace(
            running,
            target_ms=self.targets_ms[running.queue],
            positions=(*running.positions, entry.position),
            **end,
        )
        work.visits[-1] = visit
        self._put_visit(work)
        return visit

    def _put_visit(self, work: Work) -> None:
        self.ledger.put(work.visits[-1])
        whole = journey(work.visits)
        if whole is not None:
            self.ledger.put(replace(whole, id=work.episode.id))

    # --- handlings, episodes ----------------------------------------------------------------

    def leg_started(self, event: events.LegStarted, entry: Entry) -> None:
        """End the invitation; who is connected at once handles from now on."""
        if event.offer is not None:
            self.offer_ended(event, entry)
        elif event.party is LegParty.AGENT:
            leg_connected(self.ledger, self._work[event.interaction], event, entry)

    def replied(self, event: events.MessageSent, entry: Entry) -> None:
        """Note the first message of an Agent."""
        work = self._work[event.interaction]
        if work.episode.replied_at_ms is None:
            self._set_episode(work, replied_at_ms=entry.at_ms, position=entry.position)

    def closed(self, event: events.InteractionClosed, entry: Entry) -> None:
        """End the episode."""
        work = self._work.pop(event.interaction)
        self._set_episode(
            work,
            closed_at_ms=entry.at_ms,
            is_handled=event.outcome is Closing.HANDLED,
            position=entry.position,
        )

    def _set_episode(self, work: Work, *, position: int, **changes: Any) -> None:
        positions = (*work.episode.positions, position)
        work.episode = replace(work.episode, positions=positions, **changes)
        if not work.is_consult:
            self.ledger.put(work.episode)

    # --- Offers, definitions ----------------------------------------------------------------

    def offer_made(self, event: events.OfferMade | events.ParticipantInvited, entry: Entry) -> None:
        """Begin an Offer."""
        assert event.queue is not None, f"{event.offer} is made for a queue"
        offer = Offer(
            id=event.offer,
            interaction=event.interaction,
            agent=event.agent,
            queue=event.queue,
            made_at_ms=entry.at_ms,
            positions=(entry.position,),
        )
        self._work[event.interaction].offers[offer.id] = offer
        self.ledger.put(offer)

    def offer_ended(self, event: events.OfferWithdrawn | events.LegStarted, entry: Entry) -> None:
        """End an Offer, in whichever way its event says."""
        made = self._work[event.interaction].offers.pop(event.offer or "")
        reason = getattr(event, "reason", None)
        offer = replace(
            made,
            ended_at_ms=entry.at_ms,
            outcome=_OUTCOMES[type(event)],
            reason=getattr(reason, "value", reason),
            positions=(*made.positions, entry.position),
        )
        self.ledger.put(offer)

    def queue_defined(self, event: events.QueueDefined, entry: Entry) -> None:
        """Take the queue's target; visits that have ended keep theirs."""
        self.targets_ms[event.queue] = event.target_ms


_OUTCOMES: dict[type[Event], OfferState] = {
    events.OfferAccepted: OfferState.ACCEPTED,
    events.LegStarted: OfferState.ACCEPTED,
    events.OfferDeclined: OfferState.DECLINED,
    events.OfferExpired: OfferState.EXPIRED,
    events.OfferWithdrawn: OfferState.WITHDRAWN,
}
_FOLDS: dict[type[Event], Callable[[Fold, Any, Entry], None]] = {
    events.InteractionReceived: Fold.received,
    events.InteractionQueued: Fold.queued,
    events.InteractionRequeued: Fold.requeued,
    events.InteractionOverflowed: Fold.overflowed,
    events.EntryRefused: Fold.refused,
    events.InteractionDeflected: Fold.deflected,
    events.CallbackScheduled: Fold.callback_scheduled,
    events.InteractionReopened: Fold.reopened,
    events.InteractionTransferred: Fold.transferred,
    events.InteractionResumed: Fold.resumed,
    events.InteractionCancelled: Fold.cancelled,
    events.InteractionAnswered: Fold.answered,
    events.InteractionAbandoned: Fold.abandoned,
    events.ConsultReceived: Fold.consulted,
    events.MessageSent: Fold.replied,
    events.InteractionClosed: Fold.closed,
    events.OfferMade: Fold.offer_made,
    events.ParticipantInvited: Fold.offer_made,
    **dict.fromkeys(_OUTCOMES, Fold.offer_ended),
    events.LegStarted: Fold.leg_started,
    events.QueueDefined: Fold.queue_defined,
}
