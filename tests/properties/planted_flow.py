"""Planted bugs of entry, overflow, the timeline and callbacks; see `test_planted_bugs`."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from ccsdk.engine.deciding import entering, timeline
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.model import event as ev


def anybody_enters(patch: pytest.MonkeyPatch) -> None:
    """R21: a queue admits whoever comes, whatever its policy says."""
    patch.setattr(entering, "refusal_of", lambda state, queue: None)


def overflows_for_ever(patch: pytest.MonkeyPatch) -> None:
    """R21: two queues hand an Interaction back and forth."""
    patch.setattr(entering, "HOPS_MAX", 1_000)
    patch.setattr(timeline, "HOPS_MAX", 1_000)


def empty_queue_is_not_noticed(patch: pytest.MonkeyPatch) -> None:
    """T2: the last Agent is there again, and those who wait are thrown out all the same."""

    def staffed(state: State, event: Any, at_ms: int) -> None:
        state.queues[event.queue].is_empty = False

    patch.setitem(EVOLVE, ev.QueueStaffed, staffed)


def steps_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """R22: each step takes the next one along."""
    evolve = EVOLVE[ev.StepDue]

    def hurries(state: State, event: Any, at_ms: int) -> None:
        evolve(state, event, at_ms)
        state.interactions[event.interaction].next_step += 1

    patch.setitem(EVOLVE, ev.StepDue, hurries)


def move_does_not_wait(patch: pytest.MonkeyPatch) -> None:
    """R5: a step moves an Interaction away under the Agent who is being asked."""
    patch.setattr(timeline, "_LEAVING", ())


def callback_goes_to_the_end(patch: pytest.MonkeyPatch) -> None:
    """R23: who hangs up loses their place."""
    emit = Step.emit

    def loses(step: Step, event: Any) -> None:
        if isinstance(event, ev.CallbackScheduled) and event.ended_visit is not None:
            event = msgspec.structs.replace(event, order_from_ms=step.at_ms)
        emit(step, event)

    patch.setattr(Step, "emit", loses)


def callback_never_rests(patch: pytest.MonkeyPatch) -> None:
    """R23: a callback that reached nobody is dialled again at once."""
    evolve = EVOLVE[ev.ConnectFailed]

    def hurries(state: State, event: Any, at_ms: int) -> None:
        evolve(state, event, at_ms)
        state.interactions[event.interaction].is_resting = False

    patch.setitem(EVOLVE, ev.ConnectFailed, hurries)


BUGS = [
    ("R5", move_does_not_wait),
    ("R21", anybody_enters),
    ("R21", overflows_for_ever),
    ("R22", steps_are_passed_over),
    ("R23", callback_goes_to_the_end),
    ("R23", callback_never_rests),
    ("T2", empty_queue_is_not_noticed),
]
