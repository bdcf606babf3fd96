"""What events of one kind have in common: whom they name."""

from __future__ import annotations

from ccsdk.model.event.event import Event

__all__ = [
    "OfInteraction",
    "OfOffer",
    "OfPart",
]


class OfInteraction(Event, frozen=True, kw_only=True):
    """State a fact about an Interaction."""

    kind = "interaction"

    interaction: str
    customer: str
    channel: str
    queue: str | None = None


class OfOffer(OfInteraction, frozen=True, kw_only=True):
    """State a fact about an Offer to an Agent."""

    offer: str
    agent: str


class OfPart(OfInteraction, frozen=True, kw_only=True):
    """State a fact about an Agent's part in an Interaction."""

    agent: str
