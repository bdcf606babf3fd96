"""The plugin keeps what a center counts on in every plugin, and in every scorer."""

from __future__ import annotations

from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk.testing.conformance.pure import ScorerConformance


class TestConformance(PluginConformance):
    plugin = "first_scorer:plugin"
    in_process = "A scorer is asked in the middle of a decision."


class TestScorer(ScorerConformance):
    plugin = "first_scorer:plugin"
    name = "familiar"
