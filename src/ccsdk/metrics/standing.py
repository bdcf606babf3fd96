"""Who is busy: folds Presence and Occupancy of each Agent into spans.

Occupancy is derived as the engine derives it, the first that holds of ENGAGED (from the
accept on, also of an invitation), WRAP_UP, OFFERED, IDLE. Changes within one millisecond
leave no span. What the center stood still for belongs to no span: at CenterResumed every
span is cut where the log had stopped, also those that a deadline of the gap had changed
meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import define, field

from ccsdk.metrics.fact import Span
from ccsdk.metrics.ledger import Ledger
from ccsdk.model import event as events
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event

__all__ = ["Standing", "Standings"]


@define(eq=False, kw_only=True)
class Standing:
    """Hold what an Agent is doing since when, by the log; `position` is what changed it."""

    agent: str
    presence: Presence = Presence.LOGGED_OUT
    from_ms: int = 0
    position: int = 0
    state: tuple[Presence, Occupancy] = (Presence.LOGGED_OUT, Occupancy.IDLE)
    offers: set[str] = field(factory=set)
    owned: set[str] = field(factory=set)
    joined: set[str] = field(factory=set)
    wrap_ups: set[str] = field(factory=set)

    @property
    def occupancy(self) -> Occupancy:
        """Return the first Occupancy that holds now."""
        if self.owned or self.joined:
            return Occupancy.ENGAGED
        if self.wrap_ups:
            return Occupancy.WRAP_UP
        return Occupancy.OFFERED if self.offers else Occupancy.IDLE

    def span(self, to_ms: int, *ended: int) -> Span:
        """Return the stretch since the last change, as of an instant; `ended` is what ends it."""
        presence, occupancy = self.state
        return Span(
            agent=self.agent,
            presence=presence,
            occupancy=occupancy,
            from_ms=self.from_ms,
            to_ms=max(self.from_ms, to_ms),
            positions=(self.position, *ended),
        )


class Standings:
    """Fold entries into spans and hand these to a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._standings: dict[str, Standing] = {}
        # Who took an Interaction: not every event that frees them says who it was.
        self._owners: dict[str, str] = {}

    def __iter__(self) -> Iterator[Standing]:
        """Yield every Agent that was ever defined, in that order."""
        return iter(self._standings.values())

    def __contains__(self, agent: object) -> bool:
        """Return whether such an Agent was ever defined."""
        return agent in self._standings

    def take(self, entry: Entry) -> None:
        """Fold one entry."""
        event = entry.event
        if (change := _CHANGES.get(type(event))) is not None:
            standing = self._of(event)
            if standing is not None:
                change(standing, event)
                self._settle(standing, entry)
            if isinstance(event, events.OwnerChanged) and event.former in self._standings:
                former = self._standings[event.former]
                former.owned.discard(event.interaction)
                self._settle(former, entry)
            self._own(event)
        elif isinstance(event, events.AgentDefined):
            self._standings.setdefault(event.agent, Standing(agent=event.agent))
        elif isinstance(event, events.CenterResumed):
            self._resume(event, entry)

    def _of(self, event: Event) -> Standing | None:
        """Return whose time an event changes: who it names, else the owner."""
        agent = getattr(event, "agent", None)
        owner = self._owners.get(getattr(event, "interaction", ""))
        return self._standings.get(agent or owner or "")

    def _own(self, event: Event) -> None:
        if isinstance(event, events.OfferAccepted | events.OwnerChanged):
            self._owners[event.interaction] = event.agent
        elif isinstance(event, _FREEING):
            self._owners.pop(event.interaction, None)

    def _settle(self, standing: Standing, entry: Entry) -> None:
        state = (standing.presence, standing.occupancy)
        if state != standing.state:
            self._end(standing, entry.at_ms, entry.position)
            standing.from_ms, standing.position = entry.at_ms, entry.position
            standing.state = state

    def _end(self, standing: Standing, at_ms: int, position: int) -> None:
        # Nobody asks about the nights of those who are at home.
        if standing.state[0] is not Presence.LOGGED_OUT:
            self._ledger.add_span(standing.span(at_ms, position))

    def _resume(self, event: events.CenterResumed, entry: Entry) -> None:
        for standing in self._standings.values():
            self._end(standing, event.stopped_at_ms, entry.position)
            self._ledger.cut_spans(standing.agent, event.stopped_at_ms)
            standing.from_ms, standing.position = entry.at_ms, entry.position


def _made(standing: Standing, event: events.OfferMade | events.ParticipantInvited) -> None:
    standing.offers.add(event.offer)


def _accepted(standing: Standing, event: events.OfferAccepted) -> None:
    standing.offers.discard(event.offer)
    standing.owned.add(event.interaction)


def _started(standing: Standing, event: events.LegStarted) -> None:
    standing.offers.discard(event.offer or "")
    standing.joined.add(event.interaction)


def _left(standing: Standing, event: events.LegEnded | events.LegLost) -> None:
    standing.joined.discard(event.interaction)


def _leads_on(standing: Standing, event: events.OwnerChanged) -> None:
    standing.joined.discard(event.interaction)
    standing.owned.add(event.interaction)


def _offer_ended(standing: Standing, event: events.OfferDeclined) -> None:
    standing.offers.discard(event.offer)


def _freed(standing: Standing, event: events.InteractionClosed) -> None:
    standing.owned.discard(event.interaction)
    standing.wrap_ups.discard(event.interaction)


def _ended(standing: Standing, event: events.InteractionEnded) -> None:
    standing.owned.discard(event.interaction)


def _wrap_up_started(standing: Standing, event: events.WrapUpStarted) -> None:
    standing.wrap_ups.add(event.interaction)


def _wrap_up_ended(standing: Standing, event: events.WrapUpEnded) -> None:
    standing.wrap_ups.discard(event.interaction)


def _presence(standing: Standing, event: events.AgentPresenceChanged) -> None:
    standing.presence = event.presence


_FREEING = (
    events.InteractionRequeued,
    events.InteractionTransferred,
    events.InteractionParked,
    events.InteractionCancelled,
    events.InteractionAbandoned,
    events.InteractionClosed,
)
_CHANGES: dict[type[Event], Callable[[Standing, Any], None]] = {
    events.OfferMade: _made,
    events.ParticipantInvited: _made,
    events.LegStarted: _started,
    events.LegEnded: _left,
    events.LegLost: _left,
    events.OwnerChanged: _leads_on,
    events.OfferAccepted: _accepted,
    events.OfferDeclined: _offer_ended,
    events.OfferExpired: _offer_ended,
    events.OfferWithdrawn: _offer_ended,
    events.InteractionEnded: _ended,
    events.WrapUpStarted: _wrap_up_started,
    events.WrapUpEnded: _wrap_up_ended,
    events.AgentPresenceChanged: _presence,
    **dict.fromkeys(_FREEING, _freed),
}
