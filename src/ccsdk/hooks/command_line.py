"""The contribution that adds commands: `ccsdk <name> ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution

__all__ = ["CLI_ENTRY_POINT_GROUP", "CORE_COMMANDS", "CliGroup", "Operator"]

# Where a distribution names its group, so that help lists it without importing anything.
CLI_ENTRY_POINT_GROUP = "ccsdk.cli.v1"
# The commands of the core, which no plugin can take.
CORE_COMMANDS = ("check", "hooks", "log", "plugins", "schema", "serve", "state", "token", "why")

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}", re.ASCII)
_TARGET = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*", re.ASCII)


def _check_name(group: CliGroup, attribute: attrs.Attribute[str], name: str) -> None:
    problem = None
    if not _NAME.fullmatch(name):
        problem = f"{name!r} is no name of a command: small letters, digits and -"
    elif name in CORE_COMMANDS:
        problem = f"{name!r} is a command of ccsdk itself"
    if problem:
        raise ConfigurationError(path="CliGroup.name", problem=problem)


def _check_target(group: CliGroup, attribute: attrs.Attribute[str], target: str) -> None:
    if not _TARGET.fullmatch(target):
        problem = f"{target!r} is no `module:group`"
        raise ConfigurationError(path="CliGroup.target", problem=problem)


@attrs.frozen(kw_only=True)
class CliGroup(Contribution):
    """Add a group of commands to the command line: `ccsdk <name> ...`.

    The same line stands in the entry points of the distribution, in the group
    `ccsdk.cli.v1`: by it `ccsdk --help` knows the name and imports nothing. Without it the
    commands are found where a center file that enables the plugin is among the arguments.

    A command reaches the running center by the `Operator` that it finds as click's `obj`.

    Args:
        name: Small letters, digits and hyphens; taken once, and no command of ccsdk itself.
        target: `module:group` of a click group, imported only when it is used.

    Raises:
        ConfigurationError: The name or the target is none.
    """

    name: str = attrs.field(validator=_check_name)
    target: str = attrs.field(validator=_check_target)


class Operator(Protocol):
    """Stand for whoever runs the center: what commands of a plugin find by `click.pass_obj`."""

    def ask(
        self, center: Path, data: Path | None, method: str, question: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Ask a `QueryHandler` of the running center, as a supervisor called `operator`.

        Args:
            center: The center file.
            data: The folder of its log, None for what the file says.
            method: Such as `webhooks.v1`.
            question: What its request has.

        Raises:
            RequestRefusedError: No server runs on it, or it refused.
        """
