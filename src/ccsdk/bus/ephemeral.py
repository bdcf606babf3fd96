"""The ephemeral lane: what holds for a moment goes from one session to others, past the log.

Rules of this file:

- Only an Interaction that is open has such topics: from InteractionReceived until its talk
  ended. Its refs are kept from committed events, so nothing is asked of anybody.
- Who may send and who hears is asked of the grant table each time. Which readers are asked
  at all follows from whom the Interaction concerns: its Customer, and its staff.
- Nothing is answered, stored or resumed; what the grant refuses is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import attrs

from ccsdk.model import event
from ccsdk.model.event import REFS, Event
from ccsdk.model.grant import grant_of
from ccsdk.model.permission import Grant, permits_hearing, permits_sending
from ccsdk.model.principal import Principal, Role
from ccsdk.model.relation import Relates

__all__ = ["CUSTOMER", "EphemeralLane", "Listener"]

# The `key` of what a visitor announces; staff are known by their ids.
CUSTOMER = "customer"


class Listener(Protocol):
    """Be a connection that hears what others announce."""

    def hear(self, topic: str, key: str, *, ttl_ms: int) -> None:
        """Take an announcement; never waits."""


@attrs.frozen(eq=False)
class _Ear:
    """Hold one subscription that hears: its grant, narrowed, and its connection."""

    party: tuple[Role, str]
    grant: Grant
    listener: Listener


class EphemeralLane:
    """Carry announcements between the connections of one center.

    Args:
        relates: Whether a member of staff is the owner, a reader, ... of an Interaction now.
        agents_of: The staff of an Interaction now.
    """

    def __init__(self, relates: Relates, agents_of: Callable[[str], Iterable[str]]) -> None:
        self._relates = relates
        self._agents_of = agents_of
        self._open: dict[str, dict[str, str]] = {}
        self._ears: dict[tuple[Role, str], dict[object, _Ear]] = {}
        self._by_subscription: dict[object, _Ear] = {}

    def note(self, happened: Event) -> None:
        """Take a committed event."""
        match happened:
            case event.InteractionReceived() | event.InteractionReopened():
                self._open[happened.interaction] = _refs(happened)
            case event.InteractionQueued() if happened.interaction in self._open:
                self._open[happened.interaction] = _refs(happened)
            case (
                event.InteractionEnded()
                | event.InteractionConcluded()
                | event.InteractionAbandoned()
                | event.InteractionClosed()
            ):
                self._open.pop(happened.interaction, None)

    def listen(
        self, subscription: object, principal: Principal, grant: Grant, listener: Listener
    ) -> None:
        """Let a connection hear by a subscription; `grant` is narrowed by its filter."""
        ear = _Ear(_party(principal), grant, listener)
        self._by_subscription[subscription] = ear
        self._ears.setdefault(ear.party, {})[subscription] = ear

    def forget(self, subscription: object) -> None:
        """Forget a subscription, whether it hears or not."""
        ear = self._by_subscription.pop(subscription, None)
        if ear is not None:
            ears = self._ears[ear.party]
            del ears[subscription]
            if not ears:
                del self._ears[ear.party]

    def announce(self, sender: Listener, principal: Principal, topic: str, *, ttl_ms: int) -> None:
        """Tell the other connections that may know, each once; or nobody, without a word."""
        refs = self._refs_of(topic)
        if refs is None or not permits_sending(grant_of(principal), topic, refs, self._relates):
            return
        key = CUSTOMER if principal.role is Role.VISITOR else principal.id
        hearing = {
            ear.listener: None
            for ear in self._near(refs)
            if ear.listener is not sender and permits_hearing(ear.grant, topic, refs, self._relates)
        }
        for listener in hearing:
            listener.hear(topic, key, ttl_ms=ttl_ms)

    def _refs_of(self, topic: str) -> dict[str, str] | None:
        """Return the refs of the open Interaction that a topic is about, if it is."""
        kind, _, rest = topic.partition(".")
        return self._open.get(rest.partition(".")[0]) if kind == "interaction" else None

    def _near(self, refs: dict[str, str]) -> Iterator[_Ear]:
        """Yield the ears among which all are that may hear."""
        yield from self._ears.get((Role.VISITOR, refs["customer"]), {}).values()
        for staff in self._agents_of(refs["interaction"]):
            for role in (Role.AGENT, Role.SUPERVISOR):
                yield from self._ears.get((role, staff), {}).values()


def _party(principal: Principal) -> tuple[Role, str]:
    is_visitor = principal.role is Role.VISITOR
    return principal.role, (principal.customer or "") if is_visitor else principal.id


def _refs(happened: Event) -> dict[str, str]:
    return {ref: value for ref in REFS if (value := getattr(happened, ref, None)) is not None}
