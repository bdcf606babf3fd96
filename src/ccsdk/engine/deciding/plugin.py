"""What it leads to that the center saw a pure object do wrong."""

from __future__ import annotations

from ccsdk.engine.pure import strike
from ccsdk.engine.step import Step
from ccsdk.model.command import StrikePlugin
from ccsdk.model.entry import Answer
from ccsdk.model.principal import Principal

__all__ = ["strike_plugin"]


def strike_plugin(step: Step, command: StrikePlugin, by: Principal) -> Answer:
    """Strike an object; one whose version is disabled already stays so without an event."""
    record = step.state.pure.get((command.contribution, command.name))
    if record is None or record.version != command.version or not record.is_disabled:
        strike(step, command.contribution, command.name, command.version, command.reason)
    return Answer()
