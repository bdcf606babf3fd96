"""What happens in the center, told to other systems; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.outbox import OUTBOX_MIGRATION
from ccsdk_webhooks.settings import WebhooksSettings

__all__ = ["plugin"]

plugin = Plugin(
    name="webhooks",
    summary="What happens, told to other systems: signed, in order, until it arrives.",
    settings=WebhooksSettings,
    implementation="ccsdk_webhooks.implementation:Webhooks",
    # Whatever a target's own topics and classes let through; by default no class at all.
    capabilities=Capabilities(
        topics=(">",),
        personal=("address", "name", "note", "staff", "text"),
        egress=("setting:targets.*.url",),
    ),
    migrations=(OUTBOX_MIGRATION,),
)
