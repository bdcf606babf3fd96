"""The plugin keeps what a center counts on in every plugin."""

from __future__ import annotations

from ccsdk.model.command import CompleteWrapUp, EndInteraction
from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk.testing.harness import Stage


class TestWellbeingConformance(PluginConformance):
    plugin = "ccsdk_wellbeing:plugin"
    settings = {"heavy": {"queues": ["support"], "in_a_row": 1, "slots": {"chat": 1}}}

    async def day(self, stage: Stage) -> None:
        """Let an Agent have two talks that count as heavy."""
        for visitor in ("anna", "boris"):
            interaction = await stage.interaction(visitor=visitor)
            mei = await stage.answered(interaction)
            await mei.ask(EndInteraction, interaction=interaction)
            await mei.ask(CompleteWrapUp, interaction=interaction)
            await stage.settle()
