"""Planted bugs in what becomes of an Agent's part: wrap-up, transfer, parking, coming back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.engine.deciding import part as deciding_part
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model import event as ev

Plant = Callable[[pytest.MonkeyPatch], None]


def wrap_up_never_ends(patch: pytest.MonkeyPatch) -> None:
    """T2: a deadline is armed later than its event says."""
    started_on_time = EVOLVE[ev.WrapUpStarted]

    def started(state: State, event: Any, at_ms: int) -> None:
        started_on_time(state, event, at_ms)
        late_ms = event.wrap_up_due_at_ms + 3_600_000
        state.deadlines.arm(("wrap_up", event.interaction, event.agent), late_ms)

    patch.setitem(EVOLVE, ev.WrapUpStarted, started)


def everybody_wraps_up_again(patch: pytest.MonkeyPatch) -> None:
    """R16: who has wrapped up their part begins again when another talk ends."""
    end_part = deciding_part.end_part

    def all_again(step: Step, interaction: Interaction, agent: str) -> None:
        end_part(step, interaction, agent)
        end_part(step, interaction, agent)

    patch.setattr("ccsdk.engine.deciding.interaction.end_part", all_again)


BUGS: list[tuple[str, Plant]] = [
    ("T2", wrap_up_never_ends),
    ("R16", everybody_wraps_up_again),
]
