"""Commands that take an Interaction from its owner: transfer, parking, cancelling."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.transfer import TransferTarget
from ccsdk.model.values import Id, InstantMs

__all__ = [
    "BlindTransfer",
    "CancelInteraction",
    "ParkInteraction",
    "ResumeInteraction",
]


class BlindTransfer(Command, frozen=True, kw_only=True):
    """Give an answered Interaction away, by its owner or a Supervisor; its owner wraps up.

    Nobody waits for a taker.
    """

    interaction: Id
    to: TransferTarget


class ParkInteraction(Command, frozen=True, kw_only=True):
    """Lay an answered Interaction of an asynchronous channel aside until an instant.

    It goes on earlier when the customer writes, or by ResumeInteraction.
    """

    interaction: Id
    until_ms: InstantMs


class ResumeInteraction(Command, frozen=True, kw_only=True):
    """Let a parked Interaction go on now, by who parked it or a Supervisor."""

    interaction: Id


class CancelInteraction(Command, frozen=True, kw_only=True):
    """End an Interaction in any open state, by a Supervisor."""

    interaction: Id
