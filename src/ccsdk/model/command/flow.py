"""Commands on where an Interaction waits, in which place, and what it waits for."""

from __future__ import annotations

from typing import Annotated

import msgspec

from ccsdk.model.command.command import Command, PersonalHalf
from ccsdk.model.interaction import ConnectCause
from ccsdk.model.policy import Attributes, Tier
from ccsdk.model.skill import SkillRequirement
from ccsdk.model.values import DurationMs, Id, Text

__all__ = [
    "AcceptCallback",
    "AcceptSelfService",
    "CompleteSelfService",
    "LeaveMessage",
    "MoveInteraction",
    "ReportConnectFailed",
    "RouteInteraction",
    "SetPriority",
]


class RouteInteraction(Command, frozen=True, kw_only=True):
    """Send what was received into a queue, with what was found out about it meanwhile.

    By the center with the answers of enrichment, or by the bot or flow that owns
    self-service. Without `queue` it is the one that the Interaction came for. What it
    `requires` counts beside what its queue does, in every queue that it comes to; said again of
    a skill, the last word counts.
    """

    interaction: Id
    queue: Id | None = None
    attributes: Attributes = {}
    requires: Annotated[tuple[SkillRequirement, ...], msgspec.Meta(max_length=8)] = ()


class MoveInteraction(Command, frozen=True, kw_only=True):
    """Move a waiting Interaction to another queue at once; it keeps its age."""

    interaction: Id
    queue: Id


class SetPriority(Command, frozen=True, kw_only=True):
    """Give a waiting Interaction another place: a tier, and a head start before its age."""

    interaction: Id
    tier: Tier = 0
    head_start_ms: DurationMs = 0


class AcceptCallback(Command, frozen=True, kw_only=True):
    """Be called back instead of waiting on the line; the place in line is kept."""

    interaction: Id


class AcceptSelfService(Command, frozen=True, kw_only=True):
    """Leave the queue for self-service."""

    interaction: Id


class CompleteSelfService(Command, frozen=True, kw_only=True):
    """Say that self-service settled what the customer came for."""

    interaction: Id


class LeaveMessage(Command, frozen=True, kw_only=True):
    """Leave a message instead of waiting; without a text, what was written already stands."""

    interaction: Id

    class Personal(PersonalHalf, frozen=True, kw_only=True):
        """Carry the message."""

        text: Text | None = None


class ReportConnectFailed(Command, frozen=True, kw_only=True):
    """Say that Agent and customer could not be connected, and by whose fault."""

    interaction: Id
    cause: ConnectCause
