"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

from ccsdk.testing.conformance.plugin import PluginConformance


class TestDeskConformance(PluginConformance):
    plugin = "ccsdk_desk:plugin"
    in_process = "It serves the desk, and that is the center's to serve."
