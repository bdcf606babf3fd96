"""`ccsdk plugins redrive`: let a parked plugin go on, in the running server or in its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ccsdk.center.clock import SystemClock
from ccsdk.center.files import log_path, plugin_path
from ccsdk.cli.place import data_folder, draw
from ccsdk.cli.run_file import find_running
from ccsdk.errors import InvalidRequestError
from ccsdk.log.lease import Lease
from ccsdk.log.plugin_offline import redrive

__all__ = ["redrive_plugin"]


def redrive_plugin(center: Path, data: Path | None, name: str, skip: bool) -> None:
    """Deliver again what a plugin is parked at, or pass over that one delivery.

    Raises:
        InvalidRequestError: There is no such plugin, it is not parked, or it has nothing to
            pass over.
        LogLockedError: An embedding program has the center open, and no command line.
    """
    blueprint = draw(center)
    if name not in blueprint.host.names:
        raise InvalidRequestError(path="NAME", problem=f"there is no plugin {name!r}")
    folder = data_folder(blueprint, data)
    if _is_told(folder, name, skip):
        click.echo(f"{name}: goes on")
        return
    with _held(log_path(folder)):
        path, now_ms = plugin_path(folder, name), SystemClock().now_ms()
        progress = redrive(path, plugin=name, skip=skip, at_ms=now_ms)
    click.echo(f"{name}: goes on behind {progress.cursor} when the server starts")


def _is_told(data: Path, name: str, skip: bool) -> bool:
    """Return whether a server runs that has taken it."""
    if (running := find_running(data)) is None:
        return False
    try:
        running.ask("/control/redrive", {"plugin": name, "skip": skip})
    except OSError:
        # A server that was killed leaves its file behind.
        return False
    return True


@contextmanager
def _held(log: Path) -> Iterator[None]:
    if not log.exists():
        raise InvalidRequestError(path="--data", problem=f"there is no log at {log}")
    lease = Lease(log)
    lease.take()
    try:
        yield
    finally:
        lease.release()
