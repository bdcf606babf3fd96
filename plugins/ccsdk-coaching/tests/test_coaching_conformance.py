"""The plugin keeps what a center counts on in every plugin, and a desk in every panel."""

from __future__ import annotations

import subprocess
import sys

from ccsdk.testing.conformance.panel import PanelConformance


class TestCoachingConformance(PanelConformance):
    plugin = "ccsdk_coaching:plugin"
    in_process = "It serves its panel, and that is the center's to serve."


def test_rules_are_imported_by_who_lints_and_by_nobody_else() -> None:
    script = (
        "import sys, ccsdk_coaching.implementation\n"
        "print([m for m in sys.modules if m.startswith('ccsdk_coaching.rules')])"
    )

    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == "[]"
