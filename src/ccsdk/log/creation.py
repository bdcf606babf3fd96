"""A new log file: complete and on disk before it has its name; an old one brought forward."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from ccsdk.log.connection import WRITER_PRAGMAS, apply_pragmas
from ccsdk.log.files import rename_durably
from ccsdk.log.statements import MIGRATIONS, SQL

__all__ = ["create_file", "migrate"]

# "ccsd": what `file` and `ccsdk check` know a log by.
APPLICATION_ID = 0x63637364
SECRET_SIZE = 32


def create_file(path: Path) -> None:
    """Make an empty log under another name, sync it, and give it its own.

    Whoever dies in between leaves no log, or a whole one.
    """
    draft = path.with_name(f"{path.name}.new")
    for leftover in (draft, *(draft.with_name(draft.name + s) for s in ("-wal", "-shm"))):
        leftover.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(draft, isolation_level="IMMEDIATE")) as connection:
        apply_pragmas(connection, WRITER_PRAGMAS, path=path)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrate(connection)
        facts = (("epoch", secrets.token_hex(16)), ("secret", secrets.token_bytes(SECRET_SIZE)))
        connection.executemany(SQL["put_meta"], facts)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    rename_durably(draft, path)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the present schema, each migration in a transaction of its own."""
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    for number, script in enumerate(MIGRATIONS[done:], start=done + 1):
        connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
