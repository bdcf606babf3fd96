"""Put a card beside each open Interaction of the desk."""

from __future__ import annotations

from ccsdk.hooks import Plugin
from first_panel.settings import FirstPanelSettings

__all__ = ["plugin"]

# Data only: the implementation is imported when a center starts.
plugin = Plugin(
    name="first-panel",
    summary="Counts a customer's messages beside each open Interaction.",
    implementation="first_panel.implementation:FirstPanel",
    settings=FirstPanelSettings,
)
