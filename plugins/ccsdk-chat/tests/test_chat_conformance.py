"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

from ccsdk.testing.conformance.plugin import PluginConformance


class TestChatConformance(PluginConformance):
    plugin = "ccsdk_chat:plugin"
    in_process = "It serves the widget and its pages, and these are the center's to serve."
