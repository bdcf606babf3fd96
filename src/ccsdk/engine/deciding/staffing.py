"""Queues that need somebody: what happens when the last of their Agents logs out."""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk.engine.deciding.entering import flow_out
from ccsdk.engine.staff import is_staffed
from ccsdk.engine.step import Step
from ccsdk.model.event import QueueEmptied, QueueOverflowed, QueueStaffed
from ccsdk.model.interaction import InteractionState

__all__ = ["empty_due", "overflow_all", "watch"]


def watch(step: Step, queues: Iterable[str]) -> None:
    """Note which of these queues have lost their last Agent, or have one again."""
    for name in queues:
        queue = step.state.queues[name]
        is_empty = queue.definition.needs_staff and not is_staffed(step.state, name)
        if is_empty and not queue.is_empty:
            due_ms = step.at_ms + queue.definition.empty_ms
            step.emit(QueueEmptied(queue=name, empty_due_at_ms=due_ms))
        elif queue.is_empty and not is_empty:
            step.emit(QueueStaffed(queue=name))


def empty_due(step: Step, queue: str) -> None:
    """Let everybody out: nobody came in time."""
    overflow_all(step, queue, reason="empty")


def overflow_all(step: Step, queue: str, *, reason: str) -> None:
    """Let all who wait in a queue leave by its overflow chain, the first in line first."""
    step.emit(QueueOverflowed(queue=queue, reason=reason))
    for place in list(step.state.queues[queue].line):
        interaction = step.state.interactions[place[2]]
        # Who was accepted is about to be answered.
        if interaction.state is not InteractionState.CONNECTING:
            flow_out(step, interaction, reason=reason)
