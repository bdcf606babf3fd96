"""Commands that plugins add: `ccsdk <name> ...`.

Help lists those of installed distributions by metadata alone; nothing of a plugin is
imported before its own commands are asked for. A broken one stops nobody else's. Commands
that no metadata names are looked for among the plugins of a center file, if the arguments
hold one.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINT_GROUP", "OpenGroup", "installed_groups"]

# The same as `ccsdk.hooks.command_line` says; help is not to import that floor.
ENTRY_POINT_GROUP = "ccsdk.cli.v1"
_META = f"{__name__}.installed"


def installed_groups() -> dict[str, list[EntryPoint]]:
    """Return who adds a name to the command line, by name, sorted; nothing is imported."""
    from importlib.metadata import entry_points

    found: dict[str, list[EntryPoint]] = {}
    for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=_place):
        found.setdefault(point.name, []).append(point)
    return found


class OpenGroup(click.Group):
    """Hold the commands of the core and, behind them, what plugins add.

    A plugin cannot take a name that the core has.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, sorted."""
        return sorted({*super().list_commands(ctx), *_known(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of the core, or a stand-in for what a distribution adds."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        points = _known(ctx).get(cmd_name)
        return None if points is None else _StandIn(points)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that a line begins with, and the rest of the line.

        Raises:
            click.UsageError: Nobody has such a command.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and (found := _of_center(name, args[1:])):
            return name, found, args[1:]
        return super().resolve_command(ctx, args)


def _known(ctx: click.Context) -> dict[str, list[EntryPoint]]:
    """Return who adds commands; looking through what is installed takes time, so once."""
    if _META not in ctx.meta:
        ctx.meta[_META] = installed_groups()
    found: dict[str, list[EntryPoint]] = ctx.meta[_META]
    return found


class _StandIn(click.Command):
    """Stand for a plugin's group in the help; import it once it is to run."""

    def __init__(self, points: list[EntryPoint]) -> None:
        # A distribution's name would have to be read from its metadata: too slow for help.
        makers = " and ".join(dict.fromkeys(point.module.partition(".")[0] for point in points))
        super().__init__(points[0].name, short_help=f"Commands of {makers}.")
        self._points = points

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        """Import the group, and go on with it.

        Raises:
            IncompatiblePluginError: Two distributions add this name.
            PluginLoadError: The group cannot be imported, or is none.
        """
        point = self._points[0]
        makers = {_distribution(each) for each in self._points}
        if len(makers) > 1:
            from ccsdk.errors import IncompatiblePluginError

            problem = f"{' and '.join(sorted(makers))} both add it to the command line"
            raise IncompatiblePluginError(plugin=point.name, problem=problem)
        group = _imported(point.name, point.value, _distribution(point))
        return group.make_context(info_name, args, parent, **extra)


def _of_center(name: str, args: list[str]) -> click.Command | None:
    """Return the commands that a plugin contributes to the center among the arguments."""
    file = next((Path(each) for each in args if each.endswith(".toml")), None)
    if file is None or not file.is_file():
        return None
    from ccsdk.cli.place import draw
    from ccsdk.hooks.command_line import CliGroup

    for plugin, group in draw(file).host.contributions(CliGroup):
        if group.name == name:
            return _imported(plugin, group.target, None)
    return None


def _imported(plugin: str, target: str, distribution: str | None) -> click.Command:
    module, _, attribute = target.partition(":")
    try:
        group = getattr(import_module(module), attribute)
        if not isinstance(group, click.Command):
            raise TypeError(f"it is a {type(group).__name__}, not a click group")
    except (Exception, SystemExit) as error:
        from ccsdk.errors import PluginLoadError

        problem = f"commands {target}: {type(error).__name__}: {error}"
        raise PluginLoadError(plugin=plugin, distribution=distribution, problem=problem) from error
    return group


def _place(point: EntryPoint) -> tuple[str, str]:
    return point.name, point.value


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else "an unknown distribution"
