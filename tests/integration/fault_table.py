"""What becomes of a plugin's fault: every hook and contribution type, every kind of fault.

The cells are tested by `test_plugin_faults.py`, or name the test that covers them;
`docs/reference/faults.md` is written from here.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from enum import Enum

import attrs

import ccsdk.hooks
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Contribution

__all__ = ["CULPRIT", "KINDS", "OUTCOMES", "Cell", "Fault", "Kind", "Outcome", "cells", "page"]

CULPRIT = "culprit"


class Fault(Enum):
    """Name what a plugin does wrong."""

    RAISES = "raises"
    HANGS = "hangs"
    BLOCKS = "blocks the loop"
    GARBAGE = "returns garbage"
    SLOW = "is slow"
    DIES = "dies"
    FLOODS = "floods"


class Kind(Enum):
    """Name how a hook or a contribution runs: that decides what its faults come to."""

    REGISTER = "register"
    QUERY = "query"
    OBSERVE = "observe"
    STOP = "stop"
    HEALTH = "health"
    CHECK = "check"
    HANDLER = "handler"
    PURE = "pure"
    APP = "app"
    DATA = "data"
    PANEL = "panel"
    COMMANDS = "commands"
    PROVIDE = "provide"


@attrs.frozen
class Outcome:
    """Say what a fault comes to.

    Args:
        text: For the page.
        event: The line of the log that names the plugin; None if it harms nobody, itself
            included.
        test: Who shows it, where no generated test can.
    """

    text: str
    event: str | None = None
    test: str | None = None


@attrs.frozen
class Cell:
    """Name one hook or contribution type and one fault."""

    name: str
    kind: Kind
    fault: Fault

    @property
    def outcome(self) -> Outcome:
        """Return what it comes to."""
        return OUTCOMES[self.kind][self.fault]

    def __str__(self) -> str:
        return f"{self.name}-{self.fault.name.lower()}"


# How hooks and contribution types run; query and observing hooks declare it themselves.
KINDS = {
    "check": Kind.CHECK,
    "health": Kind.HEALTH,
    "register": Kind.REGISTER,
    "stop": Kind.STOP,
    "Attribute": Kind.DATA,
    "Channel": Kind.DATA,
    "CliGroup": Kind.COMMANDS,
    "Eligibility": Kind.PURE,
    "Panel": Kind.PANEL,
    "Provide": Kind.PROVIDE,
    "QueryHandler": Kind.HANDLER,
    "Routes": Kind.APP,
    "Scorer": Kind.PURE,
    "Strategy": Kind.PURE,
}

_OFF = "the plugin is off; `plugin.off` and `ccsdk plugins list` say why"
_LEFT_ALONE = "passed over; after three failures left alone for 30 s"
_AGAIN = "undone and delivered again; parked after eight failures in a row"
_TOLD = "the asker hears `unavailable` with the log's reference"
_STRUCK = "its neutral value counts; a strike, the third disables it"
_BLOCKS = "named after 1 s with hook and line; after 30 s `ccsdk serve` ends and starts without it"
_NOTHING = Outcome("cannot: it is data, and what makes it is `register`", test="register")
_PANELS = "tests/browser/test_desk_panels.py::"
_NOTICE = "a notice in its frame; the desk goes on"
_HUNG = "tests/integration/test_hung_plugin.py::"
_HUNG += "test_a_server_ends_with_70_and_the_next_start_leaves_out_what_hung"
_OWN_PROCESS = Outcome(
    "runs in a process of its own, `ccsdk <name>`, and ends that alone",
    test="tests/unit/cli/test_groups.py::"
    "test_a_broken_group_names_its_distribution_and_no_other_command_cares",
)

_PROVIDED = "tests/unit/center/test_provided.py::test_a_store_that_cannot_be_made_names_its_plugin"
_WRITER = "tests/unit/center/test_writer.py::"
_STOPPED = "tests/unit/center/test_writer_failures.py::"
_SETTLED = Outcome(
    "nothing is acknowledged; it is opened again, and the keys tell what came through",
    test=f"{_STOPPED}test_an_unknown_outcome_is_settled_by_its_key",
)
_GATHER = Outcome(
    "commands gather meanwhile; beyond a bound they are refused, to try again",
    test=f"{_WRITER}test_too_many_waiting_commands_are_refused",
)
_CLOSES = "the center closes without it"
_SHOWN = "whoever looks at the plugins is shown that instead"

OUTCOMES: dict[Kind, dict[Fault, Outcome]] = {
    Kind.REGISTER: {
        Fault.RAISES: Outcome(_OFF, "plugin.off"),
        Fault.HANGS: Outcome(
            "nothing is served yet; named after 1 s, `enabled = false` leaves it out",
            "plugin.does_not_return",
        ),
        Fault.BLOCKS: Outcome("as if it hung", "plugin.does_not_return"),
        Fault.GARBAGE: Outcome(_OFF, "plugin.off"),
        Fault.SLOW: Outcome("the start takes longer"),
        Fault.DIES: Outcome(_OFF, "plugin.off"),
        Fault.FLOODS: Outcome(f"beyond 1,000 contributions {_OFF}", "plugin.off"),
    },
    Kind.QUERY: {
        Fault.RAISES: Outcome(_LEFT_ALONE, "hook.failed"),
        Fault.HANGS: Outcome(f"waited for within the hook's time; {_LEFT_ALONE}", "hook.failed"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome(_LEFT_ALONE, "hook.failed"),
        Fault.SLOW: Outcome("within the hook's time its answer counts"),
        Fault.DIES: Outcome(f"the exit is a failure like others; {_LEFT_ALONE}", "hook.failed"),
        Fault.FLOODS: Outcome(f"an answer beyond a frame is garbage; {_LEFT_ALONE}", "hook.failed"),
    },
    Kind.OBSERVE: {
        Fault.RAISES: Outcome(_AGAIN, "observer.failed"),
        Fault.HANGS: Outcome(f"late after its limit; {_AGAIN}", "observer.failed"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome("nobody reads what it returns"),
        Fault.SLOW: Outcome("its own lag grows"),
        Fault.DIES: Outcome(
            f"the exit is a failure like others; {_AGAIN}; an end of the whole process loses "
            "nothing, and the next start delivers again",
            "observer.failed",
        ),
        Fault.FLOODS: Outcome(
            f"16 commands at a time; with more than 1,000 the delivery fails, {_AGAIN}",
            "observer.failed",
        ),
    },
    Kind.STOP: {
        Fault.RAISES: Outcome(_CLOSES, "plugin.not_stopped"),
        Fault.HANGS: Outcome(f"cancelled after 5 s; {_CLOSES}", "plugin.not_stopped"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome("nobody reads what it returns"),
        Fault.SLOW: Outcome("waited for up to 5 s"),
        Fault.DIES: Outcome(f"the exit is a failure like others; {_CLOSES}", "plugin.not_stopped"),
        Fault.FLOODS: Outcome("nobody reads what it returns"),
    },
    Kind.HEALTH: {
        Fault.RAISES: Outcome(_SHOWN),
        Fault.HANGS: Outcome(f"cancelled after 2 s; {_SHOWN}"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome(_SHOWN),
        Fault.SLOW: Outcome("waited for up to 2 s"),
        Fault.DIES: Outcome(f"the exit is a failure like others; {_SHOWN}"),
        Fault.FLOODS: Outcome(f"more than 4,000 bytes are not told; {_SHOWN}"),
    },
    Kind.CHECK: dict.fromkeys(
        Fault,
        Outcome(
            "runs in the command line's own process, and is what is wrong",
            test="tests/unit/cli/test_plugin_commands.py::test_a_check_asks_the_plugins_themselves",
        ),
    ),
    Kind.HANDLER: {
        Fault.RAISES: Outcome(f"{_TOLD}; {_LEFT_ALONE}", "hook.failed"),
        Fault.HANGS: Outcome(f"after its `timeout_ms` {_TOLD}; {_LEFT_ALONE}", "hook.failed"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome(f"{_TOLD}; {_LEFT_ALONE}", "hook.failed"),
        Fault.SLOW: Outcome("within its `timeout_ms` its answer counts"),
        Fault.DIES: Outcome(f"{_TOLD}; {_LEFT_ALONE}", "hook.failed"),
        Fault.FLOODS: Outcome(
            "an answer beyond a frame is garbage; beyond 64 questions in hand the asker hears "
            "`unavailable` at once",
            "hook.failed",
        ),
    },
    Kind.PURE: {
        Fault.RAISES: Outcome(_STRUCK, "plugin.struck"),
        Fault.HANGS: Outcome("as one that blocks, for 30 s", test=_HUNG),
        Fault.BLOCKS: Outcome(_BLOCKS.replace("hook and line", "name"), "plugin.does_not_return"),
        Fault.GARBAGE: Outcome(_STRUCK, "plugin.struck"),
        Fault.SLOW: Outcome("its value counts; a strike, the third disables it", "plugin.struck"),
        Fault.DIES: Outcome(_STRUCK, "plugin.struck"),
        Fault.FLOODS: Outcome(f"a value beyond its bounds is none: {_STRUCK}", "plugin.struck"),
    },
    Kind.APP: {
        Fault.RAISES: Outcome("its client gets 500 with the log's reference", "plugin.app_failed"),
        Fault.HANGS: Outcome("its client waits, nobody else does"),
        Fault.BLOCKS: Outcome(_BLOCKS, "plugin.blocks"),
        Fault.GARBAGE: Outcome("its client's connection ends", "plugin.app_failed"),
        Fault.SLOW: Outcome("its client waits, nobody else does"),
        Fault.DIES: Outcome("the exit is a failure like others", "plugin.app_failed"),
        Fault.FLOODS: Outcome("as fast as its client reads; others get their turns"),
    },
    Kind.DATA: dict.fromkeys(Fault, _NOTHING),
    Kind.PANEL: {
        Fault.RAISES: Outcome(
            f"{_NOTICE}, the browser's console says why",
            test=f"{_PANELS}test_panel_that_fails_is_a_notice_in_its_frame_and_the_desk_goes_on",
        ),
        Fault.HANGS: Outcome(
            f"{_NOTICE}, until it is there",
            test=f"{_PANELS}test_panel_that_is_late_is_a_notice_until_it_is_there",
        ),
        Fault.BLOCKS: Outcome(
            "holds up that one browser tab; the center and other desks go on",
            test=f"{_PANELS}test_panel_that_is_late_is_a_notice_until_it_is_there",
        ),
        Fault.GARBAGE: Outcome(
            "what it draws is in its own element; what it may ask is declared",
            test=f"{_PANELS}test_panel_is_refused_what_it_has_not_declared",
        ),
        Fault.SLOW: Outcome(
            f"after 3 s {_NOTICE}, until it is there",
            test=f"{_PANELS}test_panel_that_is_late_is_a_notice_until_it_is_there",
        ),
        Fault.DIES: Outcome(
            "its module is asked for again once the line is back",
            test=f"{_PANELS}test_panel_whose_module_or_words_are_cut_off_is_asked_for_again",
        ),
        Fault.FLOODS: Outcome(
            "the bus takes 32 requests of a client at a time, and 64 subscriptions",
            test="tests/unit/wire/test_session.py::"
            "test_too_many_open_requests_are_refused_not_read_slower",
        ),
    },
    Kind.COMMANDS: dict.fromkeys(Fault, _OWN_PROCESS),
    Kind.PROVIDE: {
        Fault.RAISES: Outcome("making it: the start ends and names it", test=_PROVIDED),
        Fault.HANGS: _GATHER,
        Fault.BLOCKS: _GATHER,
        Fault.GARBAGE: Outcome("what is no store: the start ends and names it", test=_PROVIDED),
        Fault.SLOW: Outcome(
            "commands that wait together are one transaction, so many wait as long as one",
            test=f"{_WRITER}test_commands_gather_while_a_commit_runs",
        ),
        Fault.DIES: _SETTLED,
        Fault.FLOODS: Outcome(
            "a log that leads to no possible state is not served",
            test=f"{_STOPPED}test_a_log_that_leads_to_an_impossible_state_is_not_served",
        ),
    },
}


def hooks() -> list[str]:
    """Return the names of all hooks, as the spec file has them."""
    return [name for name in specs.__all__ if hasattr(getattr(specs, name), "ccsdk_spec")]


def types() -> list[str]:
    """Return the names of all contribution types that the core has, sorted."""
    for module in pkgutil.iter_modules(ccsdk.hooks.__path__):
        importlib.import_module(f"ccsdk.hooks.{module.name}")
    found, queue = set(), [Contribution]
    while queue:
        for each in queue.pop().__subclasses__():
            queue.append(each)
            if each.__module__.startswith("ccsdk.hooks."):
                found.add(each.__name__)
    return sorted(found)


def kind_of(name: str) -> Kind:
    """Return how a hook or contribution type runs."""
    if name in specs.QUERIES:
        return Kind.QUERY
    return Kind.OBSERVE if name in specs.OBSERVING else KINDS[name]


def cells() -> Iterator[Cell]:
    """Return every cell of the table."""
    for name in (*hooks(), *types()):
        for fault in Fault:
            yield Cell(name, kind_of(name), fault)


def page() -> str:
    """Render the page."""
    lines = [
        "# When a plugin fails",
        "",
        "Every hook and every contribution type, and what each kind of fault comes to. In every",
        "case: no Interaction is lost, who waits is offered within its bound, and other plugins go",
        "on. The line in brackets names the plugin, in the server's log; `ccsdk plugins list` and",
        "who asks the center name it, too. Each cell is a test of its own, generated from this",
        "table, or names the test that shows it.",
        "",
    ]
    for kind in Kind:
        names = [name for name in (*hooks(), *types()) if kind_of(name) is kind]
        if not names:
            continue
        lines += [f"## {', '.join(f'`{name}`' for name in names)}", ""]
        lines += ["| it | then |", "| --- | --- |"]
        lines += [f"| {fault.value} | {_told(OUTCOMES[kind][fault])} |" for fault in Fault]
        lines.append("")
    return "\n".join(lines)


def _told(outcome: Outcome) -> str:
    if outcome.test is not None and "::" in outcome.test:
        return f"{outcome.text} ({outcome.test.partition('::')[0]})"
    return outcome.text + (f" (`{outcome.event}`)" if outcome.event else "")
