"""Commands on the legs of a talk: hold, further participants, further channels."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.values import Id

__all__ = [
    "AddParticipant",
    "ElevateChannel",
    "HoldCustomer",
    "JoinChannel",
    "LeaveInteraction",
    "ReportHoldFailed",
    "RetrieveCustomer",
]


class HoldCustomer(Command, frozen=True, kw_only=True):
    """Put the customer on hold."""

    interaction: Id


class RetrieveCustomer(Command, frozen=True, kw_only=True):
    """Take the customer back from hold."""

    interaction: Id


class ReportHoldFailed(Command, frozen=True, kw_only=True):
    """Say that the channel could not hold the customer."""

    interaction: Id


class AddParticipant(Command, frozen=True, kw_only=True):
    """Ask another Agent, who is READY and has room, to join the running talk."""

    interaction: Id
    agent: Id


class LeaveInteraction(Command, frozen=True, kw_only=True):
    """Leave a talk that goes on without you; the last Agent to leave ends it.

    Where the owner leaves, the member who is there longest owns it.
    """

    interaction: Id


class ElevateChannel(Command, frozen=True, kw_only=True):
    """Ask the customer to come to another channel as well, or instead if `is_switch`."""

    interaction: Id
    to: Id
    is_switch: bool = False


class JoinChannel(Command, frozen=True, kw_only=True):
    """Come to the channel one was asked to."""

    interaction: Id
