"""The plugin keeps what a center counts on in every plugin, and a desk in every panel."""

from __future__ import annotations

from pathlib import Path

from ccsdk.testing.conformance.panel import PanelConformance

SHOP = Path(__file__).parents[3] / "examples" / "shop" / "knowledge"


class TestKnowledgeConformance(PanelConformance):
    plugin = "ccsdk_knowledge:plugin"
    settings = {"folder": str(SHOP)}
    in_process = "It serves its panel, and that is the center's to serve."
