"""What plugins did wrong inside the engine, and that their settings changed."""

from __future__ import annotations

from ccsdk.model.event.event import Event
from ccsdk.model.pure import PureKind, StrikeReason

__all__ = ["PluginConfigured", "PluginDisabled", "PluginStruck"]


class PluginConfigured(Event, frozen=True, kw_only=True):
    """A plugin runs from here on with other settings, or as another version.

    `config_hash` is keyed with the center's secret: it tells that two are equal, and nothing
    of what they are. `version` is empty for a plugin that no distribution brought.
    """

    kind = "system"

    name: str
    version: str
    config_hash: str


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
