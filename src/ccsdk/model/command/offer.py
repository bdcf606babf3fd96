"""Commands of an Agent on an Offer."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.values import Code, Id

__all__ = [
    "AcceptOffer",
    "AcknowledgeOffer",
    "DeclineOffer",
    "PickInteraction",
]


class AcknowledgeOffer(Command, frozen=True, kw_only=True):
    """Say that the Offer is in front of the Agent: dialog or notification is up."""

    offer: Id


class AcceptOffer(Command, frozen=True, kw_only=True):
    """Take the Offer; of several accepts the first in the log wins."""

    offer: Id


class DeclineOffer(Command, frozen=True, kw_only=True):
    """Refuse the Offer; the Agent is passed over for this Interaction for a while."""

    offer: Id
    reason: Code | None = None


class PickInteraction(Command, frozen=True, kw_only=True):
    """Take a waiting Interaction by oneself, where its queue lets Agents pick.

    Whoever picks must be eligible as for an Offer, and it must stand among the first
    `pick_from` of its queue.
    """

    interaction: Id
    agent: Id

    door_fills = ("agent",)
