"""What a plugin author imports: the hook spec, contribution types, the manifest, every port."""

from __future__ import annotations

from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.command_line import CliGroup
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Channel, Contribution, Panel, Routes
from ccsdk.hooks.egress import Egress, EgressAnswer
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.knowledge import Article, KnowledgeQuery
from ccsdk.hooks.manifest import Plugin, PluginImplementation, Secret
from ccsdk.hooks.observing import (
    AlarmDue,
    Capabilities,
    Committed,
    ObserverContext,
    PluginNotReady,
)
from ccsdk.hooks.profile import Arrival, Attribute, Identity, ProfileField, ProfileFragment
from ccsdk.hooks.provide import Provide
from ccsdk.hooks.query import Deadline, Merge
from ccsdk.hooks.requests import QueryHandler
from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.hooks.specs import hookimpl, hookspec
from ccsdk.hooks.storage import Storage

__all__ = [
    "AlarmDue",
    "Arrival",
    "Article",
    "Attribute",
    "Capabilities",
    "Channel",
    "CliGroup",
    "Committed",
    "Contribution",
    "Credentials",
    "Deadline",
    "Egress",
    "EgressAnswer",
    "Eligibility",
    "Identity",
    "Inbound",
    "KnowledgeQuery",
    "Merge",
    "ObserverContext",
    "Panel",
    "Plugin",
    "PluginContext",
    "PluginImplementation",
    "PluginNotReady",
    "ProfileField",
    "ProfileFragment",
    "Provide",
    "QueryHandler",
    "Routes",
    "Scorer",
    "Secret",
    "StaffSession",
    "Storage",
    "Strategy",
    "hookimpl",
    "hookspec",
]
