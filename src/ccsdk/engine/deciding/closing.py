"""How an Interaction is closed, and when state forgets it.

What ends it for the customer says how it will be closed (`Interaction.closing`); it is
closed in the same decision, or when the last Agent has wrapped up their part of it.
"""

from __future__ import annotations

from ccsdk.engine.deciding.guard import refs
from ccsdk.engine.state import Interaction
from ccsdk.engine.step import Step
from ccsdk.model.event import InteractionClosed, InteractionConcluded, InteractionForgotten
from ccsdk.model.interaction import Closing

__all__ = ["conclude", "finish", "forget_due"]


def conclude(step: Step, interaction: Interaction, outcome: Closing) -> None:
    """End what waits in no queue and nobody talks in."""
    step.emit(InteractionConcluded(**refs(interaction), outcome=outcome))
    finish(step, interaction, agent=None)


def finish(step: Step, interaction: Interaction, *, agent: str | None) -> None:
    """Close what is over, unless somebody wraps up still; `agent` is told, whoever it was."""
    if interaction.wrap_ups:
        return
    assert interaction.closing is not None, f"{interaction.id} is over"
    account = step.state.accounts[interaction.account].definition
    # Nobody comes back to what is forgotten.
    forget_ms = max(account.forget_ms, account.reopen_ms, account.resume_abandoned_ms)
    step.emit(
        InteractionClosed(
            **refs(interaction),
            outcome=interaction.closing,
            agent=agent,
            forget_due_at_ms=step.at_ms + forget_ms,
        )
    )


def forget_due(step: Step, interaction: str) -> None:
    """Drop what was closed long enough ago."""
    step.emit(InteractionForgotten(**refs(step.state.interactions[interaction])))
