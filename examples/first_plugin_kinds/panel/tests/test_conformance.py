"""The plugin keeps what a center counts on in every plugin, and the desk in every panel."""

from __future__ import annotations

from ccsdk.testing.conformance.panel import PanelConformance


class TestConformance(PanelConformance):
    plugin = "first_panel:plugin"
    in_process = "It serves the panel's files, and that is the center's to do."
