"""Lint: what a whole set of definitions says that nobody can have meant.

Pure, and about policies as they are written, before anybody calls: a condition that is never
true, a rule behind one that always comes first, a skill that nobody has, a step that relaxes
nothing, an overflow that leads nowhere, round in circles or to no end, or that nothing leads
to, a tier that may wait for ever, a calendar that never opens. Nothing here stops a center;
what cannot be kept at all is refused where it is defined (`ccsdk.engine.deciding.policy`).

A rule that leads to a queue shadows nothing, since that queue may refuse; one that leads to
an end does. A class with a bucket shadows nothing either: its excess goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from ccsdk.engine.condition import condition_of
from ccsdk.model.calendar import Intervals
from ccsdk.model.command import DefineAgent, DefineQueue
from ccsdk.model.condition import Condition, is_covered
from ccsdk.model.condition import lint as lint_condition
from ccsdk.model.policy import Discipline, End, Move, Order, OverflowRule, Relax
from ccsdk.model.spelling import nearest

__all__ = ["Finding", "Policies", "lint"]

Kind = TypeVar("Kind", Relax, Move, Order)

_ALWAYS = "True"


@attrs.frozen
class Finding:
    """Name a member of a policy by its path, the rule it breaks, and what is wrong."""

    path: str
    rule: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem} ({self.rule})"


@attrs.frozen(kw_only=True)
class Policies:
    """Hold the definitions of a center, by their ids.

    `attributes` are those that anybody says; None if that is not known.
    """

    queues: Mapping[str, DefineQueue]
    agents: Mapping[str, DefineAgent]
    calendars: Mapping[str, Intervals]
    attributes: Collection[str] | None = None


def lint(policies: Policies) -> tuple[Finding, ...]:
    """Return what is wrong, queue by queue and then calendar by calendar.

    Args:
        policies: Definitions that the engine would take.
    """
    found = [
        finding
        for queue in policies.queues.values()
        for rule in _RULES
        for finding in rule(policies, queue)
    ]
    return (*found, *_empty_calendars(policies))


def _conditions(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    for part in ("overflow", "classes", "steps"):
        for n, each in enumerate(getattr(queue, part)):
            if each.when is None:
                continue
            path, condition = f"{_at(queue)}.{part}[{n}].when", condition_of(each.when)
            for fault in lint_condition(condition):
                yield Finding(path, fault.fault.value, str(fault))
            for field in condition.fields:
                family, _, name = field.name.partition(".")
                if family == "open" and name not in policies.calendars:
                    yield Finding(path, "unknown_calendar", f"there is no calendar {name!r}")
                elif family == "attr" and _is_unsaid(name, policies):
                    yield Finding(path, "unknown_attribute", _unsaid(name, policies))


def _is_unsaid(name: str, policies: Policies) -> bool:
    return policies.attributes is not None and name not in policies.attributes


def _unsaid(name: str, policies: Policies) -> str:
    close = nearest(name, policies.attributes or ())
    hint = f"; did you mean {close!r}?" if close else ""
    return f"no attribute {name!r} is declared{hint}"


def _shadowed_rules(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    ends = [rule.to.terminal is not None for rule in queue.overflow]
    yield from _behind(f"{_at(queue)}.overflow", [r.when for r in queue.overflow], ends)
    takes_all = [each.burst is None for each in queue.classes]
    yield from _behind(f"{_at(queue)}.classes", [each.when for each in queue.classes], takes_all)
    stops = [isinstance(each.do, End) and each.when is None for each in queue.steps]
    yield from _behind(f"{_at(queue)}.steps", [each.when for each in queue.steps], stops)


def _behind(path: str, texts: Sequence[str | None], is_final: Sequence[bool]) -> Iterator[Finding]:
    """Yield each rule whose place is taken by final ones before it."""
    earlier: list[Condition] = []
    for n, (text, final) in enumerate(zip(texts, is_final, strict=True)):
        condition = condition_of(text or _ALWAYS)
        if earlier and is_covered(condition, earlier):
            yield Finding(f"{path}[{n}]", "shadowed", "never comes to its turn")
        if final:
            earlier.append(condition)


def _skills(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    members = [agent for agent in policies.agents.values() if _is_member(agent, queue)]
    required = [each for each in queue.requires if each.is_required]
    for n, each in enumerate(queue.requires):
        if not any(each.skill in agent.skills for agent in policies.agents.values()):
            problem = f"nobody has the skill {each.skill!r}"
            yield Finding(f"{_at(queue)}.requires[{n}]", "unknown_skill", problem)
    if not any(all(e.is_met(a.skills.get(e.skill, 0)) for e in required) for a in members):
        yield Finding(_at(queue), "unserved", "no agent of this queue has every skill it requires")
    for n, do in _operations(queue, Relax):
        if not any(e.skill == do.skill and (do.min is None or e.min > do.min) for e in required):
            problem = f"the queue asks for no more of {do.skill!r} than that"
            yield Finding(f"{_at(queue)}.steps[{n}].do", "idle", problem)


def _is_member(agent: DefineAgent, queue: DefineQueue) -> bool:
    return any(each.queue == queue.queue for each in agent.memberships)


def _leads_nowhere(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    for path, target in _targets(queue):
        if target not in policies.queues:
            yield Finding(path, "unreachable", f"there is no queue {target!r}")
        elif target == queue.queue:
            yield Finding(path, "unreachable", "a queue cannot overflow into itself")


def _circles(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    """Find a queue that overflow can lead back to; five hops end it, and nobody gains."""
    seen: set[str] = set()
    ahead = [target for _, target in _targets(queue) if target != queue.queue]
    while ahead:
        name = ahead.pop()
        if name == queue.queue:
            yield Finding(f"{_at(queue)}.overflow", "looping", "overflow can come back to it")
            return
        if name not in seen and name in policies.queues:
            seen.add(name)
            ahead += [target for _, target in _targets(policies.queues[name])]


def _no_end(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    if not _refuses(queue):
        if queue.overflow:
            problem = "nothing leads here: the queue refuses nobody and lets nobody out"
            yield Finding(f"{_at(queue)}.overflow", "unreachable", problem)
    elif not any(_is_end(rule) for rule in queue.overflow):
        problem = "ends with no rule that always holds and leads to an end"
        yield Finding(f"{_at(queue)}.overflow", "no_terminal", problem)


def _refuses(queue: DefineQueue) -> bool:
    limits = (queue.max_waiting, queue.max_estimated_wait_ms, queue.calendar)
    return queue.needs_staff or any(each is not None for each in limits)


def _starving(policies: Policies, queue: DefineQueue) -> Iterator[Finding]:
    first = min(_endless_tiers(queue))
    problem = f"may wait for ever: without a limit, others come in tier {first}"
    if queue.discipline is Discipline.PRIORITY:
        for n, each in enumerate(queue.classes):
            if each.tier > first:
                yield Finding(f"{_at(queue)}.classes[{n}]", "starving", problem)
    for n, do in _operations(queue, Order):
        if do.tier > first:
            yield Finding(f"{_at(queue)}.steps[{n}].do", "starving", problem)


def _endless_tiers(queue: DefineQueue) -> Iterator[int]:
    """Yield the tiers in which any number may come: of classes without a bucket, and of none."""
    if queue.discipline is Discipline.PRIORITY:
        for each in queue.classes:
            if each.burst is None:
                yield each.tier
                if each.when in (None, _ALWAYS):
                    return
    yield 0


def _empty_calendars(policies: Policies) -> Iterator[Finding]:
    for name, calendar in policies.calendars.items():
        if not calendar.edges:
            yield Finding(f"calendars.{name}", "empty_calendar", "never opens")


def _targets(queue: DefineQueue) -> Iterator[tuple[str, str]]:
    """Yield the path and the name of each queue that a policy leads to."""
    for n, rule in enumerate(queue.overflow):
        if rule.to.queue is not None:
            yield f"{_at(queue)}.overflow[{n}].to", rule.to.queue
    for n, do in _operations(queue, Move):
        yield f"{_at(queue)}.steps[{n}].do", do.queue


def _operations(queue: DefineQueue, kind: type[Kind]) -> Iterator[tuple[int, Kind]]:
    """Yield the operations of a kind with the numbers of their steps."""
    for n, each in enumerate(queue.steps):
        if isinstance(each.do, kind):
            yield n, each.do


def _is_end(rule: OverflowRule) -> bool:
    return rule.to.terminal is not None and rule.when in (None, _ALWAYS)


def _at(queue: DefineQueue) -> str:
    return f"queues.{queue.queue}"


_RULES: tuple[Callable[[Policies, DefineQueue], Iterator[Finding]], ...] = (
    _conditions,
    _shadowed_rules,
    _skills,
    _leads_nowhere,
    _circles,
    _no_end,
    _starving,
)
