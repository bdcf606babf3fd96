"""What an Agent chose (Presence), what the engine derives (Occupancy), what defines them."""

from __future__ import annotations

from enum import Enum

__all__ = ["Occupancy", "Presence", "PresenceReason"]


class Presence(Enum):
    """Name what the Agent chose; nothing but an AgentPresenceChanged event moves it."""

    LOGGED_OUT = "LOGGED_OUT"
    NOT_READY = "NOT_READY"
    READY = "READY"


class PresenceReason(Enum):
    """Name the reasons for NOT_READY that the engine itself gives; agents give codes."""

    LOGIN = "login"
    RONA = "rona"
    CONNECTION_LOST = "connection_lost"


class Occupancy(Enum):
    """Name what an Agent is busy with: the first of these that holds."""

    ENGAGED = "ENGAGED"
    WRAP_UP = "WRAP_UP"
    OFFERED = "OFFERED"
    IDLE = "IDLE"
