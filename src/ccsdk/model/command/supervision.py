"""Commands of a Supervisor on a running talk: listen, whisper, join in."""

from __future__ import annotations

from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.values import Id, Text

__all__ = [
    "BargeIn",
    "StartMonitor",
    "StartWhisper",
    "StopMonitor",
    "WhisperMessage",
]


class StartMonitor(Command, frozen=True, kw_only=True):
    """Listen to a talk from now on; the customer does not know."""

    interaction: Id


class StartWhisper(Command, frozen=True, kw_only=True):
    """Listen to a talk, and be able to write to its owner alone."""

    interaction: Id


class BargeIn(Command, frozen=True, kw_only=True):
    """Take part in a talk: what one writes, the customer reads."""

    interaction: Id


class StopMonitor(Command, frozen=True, kw_only=True):
    """Leave a talk one listens to or barged into."""

    interaction: Id


class WhisperMessage(Command, frozen=True, kw_only=True):
    """Write to the owner of a talk; nobody else on it sees the message."""

    interaction: Id

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message."""

        text: Text
