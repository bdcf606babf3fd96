"""Greet customers in their own language."""

from __future__ import annotations

from ccsdk.hooks import Plugin
from first_plugin.settings import FirstPluginSettings

__all__ = ["plugin"]

# Data only: the implementation is imported when a center starts.
plugin = Plugin(
    name="first-plugin",
    summary="Greets customers in their own language.",
    implementation="first_plugin.implementation:FirstPlugin",
    settings=FirstPluginSettings,
)
