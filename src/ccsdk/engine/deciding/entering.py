"""Who may enter a queue, whichever way they come."""

from __future__ import annotations

from ccsdk.engine.state import Interaction, State

__all__ = ["refusal_of"]


def refusal_of(state: State, queue: str, interaction: Interaction) -> str | None:
    """Return why a queue does not admit an Interaction now, None if it does."""
    return None if queue in state.queues else "unknown"
