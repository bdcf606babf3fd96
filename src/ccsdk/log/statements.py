"""The statements of `queries.sql` and `plugin.sql` by name, and the migrations in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

__all__ = ["MIGRATIONS", "PLUGIN_SQL", "SCHEMA", "SQL"]

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def _read_statements(name: str) -> Mapping[str, str]:
    text = files("ccsdk.log").joinpath(name).read_text(encoding="utf-8")
    _, *parts = _NAME.split(text)
    return {name: sql.strip() for name, sql in zip(parts[::2], parts[1::2], strict=True)}


def _read_migrations() -> tuple[str, ...]:
    folder = files("ccsdk.log").joinpath("migrations")
    scripts = sorted((s for s in folder.iterdir() if s.name.endswith(".sql")), key=_by_name)
    return tuple(script.read_text(encoding="utf-8") for script in scripts)


def _by_name(script: object) -> str:
    return str(getattr(script, "name", ""))


SQL = _read_statements("queries.sql")
PLUGIN_SQL = _read_statements("plugin.sql")
MIGRATIONS = _read_migrations()

# A file's `user_version`: how many of the migrations it has been through.
SCHEMA = len(MIGRATIONS)
