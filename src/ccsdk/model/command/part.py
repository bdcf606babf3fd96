"""Commands on an Agent's part in an Interaction after their talk."""

from __future__ import annotations

from ccsdk.model.command.command import Command
from ccsdk.model.values import Code, Id

__all__ = [
    "EndWrapUp",
    "ExtendWrapUp",
    "SetDisposition",
]


class ExtendWrapUp(Command, frozen=True, kw_only=True):
    """Give oneself more time to wrap up, up to the cap of the queue."""

    interaction: Id


class SetDisposition(Command, frozen=True, kw_only=True):
    """Say what came of one's part: while wrapping it up, or for 24 h if nobody said."""

    interaction: Id
    disposition: Code


class EndWrapUp(Command, frozen=True, kw_only=True):
    """End an Agent's wrap-up, by a Supervisor."""

    interaction: Id
    agent: Id
