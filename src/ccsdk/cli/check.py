"""`ccsdk check`: settings, chain and replay, read-only, beside a running server or not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click

from ccsdk.center.clock import SystemClock
from ccsdk.center.policies import findings, policies_of
from ccsdk.center.promises import promises
from ccsdk.cli.place import data_folder, draw, state_of
from ccsdk.engine.replay import fingerprint

__all__ = ["check", "has_wal_reset_race"]


def check(center: Path, data: Path | None) -> None:
    """Print what is wrong, or the fingerprint of the state that the log leads to.

    Settings with mistakes, plugins that cannot run and a damaged log end it with exit
    code 1; plugins that are off, policies that nobody can have meant and an old SQLite are
    warnings. The longest waits that queues promise go to standard error, too.
    """
    blueprint = draw(center)
    now_ms = SystemClock().now_ms()
    for warning in (*blueprint.host.warnings, *findings(blueprint.settings, now_ms)):
        click.echo(f"warning: {warning}", err=True)
    for promise in promises(policies_of(blueprint.settings, now_ms)):
        click.echo(f"promise: {promise}", err=True)
    if has_wal_reset_race(sqlite3.sqlite_version_info):
        click.echo(
            f"warning: sqlite_wal_reset: SQLite {sqlite3.sqlite_version} may lose a write if a "
            "second program writes to the log; let other tools open it with mode=ro only",
            err=True,
        )
    click.echo(f"state {fingerprint(state_of(data_folder(blueprint, data)))}")


def has_wal_reset_race(version: tuple[int, ...]) -> bool:
    """Return whether a SQLite has the WAL-reset race, which one writing connection avoids.

    Source: https://www.sqlite.org/wal.html#walresetbug
    """
    is_mended = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    return (3, 7, 0) <= version <= (3, 51, 2) and not is_mended
