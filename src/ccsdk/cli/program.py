"""The program: its group of commands, and how an error ends it.

Expected errors are lines on standard error, `error: ...`, and exit code 1; a center that
stopped itself is 70. Each command imports what it needs when it runs, so that help is
there at once.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from ccsdk.cli.arguments import CENTER, DATA
from ccsdk.cli.groups import OpenGroup
from ccsdk.cli.operator import CommandLine
from ccsdk.cli.plugin_program import plugins

__all__ = ["EXIT_FAILED", "EXIT_STOPPED", "cli", "main"]

EXIT_FAILED = 1
# sysexits.h: an internal software error; service managers restart on it.
EXIT_STOPPED = 70


@click.group(cls=OpenGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Run a contact center from one TOML file."""
    ctx.obj = CommandLine()


@cli.command()
@CENTER
@DATA
@click.option("--host", metavar="H", help="Address to listen on; not loopback needs TLS.")
@click.option("--port", metavar="P", type=click.IntRange(0, 65_535), help="0: a free one.")
@click.option("--safe", "is_safe", is_flag=True, help="Leave out plugins of third parties.")
def serve(**given: Any) -> None:
    """Open the center and serve it until it is told to stop.

    Prints one line on standard output once it accepts, `ready http://H:P`; one-time
    log-in links go to standard error.
    """
    try:
        from ccsdk.cli.serve import serve as run
    except ModuleNotFoundError as error:
        if error.name != "uvicorn":
            raise
        from ccsdk.errors import ConfigurationError

        problem = "is not installed; pip install 'ccsdk-core[server]' brings it"
        raise ConfigurationError(path="uvicorn", problem=problem) from error

    run(**given)


@cli.command()
@CENTER
@DATA
@click.option("--role", type=click.Choice(["agent", "supervisor", "visitor"]), required=True)
@click.option("--id", "id_", metavar="ID", help="Whose token; a visitor may be a new one.")
@click.option("--account", metavar="ID", help="A visitor's account; default: the only one.")
@click.option("--ttl", metavar="TIME", help="How long it is good for, such as '8 h'.")
@click.option("--link", is_flag=True, help="Print a one-time log-in link instead.")
def token(**given: Any) -> None:
    """Print a bearer token that opens the bus, for a machine or a test."""
    from ccsdk.cli.token import token as run

    run(**given)


@cli.command()
@CENTER
@DATA
@click.option("--json", "as_json", is_flag=True, help="One envelope of the bus a line.")
@click.option("--after", metavar="SEQ", type=click.IntRange(min=0), default=0)
@click.option("--personal", is_flag=True, help="Show names and text, too.")
def log(**given: Any) -> None:
    """Print the events of the log, also beside a running server."""
    from ccsdk.cli.log import log as run

    run(**given)


@cli.command()
@CENTER
@DATA
def check(**given: Any) -> None:
    """Check settings and log, and print the hash of the state."""
    from ccsdk.cli.check import check as run

    run(**given)


@cli.command()
@CENTER
@DATA
@click.option("--hash", "as_hash", is_flag=True, required=True, help="Print its fingerprint.")
def state(**given: Any) -> None:
    """Ask the running server for its state."""
    from ccsdk.cli.state import state as run

    run(**given)


@cli.command()
@CENTER
@DATA
@click.option("--offer", metavar="ID", help="Why this Offer was made.")
@click.option("--interaction", metavar="ID", help="Why this Interaction waits.")
@click.option("--agent", metavar="ID", help="Why this Agent has what they have, or nothing.")
@click.option("--at", metavar="SEQ", type=click.IntRange(min=0), help="As of this position.")
def why(**given: Any) -> None:
    """Explain an offer, an interaction or an agent from the log, in sentences."""
    from ccsdk.cli.why import why as run

    run(**given)


@cli.command()
def hooks() -> None:
    """Print every hook and contribution type that plugins can use."""
    from ccsdk.cli.hooks import hooks as run

    run()


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a center file, for editors."""
    from ccsdk.cli.plugin_show import settings_schema as run

    run()


cli.add_command(plugins)


def main() -> None:
    """Run the program and exit."""
    try:
        cli(prog_name="ccsdk")
    except Exception as error:
        # Who raised one of ours has imported them; help is there without.
        from ccsdk.errors import CcsdkError, CenterStoppedError

        if not isinstance(error, CcsdkError):
            raise
        for line in str(error).splitlines():
            click.echo(f"error: {line}", err=True)
        sys.exit(EXIT_STOPPED if isinstance(error, CenterStoppedError) else EXIT_FAILED)
