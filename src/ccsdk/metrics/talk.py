"""Talks: each Agent's handling of an Interaction, from the answer to the end of wrap-up.

In a conference each Agent counts. Hold is the owner's; a Supervisor has no handling.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import define, field
from msgspec import structs
from msgspec.structs import replace

from ccsdk.metrics.fact import Episode, Handling, Offer, Visit
from ccsdk.metrics.ledger import Ledger
from ccsdk.model import event as events
from ccsdk.model.entry import Entry
from ccsdk.model.event import Event

__all__ = ["TALKS", "Work", "begin_handling", "end_talk", "leg_connected"]


@define(eq=False, kw_only=True)
class Work:
    """Hold an open Interaction: its facts so far, each Agent's last handling, live Offers."""

    episode: Episode
    visits: list[Visit] = field(factory=list)
    handlings: dict[str, Handling] = field(factory=dict)
    offers: dict[str, Offer] = field(factory=dict)
    held_from_ms: int | None = None
    is_consult: bool = False


def begin_handling(
    ledger: Ledger, work: Work, handling: str, agent: str, visit: Visit, entry: Entry
) -> None:
    """Begin an Agent's part as of now."""
    assert visit.queue is not None, f"{visit.id} is in a queue"
    work.handlings[agent] = Handling(
        id=handling,
        interaction=visit.interaction,
        agent=agent,
        queue=visit.queue,
        kind=visit.kind,
        answered_at_ms=entry.at_ms,
        positions=(entry.position,),
    )
    ledger.put(work.handlings[agent])


def talk_ended(ledger: Ledger, work: Work, event: events.InteractionEnded, entry: Entry) -> None:
    """End the owner's talk, and the handling unless wrap-up begins."""
    end_talk(ledger, work, event, entry, by=event.by)


def parked(ledger: Ledger, work: Work, event: events.InteractionParked, entry: Entry) -> None:
    """End the talk of who laid it aside, and the handling: no wrap-up is due."""
    end_talk(ledger, work, event, entry, by="parked")


def leg_lost(ledger: Ledger, work: Work, event: events.LegLost, entry: Entry) -> None:
    """End the handling of an Agent who was lost; before the answer there is none."""
    end_talk(ledger, work, event, entry, by="agent_lost")


def end_talk(ledger: Ledger, work: Work, event: Any, entry: Entry, *, by: str) -> None:
    """End an Agent's talk, and the handling unless wrap-up begins."""
    _end_hold(ledger, work, event, entry)
    _set_handling(
        ledger,
        work,
        event,
        entry,
        lambda known: {
            "talk_ms": entry.at_ms - known.answered_at_ms - known.hold_ms,
            "ended_by": by,
            "ended_at_ms": entry.at_ms,
        },
    )


def held(ledger: Ledger, work: Work, event: events.CustomerHeld, entry: Entry) -> None:
    """Count the owner's time as hold from now on."""
    work.held_from_ms = entry.at_ms


def retrieved(ledger: Ledger, work: Work, event: events.CustomerRetrieved, entry: Entry) -> None:
    """Count the owner's time as talk again."""
    _end_hold(ledger, work, event, entry)


def hold_failed(ledger: Ledger, work: Work, event: events.HoldFailed, entry: Entry) -> None:
    """Count no hold: the customer was there all the time."""
    work.held_from_ms = None


def _end_hold(ledger: Ledger, work: Work, event: Any, entry: Entry) -> None:
    """Add a running hold to its owner's handling; a member who leaves changes nothing."""
    from_ms = work.held_from_ms
    if from_ms is None or isinstance(event, events.LegEnded):
        return
    work.held_from_ms = None
    _set_handling(
        ledger, work, event, entry, lambda known: {"hold_ms": known.hold_ms + entry.at_ms - from_ms}
    )


def leg_connected(
    ledger: Ledger, work: Work, event: events.LegConnected | events.LegStarted, entry: Entry
) -> None:
    """Begin a member's handling; in a conference each Agent counts."""
    begin_handling(ledger, work, event.leg, event.agent, work.visits[-1], entry)


def leg_ended(ledger: Ledger, work: Work, event: events.LegEnded, entry: Entry) -> None:
    """End a member's talk; a Supervisor has no handling."""
    end_talk(ledger, work, event, entry, by=event.cause)


def owner_changed(ledger: Ledger, work: Work, event: events.OwnerChanged, entry: Entry) -> None:
    """End the talk of who left; a consult that was completed is a transfer."""
    cause = "consult_transfer" if event.cause == "transferred" else event.cause
    end_talk(ledger, work, structs.replace(event, agent=event.former), entry, by=cause)


def wrap_up_started(ledger: Ledger, work: Work, event: events.WrapUpStarted, entry: Entry) -> None:
    """Let the handling go on with wrap-up."""
    _set_handling(ledger, work, event, entry, lambda known: {"ended_at_ms": None})


def wrap_up_ended(ledger: Ledger, work: Work, event: events.WrapUpEnded, entry: Entry) -> None:
    """End the handling."""
    _set_handling(
        ledger,
        work,
        event,
        entry,
        lambda known: {
            "wrap_up_ms": entry.at_ms - known.answered_at_ms - known.talk_ms - known.hold_ms,
            "ended_at_ms": entry.at_ms,
        },
    )


def _set_handling(
    ledger: Ledger,
    work: Work,
    event: Any,
    entry: Entry,
    changes: Callable[[Handling], dict[str, Any]],
) -> None:
    if (known := work.handlings.get(event.agent)) is None:
        return
    positions = (*known.positions, entry.position)
    handling = replace(known, positions=positions, **changes(known))
    work.handlings[event.agent] = handling
    ledger.put(handling)


TALKS: dict[type[Event], Callable[[Ledger, Work, Any, Entry], None]] = {
    events.InteractionEnded: talk_ended,
    events.InteractionParked: parked,
    events.LegLost: leg_lost,
    events.LegConnected: leg_connected,
    events.LegEnded: leg_ended,
    events.OwnerChanged: owner_changed,
    events.CustomerHeld: held,
    events.CustomerRetrieved: retrieved,
    events.HoldFailed: hold_failed,
    events.WrapUpStarted: wrap_up_started,
    events.WrapUpEnded: wrap_up_ended,
}
