"""A plugin's store without its center: what is parked there goes on at the next start.

Whoever writes here holds the log's lease, so that no center has the file open.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import attrs

from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.plugin_store import Progress
from ccsdk.log.connection import WRITER_PRAGMAS, apply_pragmas, translate
from ccsdk.log.plugin import SCHEMA, read_progress
from ccsdk.log.statements import PLUGIN_SQL as SQL

__all__ = ["redrive"]


def redrive(path: Path, *, plugin: str, skip: bool, at_ms: int) -> Progress:
    """Let a plugin go on from what it is parked at, or from behind it; return where it stands.

    Raises:
        InvalidRequestError: It is not parked, or there is nothing to pass over.
        LogError: The file cannot be read or written.
    """
    parked = read_progress(path)
    if parked.parked_at_ms is None:
        raise InvalidRequestError(path="plugin", problem=f"{plugin!r} is not parked")
    position, alarm = parked.failing_position, parked.failing_alarm
    if skip and position is None and alarm is None:
        problem = f"{plugin!r} is parked at its start; there is nothing to pass over"
        raise InvalidRequestError(path="skip", problem=problem)
    progress = Progress(cursor=position if skip and position is not None else parked.cursor)
    try:
        with closing(sqlite3.connect(path, isolation_level="IMMEDIATE")) as connection:
            apply_pragmas(connection, WRITER_PRAGMAS, path=path)
            if skip:
                skipped = (position, alarm, parked.problem, at_ms)
                connection.execute(SQL["save_skipped"], skipped)
                connection.execute(SQL["cancel_alarm"], (alarm,))
            _save(connection, progress)
            connection.commit()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    return progress


def _save(connection: sqlite3.Connection, progress: Progress) -> None:
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    if schema < SCHEMA:
        # Of an earlier ccsdk: it does not say at what it is parked, and needs no more.
        connection.execute(SQL["clear_parked"])
    else:
        connection.execute(SQL["save_progress"], attrs.astuple(progress))
