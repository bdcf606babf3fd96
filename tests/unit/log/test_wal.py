from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ccsdk.log.wal import WalGauge


def test_a_gauge_agrees_with_what_sqlite_answers_to_a_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
        connection.execute("CREATE TABLE t (x BLOB)")
        with closing(WalGauge(path.with_name("x.db-wal"), page_size=4096)) as gauge:
            for round_ in range(3):
                for _ in range(5 + 7 * (round_ % 2)):
                    connection.execute("INSERT INTO t VALUES (zeroblob(9000))")
                seen = max(n for n in range(1, 200) if gauge.has_pages(n))
                mode = "TRUNCATE" if round_ == 1 else "PASSIVE"
                reader = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()

                assert seen == reader[1]

            assert gauge.has_pages(seen)


def test_an_empty_log_holds_no_page(tmp_path: Path) -> None:
    wal = tmp_path / "x.db-wal"
    wal.touch()

    with closing(WalGauge(wal, page_size=4096)) as gauge:
        assert not gauge.has_pages(1)
