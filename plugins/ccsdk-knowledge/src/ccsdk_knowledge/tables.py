"""The plugin's own tables, as its store makes them; steps are only ever added."""

from __future__ import annotations

__all__ = ["MIGRATIONS"]

MIGRATIONS = (
    """
    CREATE TABLE vote (
        article TEXT NOT NULL,
        interaction TEXT NOT NULL,
        agent TEXT NOT NULL,
        is_useful INTEGER NOT NULL CHECK (is_useful IN (0, 1)),
        at_ms INTEGER NOT NULL,
        PRIMARY KEY (article, interaction, agent)
    ) WITHOUT ROWID;
    CREATE TABLE opened (
        article TEXT NOT NULL PRIMARY KEY,
        count INTEGER NOT NULL,
        last_ms INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE searched (
        day TEXT NOT NULL PRIMARY KEY,
        count INTEGER NOT NULL,
        without_result INTEGER NOT NULL
    ) WITHOUT ROWID;
    """,
)
