"""What it leads to that a pure object did wrong, or that a plugin has other settings."""

from __future__ import annotations

from ccsdk.engine.pure import strike
from ccsdk.engine.step import Step
from ccsdk.model.command import ConfigurePlugin, StrikePlugin
from ccsdk.model.entry import Answer
from ccsdk.model.event import PluginConfigured
from ccsdk.model.principal import Principal

__all__ = ["configure_plugin", "strike_plugin"]


def configure_plugin(step: Step, command: ConfigurePlugin, by: Principal) -> Answer:
    """Say it in the log; nothing of it is the engine's."""
    step.emit(
        PluginConfigured(
            name=command.name, version=command.version, config_hash=command.config_hash
        )
    )
    return Answer()


def strike_plugin(step: Step, command: StrikePlugin, by: Principal) -> Answer:
    """Strike an object; one whose version is disabled already stays so without an event."""
    record = step.state.pure.get((command.contribution, command.name))
    if record is None or record.version != command.version or not record.is_disabled:
        strike(step, command.contribution, command.name, command.version, command.reason)
    return Answer()
