"""Commands on an Agent: their Presence, and what they can take on until defined anew."""

from __future__ import annotations

from ccsdk.model.channel import Slots
from ccsdk.model.command.command import Command
from ccsdk.model.skill import Proficiency
from ccsdk.model.values import Code, Id

__all__ = [
    "LogIn",
    "LogOut",
    "SetCapacity",
    "SetNotReady",
    "SetReady",
    "SetSkills",
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


class SetCapacity(Command, frozen=True, kw_only=True):
    """Give the Agent other slots than defined, until they are defined anew.

    What `slots` does not name is as defined. Work above a cut goes on and drains. Where a
    Supervisor gave some, a plugin is refused.
    """

    agent: Id
    slots: dict[Id, Slots]


class SetSkills(Command, frozen=True, kw_only=True):
    """Give the Agent these skills instead of those defined, until they are defined anew.

    Where a Supervisor gave some, a plugin is refused.
    """

    agent: Id
    skills: dict[Id, Proficiency]
