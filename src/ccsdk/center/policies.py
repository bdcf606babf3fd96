"""Policies of a center file: what cannot be in them, and what nobody can have meant.

The engine's own rules judge (`ccsdk.engine.deciding.policy`, `ccsdk.engine.lint`), so that a
file and a command are held to the same. Here is what only a file has: its paths, its names,
and settings that would count under another one only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

import attrs

from ccsdk.center.attributes import Attributes, AttributeSettings
from ccsdk.center.calendar import compile_calendar
from ccsdk.center.policy_settings import TERMINALS
from ccsdk.center.queue_settings import QueueSettings
from ccsdk.center.settings import AgentSettings, CenterSettings
from ccsdk.engine.condition import condition_of
from ccsdk.engine.deciding.policy import conditions_of, policy_mistakes
from ccsdk.engine.lint import Finding, Policies, lint
from ccsdk.errors import ConditionError, ConfigurationError
from ccsdk.model.policy import AtClosing, Discipline
from ccsdk.model.spelling import nearest
from ccsdk.plugins.conversion import Reader

__all__ = ["check_policies", "findings", "path_in_file", "policies_of"]

# A calendar that does not open for so long never does, as far as anybody cares.
_YEAR_MS = 366 * 86_400_000
_ENTRY = re.compile(r"(\w+)\[(\d+)\](.*)")


def check_policies(settings: CenterSettings, reader: Reader) -> None:
    """Note whatever the engine would refuse, names that are not there, and idle settings.

    A table that could not be read at all is None here.
    """
    queues: Mapping[str, QueueSettings | None] = settings.queues
    skills = _skills(settings)
    for name, queue in queues.items():
        if queue is not None:
            readable = _readable(queue)
            for each in chain(
                _refused(name, readable),
                _mistyped(name, readable, settings.attributes),
                _idle(readable),
                _unknown_calendars(name, readable, settings.calendars),
                _unknown_targets(readable, settings.queues),
                _unknown_skills(readable, skills),
            ):
                path = f"queues.{name}.{path_in_file(queue, each.path)}"
                reader.note(path, each.problem, close_to=each.nearest)


def policies_of(settings: CenterSettings, now_ms: int) -> Policies:
    """Return what a sound file defines; calendars as they are in the year that begins now."""
    zone = settings.center.timezone
    return Policies(
        queues={name: queue.definition(name) for name, queue in settings.queues.items()},
        agents={name: agent.definition(name) for name, agent in settings.agents.items()},
        calendars={
            name: compile_calendar(
                attrs.evolve(each, zone=each.zone or zone),
                from_ms=now_ms,
                to_ms=now_ms + _YEAR_MS,
            ).intervals
            for name, each in settings.calendars.items()
        },
        attributes=tuple(settings.attributes),
    )


def findings(settings: CenterSettings, policies: Policies) -> Iterator[Finding]:
    """Yield what nobody can have meant in the policies of a sound file, with its paths."""
    for found in lint(policies):
        part, name, *rest = found.path.split(".", 2)
        if part == "queues" and rest:
            path = path_in_file(settings.queues[name], rest[0])
            yield attrs.evolve(found, path=f"{part}.{name}.{path}")
        else:
            yield found


def path_in_file(queue: QueueSettings, path: str) -> str:
    """Return where the file says what stands at a path of the queue's definition."""
    entry = _ENTRY.fullmatch(path)
    if entry is None:
        return path.removesuffix("_ms")
    part, number, rest = entry[1], int(entry[2]), entry[3].removesuffix("_ms")
    if rest == ".do":
        rest = f".{_readable(queue).steps[number].does}"
    return _places(queue, part)[number] + rest


def _places(queue: QueueSettings, part: str) -> list[str]:
    """Return where the entries of a list stand that could be read."""
    lists = ("skills", "requires") if part == "requires" else (part,)
    return [
        f"{name}[{n}]"
        for name in lists
        for n, each in enumerate(getattr(queue, name))
        if each is not None
    ]


def _readable(queue: QueueSettings) -> QueueSettings:
    """Return a queue without the entries that could not be read."""
    return attrs.evolve(
        queue,
        skills=tuple(filter(None, queue.skills)),
        requires=tuple(filter(None, queue.requires)),
        overflow=tuple(filter(None, queue.overflow)),
        classes=tuple(filter(None, queue.classes)),
        steps=tuple(filter(None, queue.steps)),
    )


def _refused(name: str, queue: QueueSettings) -> Iterator[ConfigurationError]:
    for each in policy_mistakes(queue.definition(name)):
        yield ConfigurationError(path=each.path, problem=each.problem, nearest=each.nearest)


def _mistyped(
    name: str, queue: QueueSettings, declared: Mapping[str, AttributeSettings | None]
) -> Iterator[ConfigurationError]:
    """Yield each condition that takes an attribute for another type than it is declared of."""
    attributes = Attributes({name: each for name, each in declared.items() if each is not None})
    for each in attributes.mistakes(queue.definition(name)):
        yield ConfigurationError(path=each.path, problem=each.problem, nearest=each.nearest)


def _idle(queue: QueueSettings) -> Iterator[ConfigurationError]:
    """Yield each setting that would count only under another one."""
    if queue.at_closing is AtClosing.FLOW_OUT and queue.calendar is None:
        yield ConfigurationError(path="at_closing", problem="only counts with a calendar")
    if queue.empty_ms != attrs.fields(QueueSettings).empty_ms.default and not queue.needs_staff:
        yield ConfigurationError(path="empty", problem="only counts with needs_staff = true")
    for n, each in enumerate(queue.classes):
        if each.tier and queue.discipline is not Discipline.PRIORITY:
            problem = 'only counts with discipline = "priority"'
            yield ConfigurationError(path=f"classes[{n}].tier", problem=problem)
        if each.head_start_ms and queue.discipline is not Discipline.AGEING:
            problem = 'only counts with discipline = "ageing"'
            yield ConfigurationError(path=f"classes[{n}].head_start", problem=problem)


def _unknown_calendars(
    name: str, queue: QueueSettings, known: Collection[str]
) -> Iterator[ConfigurationError]:
    for path, calendar in _calendars(name, queue):
        if calendar not in known:
            problem, close = f"there is no calendar {calendar!r}", nearest(calendar, known)
            yield ConfigurationError(path=path, problem=problem, nearest=close)


def _calendars(name: str, queue: QueueSettings) -> Iterator[tuple[str, str]]:
    """Yield the path and name of each calendar that a queue, or a condition of it, asks."""
    if queue.calendar is not None:
        yield "calendar", queue.calendar
    for path, text in conditions_of(queue.definition(name)):
        try:
            fields = condition_of(text).fields
        except ConditionError:
            continue
        for field in fields:
            if field.name.startswith("open."):
                yield path, field.name.removeprefix("open.")


def _unknown_targets(queue: QueueSettings, known: Collection[str]) -> Iterator[ConfigurationError]:
    leads = [(f"overflow[{n}].to", rule.to, TERMINALS) for n, rule in enumerate(queue.overflow)]
    moves = [(f"steps[{n}].move", each.move, ()) for n, each in enumerate(queue.steps) if each.move]
    for path, target, ends in (*leads, *moves):
        if target in known and target in ends:
            problem = f"{target!r} is an end and a queue; give the queue another id"
            yield ConfigurationError(path=path, problem=problem)
        elif target not in (*known, *ends):
            problem, close = f"there is no queue {target!r}", nearest(target, (*known, *ends))
            yield ConfigurationError(path=path, problem=problem, nearest=close)


def _unknown_skills(queue: QueueSettings, known: Collection[str]) -> Iterator[ConfigurationError]:
    for n, step in enumerate(queue.steps):
        if step.relax is not None and step.relax not in known:
            problem = f"nobody has the skill {step.relax!r}, and no queue asks for it"
            close = nearest(step.relax, known)
            yield ConfigurationError(path=f"steps[{n}].relax", problem=problem, nearest=close)


def _skills(settings: CenterSettings) -> set[str]:
    """Return every skill that an Agent has or a queue asks for."""
    agents: Iterable[AgentSettings | None] = settings.agents.values()
    queues: Iterable[QueueSettings | None] = settings.queues.values()
    known = {skill for agent in agents if agent for skill in agent.skills}
    for queue in map(_readable, filter(None, queues)):
        known.update(queue.skills, (each.skill for each in queue.requires))
    return known - {None}
