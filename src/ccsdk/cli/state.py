"""`ccsdk state`: what the running server holds."""

from __future__ import annotations

from pathlib import Path

import click

from ccsdk.cli.place import data_folder, draw
from ccsdk.cli.run_file import find_running
from ccsdk.errors import RequestRefusedError

__all__ = ["state"]


def state(center: Path, data: Path | None, as_hash: bool) -> None:
    """Print the fingerprint of the server's committed state, as `ccsdk check` prints it."""
    assert as_hash, "the option is required"
    folder = data_folder(draw(center), data)
    running = find_running(folder)
    problem = f"no server runs on {folder}; `ccsdk check` reads the log itself"
    if running is None:
        raise RequestRefusedError(problem)
    try:
        answer = running.ask("/control/state")
    except OSError as error:
        raise RequestRefusedError(problem) from error
    click.echo(f"state {answer['hash']}")
