"""What a message does: it puts off the end of a talk in which nobody writes."""

from __future__ import annotations

from ccsdk.engine.state import Interaction, State
from ccsdk.model.event import MessageReceived, MessageSent

__all__ = ["arm_idle", "received", "written"]


def received(state: State, event: MessageReceived, at_ms: int) -> None:
    """Wait for the next message, also while the customer serves themselves."""
    written(state, event, at_ms)
    if event.self_service_due_at_ms is not None:
        due_ms = event.self_service_due_at_ms
        state.deadlines.arm(("self_service", event.interaction), due_ms)


def written(state: State, event: MessageReceived | MessageSent, at_ms: int) -> None:
    """Wait for the next message."""
    arm_idle(state, state.interactions[event.interaction], event.idle_due_at_ms)


def arm_idle(state: State, interaction: Interaction, due_ms: int | None) -> None:
    """End the talk at an instant, if nobody writes before; None ends nothing."""
    if due_ms is not None:
        state.deadlines.arm(("idle", interaction.id), due_ms)
