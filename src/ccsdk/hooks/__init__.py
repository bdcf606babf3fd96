"""What a plugin author imports: the hook spec, contribution types, the manifest, every port."""

from __future__ import annotations

from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Channel, Contribution, Panel, Routes
from ccsdk.hooks.manifest import Plugin, PluginImplementation, Secret
from ccsdk.hooks.observing import AlarmDue, Capabilities, Committed, ObserverContext
from ccsdk.hooks.query import Deadline
from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.hooks.specs import hookimpl, hookspec

__all__ = [
    "AlarmDue",
    "Capabilities",
    "Channel",
    "Committed",
    "Contribution",
    "Credentials",
    "Deadline",
    "Eligibility",
    "ObserverContext",
    "Panel",
    "Plugin",
    "PluginContext",
    "PluginImplementation",
    "Routes",
    "Scorer",
    "Secret",
    "StaffSession",
    "Strategy",
    "hookimpl",
    "hookspec",
]
