"""The fold: entries of the log become facts, each in one pass and from the data half alone.

An Interaction is followed from InteractionReceived, or its reopening, to InteractionClosed;
its visits, handlings and Offers go to the ledger as they begin and again as they end.
Nothing is counted by hand: a number is the sum over these facts, so a second fold of the
same log gives it again. Personal halves are never looked at.

Not here yet: hold, callbacks and overflow have no events. Their facts have their final
shape, so each will be one more row of `_FOLDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from typing import Any

from attrs import define, field
from msgspec.structs import replace

from ccsdk.metrics.fact import Episode, Handling, Offer, Outcome, Visit, journey
from ccsdk.metrics.interval import HALF_HOUR_MS, half_hour, midnight
from ccsdk.metrics.ledger import Ledger
from ccsdk.metrics.standing import Standings
from ccsdk.model import event as events
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event
from ccsdk.model.interaction import Closing, VisitKind
from ccsdk.model.offer import OfferState

__all__ = ["Fold"]


@define(eq=False, kw_only=True)
class _Work:
    """Hold an open Interaction: its facts so far, each Agent's last handling, live Offers."""

    episode: Episode
    visits: list[Visit] = field(factory=list)
    handlings: dict[str, Handling] = field(factory=dict)
    offers: dict[str, Offer] = field(factory=dict)


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
        self._work: dict[str, _Work] = {}
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
            if (fold := _FOLDS.get(type(entry.event))) is not None:
                fold(self, entry.event, entry)

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
        episode = Episode(
            id=event.interaction,
            interaction=event.interaction,
            customer=event.customer,
            channel=event.channel,
            queue=event.queue,
            received_at_ms=entry.at_ms,
            positions=(entry.position,),
        )
        self._work[event.interaction] = _Work(episode=episode)
        self.ledger.put(episode)

    def reopened(self, event: events.InteractionReopened, entry: Entry) -> None:
        """Begin another episode of the same Interaction."""
        episode = Episode(
            id=f"{event.interaction}-e{event.episode}",
            interaction=event.interaction,
            customer=event.customer,
            channel=event.channel,
            queue=event.queue,
            received_at_ms=entry.at_ms,
            positions=(entry.position,),
        )
        self._work[event.interaction] = _Work(episode=episode)
        self.ledger.put(episode)

    def queued(self, event: events.InteractionQueued, entry: Entry) -> None:
        """Begin the first visit."""
        work = self._work[event.interaction]
        self._begin_visit(work, event, event.visit_kind, entry)
        self._set_episode(work, routed_at_ms=entry.at_ms, position=entry.position)

    def requeued(self, event: events.InteractionRequeued, entry: Entry) -> None:
        """Begin a visit of its own kind if the one before has ended; else it goes on."""
        work = self._work[event.interaction]
        if work.visits[-1].id == event.visit:
            return
        handling = work.handlings.get(event.agent or "")
        if handling is not None and handling.is_open:
            self._end_talk(event, entry, by=event.cause)
        self._begin_visit(work, event, VisitKind.REQUEUE, entry)

    def transferred(self, event: events.InteractionTransferred, entry: Entry) -> None:
        """End the talk of who gave it away, begin a visit where it was sent."""
        work = self._work[event.interaction]
        self._end_talk(event, entry, by="blind_transfer")
        self._set_episode(work, is_transferred=True, position=entry.position)
        self._begin_visit(work, event, event.visit_kind, entry)

    def resumed(self, event: events.InteractionResumed, entry: Entry) -> None:
        """Begin a visit of what was parked."""
        self._begin_visit(self._work[event.interaction], event, event.visit_kind, entry)

    def _begin_visit(
        self,
        work: _Work,
        event: events.InteractionQueued
        | events.InteractionRequeued
        | events.InteractionTransferred
        | events.InteractionResumed,
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
        assert visit.queue is not None, f"{visit.id} is in a queue"
        handling = Handling(
            id=event.offer,
            interaction=event.interaction,
            agent=event.agent,
            queue=visit.queue,
            kind=visit.kind,
            answered_at_ms=entry.at_ms,
            positions=(entry.position,),
        )
        work.handlings[event.agent] = handling
        self.ledger.put(handling)

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

    def _end_visit(self, work: _Work, entry: Entry, **end: Any) -> Visit:
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

    def _put_visit(self, work: _Work) -> None:
        self.ledger.put(work.visits[-1])
        whole = journey(work.visits)
        if whole is not None:
            self.ledger.put(replace(whole, id=work.episode.id))

    # --- handlings, episodes ----------------------------------------------------------------

    def talk_ended(self, event: events.InteractionEnded, entry: Entry) -> None:
        """End the owner's talk, and the handling unless wrap-up begins."""
        self._end_talk(event, entry, by=event.by)

    def parked(self, event: events.InteractionParked, entry: Entry) -> None:
        """End the talk of who laid it aside, and the handling: no wrap-up is due."""
        self._end_talk(event, entry, by="parked")

    def leg_lost(self, event: events.LegLost, entry: Entry) -> None:
        """End the handling of an Agent who was lost; before the answer there is none."""
        self._end_talk(event, entry, by="agent_lost")

    def _end_talk(self, event: Event, entry: Entry, *, by: str) -> None:
        self._set_handling(
            event,
            entry,
            lambda known: {
                "talk_ms": entry.at_ms - known.answered_at_ms,
                "ended_by": by,
                "ended_at_ms": entry.at_ms,
            },
        )

    def wrap_up_started(self, event: events.WrapUpStarted, entry: Entry) -> None:
        """Let the handling go on with wrap-up."""
        self._set_handling(event, entry, lambda known: {"ended_at_ms": None})

    def wrap_up_ended(self, event: events.WrapUpEnded, entry: Entry) -> None:
        """End the handling."""
        self._set_handling(
            event,
            entry,
            lambda known: {
                "wrap_up_ms": entry.at_ms - known.answered_at_ms - known.talk_ms - known.hold_ms,
                "ended_at_ms": entry.at_ms,
            },
        )

    def _set_handling(
        self, event: Any, entry: Entry, changes: Callable[[Handling], dict[str, Any]]
    ) -> None:
        handlings = self._work[event.interaction].handlings
        if (known := handlings.get(event.agent)) is None:
            return
        positions = (*known.positions, entry.position)
        handling = replace(known, positions=positions, **changes(known))
        handlings[event.agent] = handling
        self.ledger.put(handling)

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

    def _set_episode(self, work: _Work, *, position: int, **changes: Any) -> None:
        positions = (*work.episode.positions, position)
        work.episode = replace(work.episode, positions=positions, **changes)
        self.ledger.put(work.episode)

    # --- Offers, definitions ----------------------------------------------------------------

    def offer_made(self, event: events.OfferMade, entry: Entry) -> None:
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

    def offer_ended(self, event: events.OfferWithdrawn, entry: Entry) -> None:
        """End an Offer, in whichever way its event says."""
        made = self._work[event.interaction].offers.pop(event.offer)
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
    events.OfferDeclined: OfferState.DECLINED,
    events.OfferExpired: OfferState.EXPIRED,
    events.OfferWithdrawn: OfferState.WITHDRAWN,
}
_FOLDS: dict[type[Event], Callable[[Fold, Any, Entry], None]] = {
    events.InteractionReceived: Fold.received,
    events.InteractionQueued: Fold.queued,
    events.InteractionRequeued: Fold.requeued,
    events.InteractionReopened: Fold.reopened,
    events.InteractionTransferred: Fold.transferred,
    events.InteractionParked: Fold.parked,
    events.InteractionResumed: Fold.resumed,
    events.InteractionCancelled: Fold.cancelled,
    events.InteractionAnswered: Fold.answered,
    events.InteractionAbandoned: Fold.abandoned,
    events.InteractionEnded: Fold.talk_ended,
    events.LegLost: Fold.leg_lost,
    events.WrapUpStarted: Fold.wrap_up_started,
    events.WrapUpEnded: Fold.wrap_up_ended,
    events.MessageSent: Fold.replied,
    events.InteractionClosed: Fold.closed,
    events.OfferMade: Fold.offer_made,
    **dict.fromkeys(_OUTCOMES, Fold.offer_ended),
    events.QueueDefined: Fold.queue_defined,
}
