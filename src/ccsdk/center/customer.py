"""`customer.v1`: who the customer of an Interaction is, and what they came for before.

For who may read the Interaction with the customer's name: its owner, whom a note mentioned,
and who opened it after its close. The past is told only of a customer for whom the site
signed, since anybody may claim to be somebody. It is read by the Customer's own positions in
the log, newest first and bounded, so that it costs the same however long the log is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from ccsdk.center.history import Access
from ccsdk.errors import UnknownEntityError
from ccsdk.hooks.ports import LogStore
from ccsdk.model import event
from ccsdk.model.entry import Entry
from ccsdk.model.profile import Profile
from ccsdk.wire.envelope import envelope

__all__ = ["EARLIER_MAX", "POSITIONS_MAX", "read_customer"]

EARLIER_MAX = 20
# How far back is looked: so many of the Customer's newest events, whatever they are.
POSITIONS_MAX = 2_000

_PAGE = 250
# Whose profile has no such class is not told who the customer is.
_CLASS = "name"


async def read_customer(
    store: LogStore, access: Access, interaction: str, positions: Sequence[int]
) -> dict[str, Any]:
    """Return the answer of `customer.v1`.

    Args:
        store: The log.
        access: What the reader may see of the Interaction.
        interaction: Whose customer is asked about; it is not among the earlier ones.
        positions: Where that Customer's events stand, ascending; the newest
            `POSITIONS_MAX` of them are looked at.

    Raises:
        UnknownEntityError: The reader may not know who the customer is.
    """
    profile = access.profile
    if profile is None or _CLASS not in profile.classes:
        raise UnknownEntityError(kind="interaction", id=interaction)
    (first,) = await store.read_subject(f"interaction/{interaction}", before=2, limit=1)
    customer = _identity(first, profile)
    items: list[dict[str, Any]] = []
    is_more = False
    if customer["is_verified"]:
        items = await _earlier(store, first.position, positions[-POSITIONS_MAX:])
        is_more = len(items) > EARLIER_MAX or len(positions) > POSITIONS_MAX
    return {"customer": customer, "items": items[:EARLIER_MAX], "more": is_more}


def _identity(first: Entry, profile: Profile) -> dict[str, Any]:
    """Return who the customer is, as far as an Interaction's first event tells a profile."""
    received = first.event
    assert isinstance(received, event.InteractionReceived), "an Interaction begins with it"
    seen = msgspec.json.decode(envelope(first, profile))
    return {
        "id": received.customer,
        "is_verified": received.is_verified,
        "personal": seen.get("personal", {}),
    }


async def _earlier(store: LogStore, before: int, positions: Sequence[int]) -> list[dict[str, Any]]:
    """Return the Interactions received before a position, newest first, one too many."""
    found: list[dict[str, Any]] = []
    past: dict[str, dict[str, Any]] = {}
    for end in range(len(positions), 0, -_PAGE):
        page = await store.read_positions(positions[max(0, end - _PAGE) : end])
        for entry in reversed(page):
            happened = entry.event
            interaction: str | None = getattr(happened, "interaction", None)
            if interaction is None:
                continue
            told = past.setdefault(interaction, {})
            _tell(told, entry)
            if isinstance(happened, event.InteractionReceived) and entry.position < before:
                found.append({"interaction": interaction, "received_at_ms": entry.at_ms, **told})
        if len(found) > EARLIER_MAX:
            break
    return found[: EARLIER_MAX + 1]


def _tell(told: dict[str, Any], entry: Entry) -> None:
    """Add what an event says of its Interaction; what later ones said stands."""
    happened = entry.event
    facts: dict[str, Any] = {
        "queue": getattr(happened, "queue", None),
        "channel": getattr(happened, "channel", None),
    }
    match happened:
        case event.InteractionClosed():
            facts["outcome"] = happened.outcome.value
            facts["closed_at_ms"] = entry.at_ms
        case event.WrapUpEnded():
            facts["disposition"] = happened.disposition
        case event.InteractionAnswered():
            facts["agent"] = happened.agent
    for name, value in facts.items():
        if value is not None:
            told.setdefault(name, value)
