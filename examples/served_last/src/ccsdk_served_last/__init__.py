"""Customers come back to who served them last; work is spread by its weight."""

from __future__ import annotations

from ccsdk.hooks import Plugin

plugin = Plugin(
    name="served-last",
    summary="Lets customers come back to who served them last, and spreads work by its weight.",
    implementation="ccsdk_served_last.implementation:ServedLast",
)
