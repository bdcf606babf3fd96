"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

from ccsdk.testing.conformance.plugin import PluginConformance


class TestConformance(PluginConformance):
    plugin = "first_plugin:plugin"
