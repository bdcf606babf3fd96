"""What plugins did wrong inside the engine."""

from __future__ import annotations

from ccsdk.model.event.event import Event
from ccsdk.model.pure import PureKind, StrikeReason

__all__ = ["PluginDisabled", "PluginStruck"]


class PluginStruck(Event, frozen=True, kw_only=True):
    """A pure object did wrong; the decision went on as if it was not there.

    `strikes` counts those of this version, this one included.
    """

    kind = "system"

    contribution: PureKind
    name: str
    version: int
    reason: StrikeReason
    strikes: int


class PluginDisabled(Event, frozen=True, kw_only=True):
    """This version of a pure object is asked no more; queues go on without it."""

    kind = "system"

    contribution: PureKind
    name: str
    version: int
    reason: StrikeReason
