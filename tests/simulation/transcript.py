"""Transcripts: a scenario's commands and events as JSON lines, and both ways back from them.

A line is an accepted command, with what it has beside its defaults, or an event, whole, as a
store keeps it; the last line says up to when time passed. So a transcript holds what it takes
to decide its commands again, and to rebuild the state that its events led to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec
from attrs import define, field

from ccsdk.engine.engine import Decision, advance, decide
from ccsdk.engine.state import State
from ccsdk.model.command import COMMANDS, Command, ResumeCenter
from ccsdk.model.entry import Entry
from ccsdk.model.event import EVENTS
from ccsdk.model.principal import SYSTEM, Principal, Role
from tests.unit.engine.play import Play, visitor

_COMMANDS = {each.__name__: each for each in COMMANDS.values()}
_EVENTS = {each.__name__: each for each in EVENTS.values()}


@define(eq=False)
class Transcript(Play):
    """Play a scenario and write down what was done and what came of it."""

    lines: list[str] = field(factory=list)
    keys: int = 0

    def do(self, command: Command, by: Principal = SYSTEM, key: str | None = None) -> Decision:
        """Send a command now, under a key of its own."""
        if not isinstance(command, ResumeCenter):
            self.wait(0)
        self.keys += 1
        key = f"k{self.keys}"
        decision = super().do(command, by, key)
        self.lines.append(line_of_command(command, by, key=key, now_ms=self.now_ms))
        self.lines += map(line_of_entry, decision.entries)
        return decision

    def wait(self, ms: int) -> list[Entry]:
        """Let time pass; return what fell due."""
        fired = super().wait(ms)
        self.lines += map(line_of_entry, fired)
        return fired

    def text(self) -> str:
        """Return the transcript up to now."""
        return text_of([*self.lines, _line({"until_ms": self.now_ms})])


def text_of(lines: Iterable[str]) -> str:
    """Return lines as the text of a file."""
    return "".join(f"{line}\n" for line in lines)


def decide_again(text: str) -> str:
    """Return the transcript that a transcript's commands lead to in an empty center."""
    state, lines = State(), list[str]()
    for row in map(json.loads, text.splitlines()):
        if "command" in row:
            lines += _decided(state, row)
        elif "until_ms" in row:
            lines += map(line_of_entry, advance(state, row["until_ms"]))
            lines.append(_line(row))
    return text_of(lines)


def _decided(state: State, row: dict[str, Any]) -> list[str]:
    """Return the lines of a command: what fell due before it, the command, and its events."""
    command = msgspec.convert(row["data"], _COMMANDS[row["command"]])
    by, now_ms, key = _principal(row["by"]), row["at_ms"], row["key"]
    fired = [] if isinstance(command, ResumeCenter) else advance(state, now_ms)
    entries = decide(state, command, by=by, now_ms=now_ms, key=key).entries
    told = line_of_command(command, by, key=key, now_ms=now_ms)
    return [*map(line_of_entry, fired), told, *map(line_of_entry, entries)]


def entries_of(text: str) -> list[Entry]:
    """Return the entries of a transcript."""
    return [
        Entry(
            position=row["position"],
            at_ms=row["at_ms"],
            subject=row["subject"],
            version=row["version"],
            cause=row["cause"],
            event=msgspec.convert(row["data"], _EVENTS[row["event"]]),
        )
        for row in map(json.loads, text.splitlines())
        if "event" in row
    ]


def line_of_entry(entry: Entry) -> str:
    """Return an event's line."""
    return _line(
        {
            "position": entry.position,
            "at_ms": entry.at_ms,
            "event": type(entry.event).__name__,
            "subject": entry.subject,
            "version": entry.version,
            "cause": entry.cause,
            "data": msgspec.to_builtins(entry.event),
        }
    )


def line_of_command(command: Command, by: Principal, *, key: str, now_ms: int) -> str:
    """Return a command's line."""
    defaults = {each.name: each.default for each in msgspec.structs.fields(command)}
    data = {
        name: msgspec.to_builtins(value)
        for name, value in msgspec.structs.asdict(command).items()
        if value != defaults[name] and value != {}
    }
    who = "system" if by == SYSTEM else f"{by.role.value}/{by.id.removeprefix('v-')}"
    row = {"at_ms": now_ms, "command": type(command).__name__, "by": who, "key": key}
    return _line({**row, "data": data})


def _principal(who: str) -> Principal:
    """Return who asked, of how a transcript calls them."""
    role, _, name = who.partition("/")
    if role == "system":
        return SYSTEM
    return visitor(name) if role == "visitor" else Principal(id=name, role=Role(role))


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, separators=(", ", ": "), ensure_ascii=False)
