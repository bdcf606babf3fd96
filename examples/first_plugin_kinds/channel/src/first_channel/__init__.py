"""Text messages of a phone number, by the HTTP interface of a gateway."""

from __future__ import annotations

from ccsdk.hooks import Capabilities, Plugin
from ccsdk.hooks.outbox import OUTBOX_MIGRATION
from first_channel.settings import FirstChannelSettings

__all__ = ["plugin"]

# Data only: the implementation is imported when a center starts.
plugin = Plugin(
    name="first-channel",
    summary="Text messages of a phone number, by a gateway's HTTP interface.",
    implementation="first_channel.implementation:FirstChannel",
    settings=FirstChannelSettings,
    capabilities=Capabilities(
        topics=(
            "interaction.*.InteractionReceived",
            "interaction.*.InteractionForgotten",
            "interaction.*.MessageSent",
        ),
        # Without these two we would be told that a message was sent, but neither where to nor what.
        personal=("address", "text"),
        # The host of the gateway's URL in our settings, and no other.
        egress=("setting:url",),
    ),
    # A table of what is to be sent, in a file of our own.
    migrations=(OUTBOX_MIGRATION,),
)
