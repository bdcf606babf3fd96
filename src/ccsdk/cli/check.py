"""`ccsdk check`: settings, chain and replay, read-only, beside a running server or not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from ccsdk.center.clock import SystemClock
from ccsdk.center.differences import Changes, Difference, differences
from ccsdk.center.files import log_path
from ccsdk.center.policies import findings, policies_of
from ccsdk.center.promises import promises
from ccsdk.center.pure import rules_of
from ccsdk.cli.place import draw, log_folder, state_of
from ccsdk.engine.replay import fingerprint
from ccsdk.log.offline import OfflineLog
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.principal import SYSTEM

__all__ = ["check", "has_wal_reset_race"]


def check(center: Path, data: Path | None) -> None:
    """Print what is wrong, or the fingerprint of the state that the log leads to.

    Settings with mistakes, plugins that cannot run and a damaged log end it with exit
    code 1; plugins that are off, policies that nobody can have meant and an old SQLite are
    warnings. The longest waits that queues promise go to standard error, too, as does what
    the center does otherwise than the file says.
    """
    blueprint = draw(center)
    policies = policies_of(blueprint.settings, SystemClock().now_ms())
    for warning in (*blueprint.host.warnings, *findings(blueprint.settings, policies)):
        click.echo(f"warning: {warning}", err=True)
    for promise in promises(policies):
        click.echo(f"promise: {promise}", err=True)
    if has_wal_reset_race(sqlite3.sqlite_version_info):
        click.echo(
            f"warning: sqlite_wal_reset: SQLite {sqlite3.sqlite_version} may lose a write if a "
            "second program writes to the log; let other tools open it with mode=ro only",
            err=True,
        )
    folder, changes = log_folder(blueprint, data), Changes()
    state = state_of(folder, see=changes.note)
    for difference in differences(blueprint.settings, state, rules_of(blueprint.host)):
        click.echo(f"changed: {_told(difference, changes, folder)}", err=True)
    click.echo(f"state {fingerprint(state)}")


def _told(difference: Difference, changes: Changes, data: Path) -> str:
    """Return a difference in words, with since when and by whom if somebody changed it."""
    entry = changes.last.get(difference.definition)
    line = f"{difference.path}: {difference.problem}"
    if entry is None:
        return line
    with OfflineLog(log_path(data)) as log:
        # The command of a definition leads to nothing before it.
        rows = log.read_rows(after=entry.position - 1, limit=1)
    if not rows or rows[0].principal == SYSTEM.id:
        return f"{line}, until the next start"
    return f"{line}, since {to_rfc3339(entry.at_ms)} by {rows[0].principal}"


def has_wal_reset_race(version: tuple[int, ...]) -> bool:
    """Return whether a SQLite has the WAL-reset race, which one writing connection avoids.

    Source: https://www.sqlite.org/wal.html#walresetbug
    """
    is_mended = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version <= (3, 51, 2) and not is_mended
