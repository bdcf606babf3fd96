"""Write the reference pages that follow from the code; a test holds the pages to it.

Run `python docs/generate.py` after a change of a command, an event, an error, a grant or a rule
of the coaching linter.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import msgspec

from ccsdk import errors
from ccsdk.center.settings import CenterSettings
from ccsdk.engine import transitions
from ccsdk.engine.engine import DEADLINES
from ccsdk.hooks.manifest import Secret
from ccsdk.model.command import COMMANDS, Command, PersonalHalf
from ccsdk.model.event import EVENTS, REFS, Event
from ccsdk.model.grant import GRANTS
from ccsdk.model.values import Attachment, personal_class

REFERENCE = Path(__file__).parent / "reference"
GRANT_NOTE = """All doors ask this one table: commands, subscriptions, reads, each delivery. The
first row that matches counts. `self` is the principal's own id, `owner` the Agent who owns the
Interaction now, `member` who takes part in its talk besides, `listener` a Supervisor who monitors
it or whispers, `reader` an Agent whom one of its notes mentioned, until state forgets it,
`reviewer` a Supervisor who opened it after its close, until then or until its customer writes
again, `consulted` who has taken a consult about it. What
no row names is `not_found`, as if it were not there. The profile says which personal halves are
seen: `bare` staff names; `agent` also names, text and notes, and of an e-mail address the first
character and the domain; `guest` the same without what was whispered to the owner; `reviewer` as
`agent`, with the reviews of an Agent's work, which agents do not learn of; `visitor` the
allow-list of a customer, with the files of messages and the channel they are asked to. A plugin
reads the topics that its manifest names, with the personal classes that it names, and gives the
commands that it names; one in its own process no more than its token names besides.

"""
NOTICE = "<!-- Written by docs/generate.py; change the code, then run it. -->\n\n"


def first_sentence(thing: object) -> str:
    """Return the first sentence of a docstring, on one line."""
    text = " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())
    return text


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    head = list(head)
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def type_name(hint: Any) -> str:
    """Return a short, readable name for a field's type."""
    if hint is type(None):
        return "null"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " or ".join(f"`{each.value}`" for each in hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if hasattr(hint, "__metadata__"):
        return type_name(hint.__origin__)
    if hint is Secret:
        return "`${env:NAME}` or `file:PATH`"
    if attrs.has(hint):
        return "table"
    if origin in (dict, Mapping):
        return f"table of {type_name(arguments[1])} by name"
    if origin is tuple:
        return f"list of {type_name(arguments[0])}"
    if arguments:
        return " or ".join(type_name(a) for a in arguments if a is not type(None))
    return str(getattr(hint, "__name__", hint))


def members(struct: type[msgspec.Struct], *, skip: Iterable[str] = ()) -> str:
    """Return the members of a Struct: name, `?` if optional, type."""
    hints = get_type_hints(struct, include_extras=True)
    shown = []
    for field in msgspec.structs.fields(struct):
        if field.name in skip:
            continue
        mark = "" if field.required else "?"
        shown.append(f"`{field.name}{mark}` {type_name(hints[field.name])}")
    return ", ".join(shown) or "-"


def personal(struct: type[PersonalHalf] | None) -> str:
    """Return the personal members with their classes."""
    if struct is None:
        return "-"
    hints = get_type_hints(struct, include_extras=True)
    names = [name for name in struct.__struct_fields__ if name not in struct.door_fills]
    return ", ".join(f"`{name}` ({personal_class(hints[name])})" for name in names)


def filled(command: type[Command]) -> str:
    """Return the members that a door fills in."""
    half = command.Personal.door_fills if command.Personal else ()
    names = [*command.door_fills, *(f"personal.{name}" for name in half)]
    return ", ".join(f"`{name}`" for name in names) or "-"


def commands() -> str:
    """Render the page of commands."""
    rows = []
    for name, command in COMMANDS.items():
        roles = [
            role.value
            for role, rows_ in GRANTS.items()
            if any(command in row.commands for row in rows_)
        ]
        rows.append(
            (
                f"`{name}`",
                first_sentence(command),
                members(command, skip=command.door_fills),
                filled(command),
                personal(command.Personal),
                ", ".join(roles),
            )
        )
    head = ("command", "asks to", "`data`", "filled by the door", "`personal`", "roles")
    return f"# Commands\n\n{NOTICE}" + table(head, rows)


def events() -> str:
    """Render the page of events."""
    rows = []
    for name, event in EVENTS.items():
        refs = [field for field in REFS if field in event.__struct_fields__]
        rows.append(
            (
                f"`{name}`",
                first_sentence(event),
                f"`{event.kind}`",
                " ".join(refs) or "-",
                members(event, skip=REFS),
                personal(event.Personal),
            )
        )
    head = ("event", "says", "subject", "refs", "`data`", "`personal`")
    note = f"\nAn Attachment has {members(Attachment)}; what it is called is personal.\n"
    return f"# Events\n\n{NOTICE}" + table(head, rows) + note


def error_tree(root: type[Exception]) -> Iterable[type[Exception]]:
    """Yield the exceptions of the tree, parents first, siblings as the module has them."""
    yield root
    for child in vars(errors).values():
        if isinstance(child, type) and root in child.__bases__:
            yield from error_tree(child)


def error_page() -> str:
    """Render the page of errors."""
    rows = [
        (
            f"`{error.__name__}`",
            f"`{error.__bases__[0].__name__}`",
            f"`{error.code}`",
            first_sentence(error),
        )
        for error in error_tree(errors.CcsdkError)
    ]
    return f"# Errors\n\n{NOTICE}" + table(("error", "is a", "code", "meaning"), rows)


def grants() -> str:
    """Render the page of grants: who may see and do what."""
    rows = []
    for role, granted in GRANTS.items():
        for row in granted:
            where = ", ".join(f"{ref} = {' or '.join(values)}" for ref, values in row.where)
            topics = " ".join(f"`{'.'.join(topic.tokens)}`" for topic in row.topics)
            names = ", ".join(command.__name__ for command in row.commands)
            asked = ", ".join(f"`{question.method}`" for question in row.questions)
            lane = ", ".join(
                f"{verb} `{topic}`"
                for verb, topics_ in (("sends", row.sends), ("hears", row.hears))
                for topic in topics_
            )
            profile = row.profile.name if row.topics else "-"
            more = (names or "-", asked or "-", lane or "-", profile)
            rows.append((role.value, topics or "-", where or "-", *more))
    head = ("role", "topics", "where", "commands", "requests", "ephemeral", "profile")
    return f"# Grants\n\n{NOTICE}{GRANT_NOTE}" + table(head, rows)


def written(value: object) -> str:
    """Return a default as a center file would write it."""
    if isinstance(value, attrs.Factory):  # type: ignore[arg-type]
        return "-"
    if value is attrs.NOTHING:
        return "required"
    if isinstance(value, Enum):
        value = value.value
    if value is None or value == ():
        return "-"
    return f"`{value}`" if isinstance(value, int) else f'`"{value}"`'


def duration(ms: int) -> str:
    """Return a duration as a center file would write it."""
    if ms == 0:
        return '`"0 s"`'
    for unit, size in (("h", 3_600_000), ("min", 60_000), ("s", 1_000)):
        if ms % size == 0:
            return f'`"{ms // size} {unit}"`'
    return f'`"{ms} ms"`'


def settings() -> str:
    """Render the page of settings, a table per section of a center file."""
    page = [
        f"# Settings\n\n{NOTICE}A center is one TOML file. Durations are text with a unit: ms, s, "
        "min, h or d. Names of tables are ids: letters, digits, `_` and `-`. A plugin's table "
        "enables it and holds its own settings; `enabled = false` switches it off again.\n"
    ]
    for section in attrs.fields(CenterSettings):
        hint = get_type_hints(CenterSettings)[section.name]
        is_map = get_origin(hint) is not None
        kind = get_args(hint)[1] if is_map else hint
        if attrs.has(kind):
            title = f"[{section.name}.<id>]" if is_map else f"[{section.name}]"
            page.append(f"## `{title}`\n\n" + setting_table(kind))
            page += [
                f"### A table of `{field}`\n\n" + setting_table(inner)
                for field, inner in inner_tables(kind)
            ]
    return "\n".join(page)


def setting_table(kind: type) -> str:
    """Return what a table of settings is about, and its settings."""
    hints = get_type_hints(kind, include_extras=True)
    rows = []
    for field in attrs.fields(kind):
        is_duration = field.name.endswith("_ms")
        has_duration = is_duration and isinstance(field.default, int)
        shown = duration(field.default) if has_duration else written(field.default)
        name = field.name.removesuffix("_ms")
        rows.append(
            (f"`{name}`", "duration" if is_duration else type_name(hints[field.name]), shown)
        )
    about = " ".join((inspect.getdoc(kind) or "").split())
    return f"{about}\n\n" + table(("setting", "type", "default"), rows)


def inner_tables(kind: type) -> Iterator[tuple[str, type]]:
    """Yield the settings that hold tables, however deep, and what stands in these."""
    for name, hint in get_type_hints(kind).items():
        for part in parts_of(hint):
            if isinstance(part, type) and attrs.has(part) and part is not Secret:
                yield name, part
                yield from inner_tables(part)


def parts_of(hint: Any) -> Iterator[Any]:
    """Yield a hint and whatever it is made of."""
    yield hint
    for part in get_args(hint):
        yield from parts_of(part)


def diagram(steps: Iterable[tuple[str, str, str]]) -> str:
    """Return a Mermaid diagram of (from, to, cause), equal arrows joined."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for source, target, cause in steps:
        arrows.setdefault((source, target), []).append(cause)
    lines = [f"    {a} --> {b}: {', '.join(causes)}" for (a, b), causes in arrows.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```", ""])


def allowed(commands: Mapping[type[Command], Iterable[Enum]]) -> str:
    """Return the table of commands and the states that allow them."""
    return table(
        ("command", "allowed while"),
        (
            (f"`{command.__name__}`", ", ".join(str(state.value) for state in states))
            for command, states in commands.items()
        ),
    )


def steps(rows: Mapping[type[Event], Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each step of a table as its two states and its event."""
    for event, row in rows.items():
        for source in row.sources:
            yield source.value, row.target.value, event.__name__


def deadlines() -> str:
    """Return the section of deadlines: what each does when nobody was faster."""
    rows = ((f"`{kind}`", first_sentence(fire)) for kind, fire in DEADLINES.items())
    return (
        "## Deadlines\n\nEach is born in an event, survives a restart, and fires once, just after "
        "its instant; at that very instant whoever acts was in time.\n\n"
        + table(("deadline", "does"), rows)
    )


def states() -> str:
    """Render the page of the state machines, from the engine's own tables."""
    interaction = [
        ("[*]", "RECEIVED", "InteractionReceived"),
        *steps(transitions.INTERACTION),
        ("CLOSED", "[*]", "InteractionForgotten"),
    ]
    offer = [
        ("[*]", "MADE", "OfferMade"),
        ("[*]", "MADE", "ParticipantInvited"),
        *steps(transitions.OFFER),
    ]
    leg = [
        ("[*]", "CONNECTED", "InteractionAnswered"),
        ("[*]", "CONNECTED", "LegStarted"),
        ("[*]", "DIALING", "LegStarted"),
        ("[*]", "DIALING", "ChannelElevationStarted"),
        *steps(transitions.LEG),
    ]
    asked = {kind.__name__: row for kind, row in transitions.PRESENCE_COMMANDS.items()}
    presence = [
        (source.value, row.target.value, cause)
        for cause, row in (*asked.items(), *transitions.PRESENCE.items())
        for source in row.sources
    ]
    return (
        f"# States\n\n{NOTICE}The diagrams are drawn from the tables in "
        "`ccsdk.engine.transitions`, which the engine itself reads. Who may send a command is "
        "on the page of grants; an event that no arrow shows leaves the state as it is.\n\n"
        f"## Interaction\n\n{diagram(interaction)}\n"
        f"{allowed(transitions.INTERACTION_COMMANDS)}\n"
        f"## Offer\n\nMADE and SHOWN are live; the others are outcomes.\n\n{diagram(offer)}\n"
        f"{allowed(transitions.OFFER_COMMANDS)}\n"
        "## Leg\n\nOne party's part in a talk. The owner's and the customer's come with the "
        "answer and go with the talk.\n\n"
        f"{diagram(leg)}\n"
        "## Presence\n\nCommands move it, and in lower case the engine: `strikes` after too many "
        "missed Offers, `agent_grace` and `logout` after a lost connection, `back_ready` and "
        f"`back_away` on return.\n\n{diagram(presence)}\n{deadlines()}"
    )


def page_of(module: str) -> str:
    """Render the page that a module of this repository writes."""
    sys.path.insert(0, str(REFERENCE.parents[1]))
    try:
        return str(import_module(module).page())
    finally:
        sys.path.pop(0)


def faults() -> str:
    """Render the page of what a plugin's faults come to, from the table that is tested."""
    return page_of("tests.integration.fault_table")


def hooks() -> str:
    """Render the page of hooks and contribution types."""
    return page_of("docs.hook_page")


def coaching_rules() -> str:
    """Render the catalogue of the coaching linter's rules."""
    return page_of("docs.coaching_page")


PAGES: dict[str, Callable[[], str]] = {
    "coaching-rules.md": coaching_rules,
    "commands.md": commands,
    "events.md": events,
    "errors.md": error_page,
    "grants.md": grants,
    "hooks.md": hooks,
    "settings.md": settings,
    "states.md": states,
    "faults.md": faults,
}


def main() -> None:
    """Write every generated page."""
    for name, render in PAGES.items():
        (REFERENCE / name).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
