"""Commands on an Agent's Presence."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.values import Code, Id

__all__ = [
    "LogIn",
    "LogOut",
    "SetNotReady",
    "SetReady",
]


class LogIn(Command, frozen=True, kw_only=True):
    """Log the Agent in, NOT_READY(login)."""

    agent: Id

    door_fills = ("agent",)


class SetReady(Command, frozen=True, kw_only=True):
    """Make the Agent READY for Offers."""

    agent: Id

    door_fills = ("agent",)


class SetNotReady(Command, frozen=True, kw_only=True):
    """Make the Agent NOT_READY at once; live Offers are declined."""

    agent: Id
    reason: Code

    door_fills = ("agent",)


class LogOut(Command, frozen=True, kw_only=True):
    """Log the Agent out; refused while they own an answered Interaction.

    A Supervisor may force it (`is_forced`): their work goes back to its queues.
    """

    agent: Id
    is_forced: bool = False

    door_fills = ("agent",)
