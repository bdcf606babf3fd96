"""What the shop itself knows of a customer, asked over HTTP; importing it does nothing."""

from __future__ import annotations

from ccsdk.hooks.manifest import Plugin
from ccsdk.hooks.observing import Capabilities
from ccsdk_profile_http.settings import ProfileSettings

__all__ = ["plugin"]

plugin = Plugin(
    name="profile-http",
    summary="Shows agents what the shop's own server says of a customer, and routes by it.",
    settings=ProfileSettings,
    implementation="ccsdk_profile_http.implementation:ProfileHttp",
    capabilities=Capabilities(personal=("external_id",), egress=("setting:origin",)),
)
