"""Reading a log: plain functions on a connection, for the store and for who reads beside it.

Whatever is handed out in log order has been checked against the chain and for gaps, so
that a rebuild from the log is also its verification.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ccsdk.errors import CorruptLogError, SchemaTooNewError
from ccsdk.hooks.ports import Credential, StoreInfo
from ccsdk.log.chain import GENESIS, link
from ccsdk.log.connection import translate
from ccsdk.log.rows import StoredRow, command_of_row, entry_of_row
from ccsdk.log.statements import SCHEMA, SQL
from ccsdk.model.entry import CommandRow, Entry

__all__ = [
    "check_schema",
    "find_credential",
    "read_entries",
    "read_head",
    "read_info",
    "read_last_number",
    "read_rows",
    "read_rows_of",
    "read_subject",
    "verify_chain",
]

# Above any version or position; SQLite's largest integer.
ENDLESS = 2**63 - 1
VERIFY_PAGE = 10_000


def check_schema(connection: sqlite3.Connection, path: Path) -> int:
    """Return the file's schema number.

    Raises:
        SchemaTooNewError: A newer version wrote the file.
        CorruptLogError: The file is no log.
    """
    try:
        (found,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise translate(error, path) from error
    if found > SCHEMA:
        raise SchemaTooNewError(path=str(path), found=found, known=SCHEMA)
    if found == 0:
        raise CorruptLogError(path=str(path), position=0, problem="it holds no log")
    return int(found)


def read_head(connection: sqlite3.Connection) -> tuple[int, bytes, int]:
    """Return position, check and instant of the last event."""
    row = connection.execute(SQL["head"]).fetchone()
    return row or (0, GENESIS, 0)


def read_last_number(connection: sqlite3.Connection) -> int:
    """Return the number of the last accepted command, 0 if there is none."""
    (number,) = connection.execute(SQL["last_number"]).fetchone()
    return number or 0


def read_info(connection: sqlite3.Connection, path: Path) -> StoreInfo:
    """Return what an opened file holds."""
    meta = dict(connection.execute(SQL["meta"]).fetchall())
    if not {"epoch", "secret"} <= meta.keys():
        raise CorruptLogError(path=str(path), position=0, problem="its epoch or secret is gone")
    head, _, last_at_ms = read_head(connection)
    return StoreInfo(
        epoch=str(meta["epoch"]), head=head, last_at_ms=last_at_ms, secret=bytes(meta["secret"])
    )


def read_entries(
    connection: sqlite3.Connection, path: Path, *, after: int, limit: int
) -> list[Entry]:
    """Return a page of the log, checked.

    Raises:
        CorruptLogError: An event is missing, changed or unreadable; names the first.
        SchemaTooOldError: An earlier version wrote an event in a form of its own.
    """
    name = str(path)
    return [entry_of_row(row, path=name) for row in _checked(connection, path, after, limit)]


def verify_chain(connection: sqlite3.Connection, path: Path) -> int:
    """Check every event without making it, and return the head.

    Raises:
        CorruptLogError: An event is missing or changed; names the first.
    """
    head = 0
    while True:
        seen = sum(1 for _ in _checked(connection, path, head, VERIFY_PAGE))
        if not seen:
            return head
        head += seen


def read_rows(
    connection: sqlite3.Connection, path: Path, *, after: int, limit: int
) -> list[CommandRow]:
    """Return a page of accepted commands; a group with one first position is never cut."""
    found = _fetched(connection.execute(SQL["commands"], (after, limit)), path, after)
    return [command_of_row(row, path=str(path)) for row in found]


def read_subject(
    connection: sqlite3.Connection, path: Path, subject: str, *, before: int | None, limit: int
) -> list[Entry]:
    """Return the newest entries of a subject below version `before`, oldest first."""
    bound = ENDLESS if before is None else before
    cursor = connection.execute(SQL["events_of_subject"], (subject, bound, limit))
    found = [entry_of_row(row, path=str(path)) for row in _fetched(cursor, path, 0)]
    return found[::-1]


def read_positions(
    connection: sqlite3.Connection, path: Path, positions: Sequence[int]
) -> list[Entry]:
    """Return the entries at these positions, oldest first."""
    wanted = sorted(set(positions))
    cursor = connection.execute(SQL["events_at"], (_json(wanted),))
    return [entry_of_row(row, path=str(path)) for row in _fetched(cursor, path, 0)]


def read_rows_of(
    connection: sqlite3.Connection, path: Path, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], CommandRow]:
    """Return the rows of many keys."""
    cursor = connection.execute(SQL["commands_by_key"], (_json(keys),))
    found = (command_of_row(row, path=str(path)) for row in _fetched(cursor, path, 0))
    return {(row.principal, row.key): row for row in found}


def find_credential(connection: sqlite3.Connection, digest: bytes) -> Credential | None:
    """Return a credential by the digest of its token."""
    row = connection.execute(SQL["find_credential"], (digest,)).fetchone()
    return None if row is None else _credential(row)


def list_credentials(connection: sqlite3.Connection, principal: str, kind: str) -> list[Credential]:
    """Return a principal's credentials of one kind, oldest first."""
    rows = connection.execute(SQL["list_credentials"], (principal, kind)).fetchall()
    return [_credential(row) for row in rows]


def _credential(row: tuple[Any, ...]) -> Credential:
    digest, kind, principal, role, created, expires, used, account, customer, *more = row
    return Credential(
        digest=digest,
        kind=kind,
        principal=principal,
        role=role,
        created_at_ms=created,
        expires_at_ms=expires,
        used_at_ms=used,
        account=account,
        customer=customer,
        is_verified=bool(more[0]),
        name=more[1],
        attributes=more[2],
        external_id=more[3],
    )


def _checked(
    connection: sqlite3.Connection, path: Path, after: int, limit: int
) -> Iterator[StoredRow]:
    """Yield stored events behind `after`, each one following from the one before it."""
    check, expected = _chain_at(connection, path, after), after + 1
    for row in _fetched(connection.execute(SQL["events"], (after, limit)), path, after):
        position, check_stored = row[0], row[7]
        if position != expected:
            problem = f"the events from here to {position - 1} are missing"
            raise CorruptLogError(path=str(path), position=expected, problem=problem)
        check = link(check, *row[:7])
        if check != check_stored:
            problem = "it does not follow from the event before it: one of both was changed"
            raise CorruptLogError(path=str(path), position=position, problem=problem)
        yield row
        expected += 1


def _chain_at(connection: sqlite3.Connection, path: Path, position: int) -> bytes:
    if position == 0:
        return GENESIS
    row = connection.execute(SQL["chain_at"], (position,)).fetchone()
    # Nothing lies behind the head, so that there is nothing to check either.
    return row[0] if row else GENESIS


def _fetched(cursor: sqlite3.Cursor, path: Path, after: int) -> Iterator[Any]:
    """Yield rows; an unreadable one is blamed on the first position not yet read."""
    position = after
    try:
        for row in cursor:
            position = row[0] if isinstance(row[0], int) else position
            yield row
    except sqlite3.DatabaseError as error:
        raise translate(error, path, position=position + 1) from error


def _json(values: object) -> str:
    return msgspec.json.encode(values).decode()
