"""Differences: where a center is another one than its file says, because people changed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import msgspec

from ccsdk.center.definitions import Definition, definitions
from ccsdk.center.queue_settings import NO_RULES, Rules
from ccsdk.center.settings import CenterSettings
from ccsdk.engine.state import State
from ccsdk.model.command import (
    Command,
    DefineAccount,
    DefineAgent,
    DefineCalendar,
    DefineChannel,
    DefineQueue,
)
from ccsdk.model.duration import duration_text
from ccsdk.model.entry import Entry
from ccsdk.model.event import AgentDefined, CalendarCompiled, QueueDefined, QueueDeleted

__all__ = ["Changes", "Difference", "differences"]

# What a file calls otherwise than the command does.
_NAMES = {"memberships": "queues", "is_bounded": "bounded"}


@attrs.frozen(kw_only=True)
class Difference:
    """Name what differs by its path in the file, and the definition that counts instead.

    `definition` is the path of that definition, for who wants to know since when.
    """

    path: str
    problem: str
    definition: str


@attrs.frozen
class Changes:
    """Remember the last entry about each queue, Agent and calendar, by its path in a file."""

    last: dict[str, Entry] = attrs.field(factory=dict)

    def note(self, entry: Entry) -> None:
        """Take an entry, in log order."""
        match entry.event:
            case QueueDefined(queue=queue) | QueueDeleted(queue=queue):
                self.last[f"queues.{queue}"] = entry
            case AgentDefined(agent=agent):
                self.last[f"agents.{agent}"] = entry
            case CalendarCompiled(calendar=calendar) as event:
                path = f"calendars.{calendar}"
                before = self.last.get(path)
                # Compiled anew, with each four weeks, it says what it said.
                if before is None or _words(before.event) != _words(event):
                    self.last[path] = entry


def _words(event: Any) -> tuple[object, ...]:
    return event.zone, event.weekly, event.dated


def differences(
    settings: CenterSettings, state: State, rules: Rules = NO_RULES
) -> Iterator[Difference]:
    """Yield what the log leads to otherwise than the file says, setting by setting.

    What no server has been told yet is no difference.
    """
    for each in definitions(settings, state, rules):
        held = _held(each.command, state)
        if held is not None:
            yield from _fields(each, held)
        elif each.path in state.settings:
            yield Difference(
                path=each.path, problem="is in the file, and was deleted", definition=each.path
            )
    for queue in sorted(state.queues.keys() - settings.queues.keys()):
        path = f"queues.{queue}"
        yield Difference(path=path, problem="is not in the file", definition=path)


def _fields(said: Definition, held: object) -> Iterator[Difference]:
    for name in said.command.__struct_fields__:
        if name in said.command.door_fills or not hasattr(held, name):
            continue
        wanted, found = getattr(said.command, name), getattr(held, name)
        if wanted != found:
            spelt = _NAMES.get(name, name).removesuffix("_ms")
            problem = f"the file says {_told(name, wanted)}, and it is {_told(name, found)}"
            path = f"{said.path}.{spelt}"
            yield Difference(path=path, problem=problem, definition=said.path)


def _told(name: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if name.endswith("_ms"):
        return duration_text(value)
    return msgspec.json.encode(value).decode()


def _held(command: Command, state: State) -> object | None:
    """Return what the state has in place of a definition, None if it has nothing."""
    match command:
        case DefineChannel(channel=channel):
            return state.channels.get(channel)
        case DefineCalendar(calendar=calendar):
            held: Any = state.calendars.get(calendar)
        case DefineQueue(queue=queue):
            held = state.queues.get(queue)
        case DefineAccount(account=account):
            held = state.accounts.get(account)
        case DefineAgent(agent=agent):
            held = state.agents.get(agent)
        case _:
            raise AssertionError(f"{command} defines nothing")
    return None if held is None else held.definition
