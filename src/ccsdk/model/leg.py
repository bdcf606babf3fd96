"""Legs: who takes part in an Interaction, in which role, on which channel."""

from __future__ import annotations

from enum import Enum

__all__ = ["LegParty", "LegRole", "LegState"]


class LegParty(Enum):
    """Name what kind of party a leg leads to."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SUPERVISOR = "supervisor"


class LegRole(Enum):
    """Name what a party may do: the owner leads, a member talks, the others only listen.

    MONITOR hears everything; WHISPER may besides write what the owner alone sees.
    """

    OWNER = "owner"
    MEMBER = "member"
    MONITOR = "monitor"
    WHISPER = "whisper"


class LegState(Enum):
    """Name where a leg stands; LOST and ENDED are ends."""

    DIALING = "DIALING"
    CONNECTED = "CONNECTED"
    HELD = "HELD"
    LOST = "LOST"
    ENDED = "ENDED"
