"""What events do to the record of a pure object, and to the queues that used it."""

from __future__ import annotations

from ccsdk.engine.evolving.definition import line_up_anew
from ccsdk.engine.state import PureRecord, State
from ccsdk.model.event import PluginConfigured, PluginDisabled, PluginStruck
from ccsdk.model.pure import PureKind

__all__ = ["configured", "disabled", "struck"]


def configured(state: State, event: PluginConfigured, at_ms: int) -> None:
    """Leave the state as it is: settings of plugins are none of the engine's."""


def struck(state: State, event: PluginStruck, at_ms: int) -> None:
    """Count the strike; those of another version are no more."""
    key = event.contribution, event.name
    state.pure[key] = PureRecord(version=event.version, strikes=event.strikes)


def disabled(state: State, event: PluginDisabled, at_ms: int) -> None:
    """Let queues go on without the object: whom it refused may have their work now."""
    state.pure[event.contribution, event.name].is_disabled = True
    if event.contribution is PureKind.ELIGIBILITY:
        for queue in state.queues.values():
            if any(rule.name == event.name for rule in queue.definition.eligibility):
                line_up_anew(state, queue)
