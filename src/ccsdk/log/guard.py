"""The guard of a plugin's own store: what its statements may do, and for how long.

A plugin's tables stand beside the store's own in one file, and its statements run on the one
connection, inside a transaction that is not theirs to begin or end. SQLite itself checks each
statement as it is compiled (https://www.sqlite.org/c3ref/set_authorizer.html). This guards
against mistakes; a plugin is trusted code.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from typing import Any

from ccsdk.hooks.plugin_store import Rows

__all__ = ["STATEMENT_S_MAX", "Guard", "is_plugins_own"]

STATEMENT_S_MAX = 5.0
MIGRATION_S_MAX = 60.0

OWN_TABLES = frozenset({"progress", "kv", "alarms"})
OWN_PREFIX = "ccsdk_"
# What FTS5 and other modules ask while they compile; none of it changes anything.
HARMLESS_PRAGMAS = frozenset({"data_version", "page_size", "table_info", "table_xinfo"})
# Between two looks at the clock SQLite does so many of its machine's instructions.
STEPS = 10_000

_FORBIDDEN = frozenset({sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH})
# The table is the first of what SQLite tells, or the second.
_NAMES_FIRST = frozenset(
    {
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_CREATE_TABLE,
        sqlite3.SQLITE_CREATE_VIEW,
        sqlite3.SQLITE_CREATE_VTABLE,
        sqlite3.SQLITE_DROP_TABLE,
    }
)
_NAMES_SECOND = frozenset(
    {
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_CREATE_INDEX,
        sqlite3.SQLITE_DROP_INDEX,
        sqlite3.SQLITE_CREATE_TRIGGER,
    }
)
# Whose fault it is: these are the statement's, all others the file's.
_OWN_FAULTS = frozenset(
    {
        sqlite3.SQLITE_ERROR,
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_RANGE,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_TOOBIG,
    }
)


class Guard:
    """Run a plugin's statements on the connection of its store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._is_plugins = False
        self._end_s = 0.0
        self._is_lost = False
        connection.set_authorizer(self._judge)

    def run(
        self, sql: str, parameters: Sequence[Any] = (), limit_s: float = STATEMENT_S_MAX
    ) -> Rows:
        """Run one statement within the open transaction, or a new one.

        Raises:
            sqlite3.Error: It is wrong, forbidden or too slow, or the file is in trouble.
        """
        self.require()
        connection = self._connection
        if not connection.in_transaction:
            connection.execute("BEGIN IMMEDIATE")
        self._is_plugins, self._end_s = True, time.monotonic() + limit_s
        connection.set_progress_handler(self._is_late, STEPS)
        try:
            cursor = connection.execute(sql, tuple(parameters))
            rows = cursor.fetchall()
            return Rows(rows=rows, changed=max(cursor.rowcount, 0))
        except sqlite3.Error as error:
            # Some failures take the whole transaction with them.
            self._is_lost = not connection.in_transaction
            raise _told(error, limit_s) from error
        finally:
            self._is_plugins = False
            connection.set_progress_handler(None, 0)

    def require(self) -> None:
        """Let nothing go on in a transaction that is half gone; `forget` after a rollback.

        Raises:
            sqlite3.OperationalError: It is.
        """
        if self._is_lost:
            raise sqlite3.OperationalError("an earlier statement took the transaction with it")

    def forget(self) -> None:
        """Begin anew, after a rollback."""
        self._is_lost = False

    def _judge(
        self,
        action: int,
        first: str | None,
        second: str | None,
        database: str | None,
        by: str | None,
    ) -> int:
        if self._is_plugins and (
            action in _FORBIDDEN
            or (action == sqlite3.SQLITE_PRAGMA and first not in HARMLESS_PRAGMAS)
            or (action in _NAMES_FIRST and _is_own(first))
            or (action in _NAMES_SECOND and _is_own(second))
        ):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _is_late(self) -> int:
        return int(time.monotonic() > self._end_s)


def is_plugins_own(error: sqlite3.Error) -> bool:
    """Return whether a failure is the statement's, and not the file's."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is None or (code & 0xFF) in _OWN_FAULTS


def _is_own(table: str | None) -> bool:
    name = (table or "").lower()
    return name in OWN_TABLES or name.startswith(OWN_PREFIX)


def _told(error: sqlite3.Error, limit_s: float) -> sqlite3.Error:
    """Say what is forbidden, or late, in words; SQLite says little."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_AUTH:
        problem = (
            f"{error}: transactions, ATTACH, PRAGMA and the tables progress, kv, alarms and "
            f"{OWN_PREFIX}* are the store's own"
        )
    elif code == sqlite3.SQLITE_INTERRUPT:
        problem = f"not done within {limit_s:g} s"
    else:
        return error
    told = type(error)(problem)
    told.sqlite_errorcode, told.sqlite_errorname = error.sqlite_errorcode, error.sqlite_errorname
    return told
