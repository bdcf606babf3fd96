"""Migrations of a plugin's own tables: numbered from 1, each whole or not at all.

What was applied is remembered with its digest: a step whose text changed afterwards would
mean something else in every store, and is refused. So is a store that has more steps than
the plugin: an older version of it would not know its tables.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

from ccsdk.errors import ConfigurationError
from ccsdk.log.guard import MIGRATION_S_MAX, Guard, is_plugins_own
from ccsdk.log.statements import PLUGIN_SQL as SQL

__all__ = ["migrate"]


def migrate(
    connection: sqlite3.Connection, guard: Guard, migrations: Sequence[str], *, path: str
) -> None:
    """Apply the steps that a store has not seen, in order, each in a transaction of its own.

    Raises:
        ConfigurationError: A step failed, and the store is as the one before left it; one that
            was applied has changed since; or the store has seen more steps than there are.
            Names file, step and SQLite's own words.
    """
    applied = dict(connection.execute(SQL["list_migrations"]).fetchall())
    if len(applied) > len(migrations):
        problem = (
            f"a newer version of the plugin made it: it went through {len(applied)} migrations, "
            f"this version has {len(migrations)}; install that version, or a later one"
        )
        raise ConfigurationError(path=path, problem=problem)
    for number, text in enumerate(migrations, start=1):
        digest = hashlib.sha256(text.encode()).digest()
        known = applied.get(number)
        if known is None:
            _apply(connection, guard, number, text, digest, path)
        elif known != digest:
            problem = f"migration {number} has changed since it was applied; add another instead"
            raise ConfigurationError(path=path, problem=problem)


def _apply(
    connection: sqlite3.Connection, guard: Guard, number: int, text: str, digest: bytes, path: str
) -> None:
    try:
        for statement in _statements(text):
            guard.run(statement, limit_s=MIGRATION_S_MAX)
        connection.execute(SQL["save_migration"], (number, digest))
        connection.commit()
    except (sqlite3.Error, sqlite3.Warning) as error:
        connection.rollback()
        guard.forget()
        if isinstance(error, sqlite3.Error) and not is_plugins_own(error):
            raise
        problem = (
            f"migration {number} failed and is undone; the store stands at {number - 1}: {error}"
        )
        raise ConfigurationError(path=path, problem=problem) from error


def _statements(text: str) -> Iterator[str]:
    """Yield a text's statements; the `;` in a string or a trigger's body ends none."""
    statement = ""
    for part in text.split(";"):
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    # Every part was given a `;`, which nobody wrote behind the last.
    if statement.rstrip("; \n\t\r"):
        yield statement[:-1]
