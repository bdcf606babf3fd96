"""The commands of `ccsdk plugins`; each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ccsdk.cli.arguments import CENTER, DATA

__all__ = ["plugins"]

_NAME = click.argument("name", metavar="NAME")


@click.group()
def plugins() -> None:
    """Look at the plugins of a center, and switch them."""


@plugins.command(name="list")
@click.argument(
    "center",
    metavar="[CENTER.toml]",
    required=False,
    type=click.Path(dir_okay=False, path_type=Path),
)
@DATA
@click.option("--all", "is_all", is_flag=True, help="Those that are not enabled, too.")
@click.option("--json", "as_json", is_flag=True, help="All of them, as one JSON document.")
def list_plugins(**given: Any) -> None:
    """Print the enabled plugins, and how far those that observe have come.

    Without a center file it prints what is installed. It imports no plugin.
    """
    from ccsdk.cli.plugins import list_plugins as run

    run(**given)


@plugins.command(name="run")
@click.argument("name")
@click.option("--url", metavar="URL", required=True, help="Of the center, or of its bus.")
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Holds its settings, [plugins.NAME], as a center file would.",
)
@click.option(
    "--token-file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Holds what `ccsdk plugins token` printed.",
)
@click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder of its store.",
)
def run_plugin(**given: Any) -> None:
    """Run an installed plugin in this process, over the bus of a center elsewhere.

    Prints one line on standard output once it is at work, `ready NAME at CENTER`.
    """
    from ccsdk.cli.plugin_run import run_plugin as run

    run(**given)


@plugins.command(name="token")
@CENTER
@DATA
@click.argument("name")
@click.option("--ttl", metavar="TIME", help="How long it is good for; default: 90 days.")
@click.option("--list", "show", is_flag=True, help="Print which tokens there are instead.")
@click.option("--revoke", metavar="ID", help="Make one void instead, or `all`.")
def plugin_token(**given: Any) -> None:
    """Print a token by which plugin NAME connects from its own process; it is shown once.

    The plugin has `remote = true` in its table. A token may what the manifest names now. There
    are two at most, so that one can be replaced by the next.
    """
    from ccsdk.cli.plugin_token import plugin_token as run

    run(**given)


@plugins.command()
@CENTER
@_NAME
def enable(**given: Any) -> None:
    """Enable an installed plugin in the center file; its other lines stay as they are."""
    from ccsdk.cli.plugin_switch import enable as run

    run(**given)


@plugins.command()
@CENTER
@_NAME
def disable(**given: Any) -> None:
    """Disable a plugin in the center file; its settings stay there."""
    from ccsdk.cli.plugin_switch import disable as run

    run(**given)


@plugins.command()
@CENTER
@_NAME
def show(**given: Any) -> None:
    """Print what an enabled plugin is, contributes, may and is set to; secrets stay hidden."""
    from ccsdk.cli.plugin_show import show as run

    run(**given)


@plugins.command()
@CENTER
@click.argument("hook", metavar="[HOOK]", required=False)
def order(**given: Any) -> None:
    """Print the plugins in their order, or those that implement a hook."""
    from ccsdk.cli.plugin_show import order as run

    run(**given)


@plugins.command()
@CENTER
@click.option("--dot", "as_dot", is_flag=True, help="For Graphviz.")
def graph(**given: Any) -> None:
    """Print which plugin comes behind which, and why."""
    from ccsdk.cli.plugin_show import graph as run

    run(**given)


@plugins.command()
@_NAME
@click.option(
    "--center",
    metavar="CENTER.toml",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Looks among the files beside it, too.",
)
def schema(**given: Any) -> None:
    """Print the JSON Schema of an installed plugin's settings, enabled or not."""
    from ccsdk.cli.plugin_show import schema as run

    run(**given)


@plugins.command()
@CENTER
@DATA
@click.option("--strict", "is_strict", is_flag=True, help="A warning ends it with exit code 1.")
def check(**given: Any) -> None:
    """Register all enabled plugins and say what is wrong, or of no use."""
    from ccsdk.cli.plugin_check import check as run

    run(**given)


@plugins.command()
@CENTER
@DATA
def doctor(**given: Any) -> None:
    """Look at versions, folders and stores, and say what helps; imports no plugin."""
    from ccsdk.cli.plugin_doctor import doctor as run

    run(**given)


@plugins.command()
@CENTER
@_NAME
@click.option("--rounds", metavar="N", type=click.IntRange(1, 100_000), default=100)
def bench(**given: Any) -> None:
    """Time a plugin's registration, and its hooks with made-up questions."""
    from ccsdk.cli.plugin_bench import bench as run

    run(**given)


@plugins.command()
@click.argument("name")
@click.option(
    "--kind",
    type=click.Choice(["query", "channel", "scorer", "store", "panel"]),
    default="query",
    show_default=True,
    help="What it does for a center.",
)
@click.option(
    "--to",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where its folder is made; by default here.",
)
def new(**given: Any) -> None:
    """Write a plugin of your own, with its tests, into a new folder NAME."""
    from ccsdk.cli.new import new as run

    run(**given)


@plugins.command(name="redrive")
@CENTER
@click.argument("name", metavar="NAME")
@DATA
@click.option("--skip", is_flag=True, help="Pass over the one delivery that it is parked at.")
def redrive_plugin(**given: Any) -> None:
    """Let a parked plugin go on, in the running server or at its next start."""
    from ccsdk.cli.plugin_redrive import redrive_plugin as run

    run(**given)
