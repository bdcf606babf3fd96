"""`ccsdk plugins list`: which plugins a center has, and how far those that observe have come."""

from __future__ import annotations

from pathlib import Path

import click

from ccsdk.center.files import log_path, plugin_path
from ccsdk.cli.place import data_folder, draw
from ccsdk.log.offline import OfflineLog
from ccsdk.log.plugin import read_progress
from ccsdk.model.instant import to_rfc3339
from ccsdk.plugins.observer import observing_of

__all__ = ["list_plugins"]


def list_plugins(center: Path, data: Path | None) -> None:
    """Print a line for each enabled plugin; those that are off are warnings.

    An observing plugin's tells the position up to which it has seen the log, and, if it was
    parked, since when and why.
    """
    blueprint = draw(center)
    for warning in blueprint.host.warnings:
        click.echo(f"warning: {warning}", err=True)
    folder = data_folder(blueprint, data)
    observers = {each.context.name for each in observing_of(blueprint.host)}
    for name in blueprint.host.names:
        click.echo(f"{name}: {_standing(folder, name)}" if name in observers else name)


def _standing(data: Path, plugin: str) -> str:
    progress = read_progress(plugin_path(data, plugin))
    told = f"at {progress.cursor} of {_head(data)}"
    if progress.parked_at_ms is None:
        return told
    return f"{told}, parked since {to_rfc3339(progress.parked_at_ms)}: {progress.problem}"


def _head(data: Path) -> int:
    try:
        with OfflineLog(log_path(data)) as log:
            return log.info.head
    except FileNotFoundError:
        return 0
