"""What a queue's policy must be before it is taken: readable, in order, true to its promise.

Queues that a policy leads to need not be there yet, since two may lead to each other; one
that is not there admits nobody, and the lint names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ccsdk.engine.bound import unbounded_by
from ccsdk.engine.condition import condition_of
from ccsdk.engine.state import State
from ccsdk.errors import ConditionError, PolicyRefusedError, UnknownEntityError
from ccsdk.model.command import DefineQueue
from ccsdk.model.queue import Strategy

__all__ = ["conditions_of", "policy_mistakes", "require_policy"]


def require_policy(state: State, command: DefineQueue) -> None:
    """Let a policy pass that can be kept.

    Raises:
        PolicyRefusedError: A member cannot be; with its path.
        UnknownEntityError: There is no such calendar.
    """
    if command.calendar is not None and command.calendar not in state.calendars:
        raise UnknownEntityError(kind="calendar", id=command.calendar)
    for mistake in policy_mistakes(command):
        raise mistake


def policy_mistakes(command: DefineQueue) -> Iterator[PolicyRefusedError]:
    """Yield everything for which a policy would be refused, whatever else is defined."""
    for path, text in conditions_of(command):
        try:
            condition_of(text)
        except ConditionError as error:
            problem = f"column {error.column}: {error.problem}"
            mistake = PolicyRefusedError(path=path, problem=problem, nearest=error.nearest)
            mistake.__cause__ = error
            yield mistake
    for n, rule in enumerate(command.overflow):
        if (rule.to.queue is None) is (rule.to.terminal is None):
            problem = "a target is a queue or a terminal"
            yield PolicyRefusedError(path=f"overflow[{n}].to", problem=problem)
    yield from _disorder(command)
    yield from _vain_advice(command)
    if command.is_bounded and (broken := unbounded_by(command)):
        yield PolicyRefusedError(path=broken[0], problem=broken[1])


def _disorder(command: DefineQueue) -> Iterator[PolicyRefusedError]:
    for n, (one, after) in enumerate(pairwise(command.steps)):
        if after.after_ms < one.after_ms:
            problem = "a step comes no earlier than the one before it"
            yield PolicyRefusedError(path=f"steps[{n + 1}].after_ms", problem=problem)
    names = [each.name for each in command.classes]
    for n, each in enumerate(command.classes):
        if each.name in names[:n]:
            yield PolicyRefusedError(path=f"classes[{n}].name", problem="is another class's name")
        if (each.burst is None) is not (each.refill_ms is None):
            problem = "a bucket has both a burst and a refill"
            yield PolicyRefusedError(path=f"classes[{n}].burst", problem=problem)


def _vain_advice(command: DefineQueue) -> Iterator[PolicyRefusedError]:
    """Let plugins advise a strategy that leaves them something to say, each of them once."""
    for part in ("scorers", "eligibility"):
        names = [each.name for each in getattr(command, part)]
        for n, name in enumerate(names):
            if name in names[:n]:
                yield PolicyRefusedError(path=f"{part}[{n}].name", problem="stands there twice")
    path = "plugin_strategy" if command.plugin_strategy else "scorers"
    if not command.plugin_strategy and not command.scorers:
        return
    if command.plugin_strategy and command.scorers:
        problem = "a plugin's strategy chooses by itself; leave one of them out"
        yield PolicyRefusedError(path="scorers", problem=problem)
    if command.strategy is Strategy.WEIGHTED_RANDOM:
        problem = "chance takes no advice; choose another strategy"
        yield PolicyRefusedError(path=path, problem=problem)
    if command.plugin_strategy and command.strategy is Strategy.BROADCAST:
        problem = "a plugin's strategy names one Agent, and a broadcast asks several"
        yield PolicyRefusedError(path=path, problem=problem)


def conditions_of(command: DefineQueue) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every condition of a policy."""
    for part in ("overflow", "classes", "steps"):
        for n, each in enumerate(getattr(command, part)):
            if each.when is not None:
                yield f"{part}[{n}].when", each.when
