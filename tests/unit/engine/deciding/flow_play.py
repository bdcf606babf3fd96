"""Policies in one line, for the tests of entry, overflow, the timeline and callbacks."""

from __future__ import annotations

from typing import Any

from ccsdk.model import command as cmd
from ccsdk.model.event import InteractionClosed
from ccsdk.model.policy import Operation, OverflowRule, OverflowTarget, Terminal, TimelineStep
from tests.unit.engine.play import Play


def to(target: str | Terminal, when: str | None = None) -> OverflowRule:
    """Return a rule that leads to a queue or to an end."""
    if isinstance(target, Terminal):
        return OverflowRule(to=OverflowTarget(terminal=target), when=when)
    return OverflowRule(to=OverflowTarget(queue=target), when=when)


def at(after_ms: int, do: Operation, when: str | None = None) -> TimelineStep:
    """Return a step."""
    return TimelineStep(after_ms=after_ms, do=do, when=when)


def full(*overflow: OverflowRule, **more: Any) -> Play:
    """Return a center whose queue `q` admits nobody, beside a queue `p` that admits all."""
    play = Play()
    play.queue("p")
    play.queue("q", max_waiting=0, overflow=overflow, **more)
    return play


def state_of(play: Play, number: int = 1) -> str:
    """Return the state of an Interaction."""
    return str(play.state.interactions[f"in_{number}"].state.value)


def outcome_of(play: Play) -> str:
    """Return how the last closed Interaction ended."""
    return str(play.last(InteractionClosed).outcome.value)


def wait_at(play: Play, number: int, **more: Any) -> None:
    """Let an Interaction wait in `q`, a second after the one before it."""
    play.wait(1_000)
    play.write(number, **more)


CALL_BACK = cmd.AcceptCallback(interaction="in_1")
