from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from ccsdk.log import statements
from ccsdk.log.creation import migrate
from ccsdk.log.statements import MIGRATIONS, SCHEMA, SQL

PACKAGE = Path(statements.__file__).parent


def test_every_statement_can_be_prepared_on_a_migrated_file() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA,)

        for sql in SQL.values():
            values = [None] * (2 if "?2" in sql else _bare(sql).count("?"))
            connection.execute(f"EXPLAIN {_bare(sql)}", values).fetchall()


def _bare(sql: str) -> str:
    return re.sub(r"^--.*$", "", sql, flags=re.MULTILINE)


def test_migrating_twice_changes_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        before = connection.execute("SELECT sql FROM sqlite_master").fetchall()

        migrate(connection)

        assert connection.execute("SELECT sql FROM sqlite_master").fetchall() == before


def test_migrations_are_numbered_from_one() -> None:
    names = sorted(path.name for path in (PACKAGE / "migrations").glob("*.sql"))

    assert [int(name[:4]) for name in names] == list(range(1, len(MIGRATIONS) + 1))


def test_every_statement_is_used_and_none_stands_elsewhere() -> None:
    code = "\n".join(path.read_text() for path in PACKAGE.glob("*.py"))

    assert {name for name in SQL if f'SQL["{name}"]' not in code} == set()
    assert not re.search(r'"(SELECT|INSERT|UPDATE|DELETE) ', code)
