"""The close: the one event that ends an Interaction for good."""

from __future__ import annotations

from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.model import event as events
from ccsdk.model.interaction import Closing

__all__ = ["close"]


def close(
    step: Step, interaction: Interaction, outcome: Closing, *, agent: str | None = None
) -> None:
    """Close for good; `agent` is told, whoever it was."""
    forget_ms = step.state.accounts[interaction.account].definition.forget_ms
    step.emit(
        events.InteractionClosed(
            **refs(interaction),
            outcome=outcome,
            agent=agent,
            forget_due_at_ms=step.at_ms + forget_ms,
        )
    )
