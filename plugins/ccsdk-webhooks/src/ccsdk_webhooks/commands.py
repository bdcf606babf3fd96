"""`ccsdk webhooks ...`: how deliveries stand, and what to do with those that are parked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ccsdk.hooks.command_line import Operator
from ccsdk.model.instant import to_rfc3339
from ccsdk_webhooks.signature import new_secret

__all__ = ["webhooks"]

CENTER = click.argument(
    "center", metavar="CENTER.toml", type=click.Path(dir_okay=False, path_type=Path)
)
DATA = click.option(
    "--data",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the log; otherwise [center] data of the file.",
)


@click.group()
def webhooks() -> None:
    """Look at deliveries to other systems, and send parked ones again."""


@webhooks.command()
@CENTER
@DATA
@click.pass_obj
def status(operator: Operator, center: Path, data: Path | None) -> None:
    """Print a line for each target: what waits since when, what is parked, the last problem."""
    for each in operator.ask(center, data, "webhooks.v1", {"parked_max": 0})["targets"]:
        click.echo(_line(each))


@webhooks.command()
@CENTER
@DATA
@click.pass_obj
def parked(operator: Operator, center: Path, data: Path | None) -> None:
    """Print a line for each parked delivery, oldest first: its id, since when, and why."""
    for each in operator.ask(center, data, "webhooks.v1", {"parked_max": 200})["parked"]:
        mark = ", it may have arrived" if each["is_uncertain"] else ""
        since = to_rfc3339(each["at_ms"])
        click.echo(f"{each['id']} {each['target']} since {since}{mark}: {each.get('problem')}")


@webhooks.command()
@CENTER
@DATA
@click.option("--target", metavar="NAME", help="Only what is for this target.")
@click.option("--id", "id_", metavar="ID", help="Only this delivery.")
@click.pass_obj
def redrive(
    operator: Operator, center: Path, data: Path | None, target: str | None, id_: str | None
) -> None:
    """Send parked deliveries again, and go on with a target that answered 410."""
    question = {k: v for k, v in (("target", target), ("id", id_)) if v is not None}
    answer = operator.ask(center, data, "redrive_webhooks.v1", question)
    click.echo(f"{answer['count']} sent again")


@webhooks.command()
@CENTER
@DATA
@click.option("--id", "id_", metavar="ID", required=True, help="Of the parked delivery.")
@click.option("--reason", metavar="TEXT", required=True, help="Kept with its id.")
@click.pass_obj
def discard(operator: Operator, center: Path, data: Path | None, id_: str, reason: str) -> None:
    """Drop a parked delivery, so that those behind it go on."""
    answer = operator.ask(center, data, "discard_webhook.v1", {"id": id_, "reason": reason})
    click.echo(f"{answer['count']} dropped")


@webhooks.command(name="test")
@CENTER
@DATA
@click.argument("target")
@click.pass_obj
def try_(operator: Operator, center: Path, data: Path | None, target: str) -> None:
    """Send a ping to a target, signed like everything else, and say how that went."""
    answer = operator.ask(center, data, "test_webhook.v1", {"target": target})
    if answer.get("problem"):
        raise click.ClickException(answer["problem"])
    click.echo(f"{target} took it")


@webhooks.command()
def secret() -> None:
    """Print a new secret, for the center's settings and for the receiver's."""
    click.echo(new_secret())


def _line(each: dict[str, Any]) -> str:
    words = [f"{each['target']}: {each['sent']} sent, {each['waiting']} waiting"]
    if each.get("oldest_at_ms") is not None:
        words.append(f"the oldest since {to_rfc3339(each['oldest_at_ms'])}")
    if each.get("due_at_ms") is not None:
        words.append(f"next attempt {to_rfc3339(each['due_at_ms'])}")
    for name in ("parked", "uncertain"):
        if each[name]:
            words.append(f"{each[name]} {name}")
    if each.get("stopped_at_ms") is not None:
        words.append("stopped")
    line = ", ".join(words)
    if each.get("problem"):
        line += f"; {to_rfc3339(each['problem_at_ms'])}: {each['problem']}"
    return line
