"""What a center keeps in its data folder."""

from __future__ import annotations

from pathlib import Path

__all__ = ["log_path"]


def log_path(data: Path) -> Path:
    """Return the file of a center's log; its `-wal`, `-shm` and `.lease` stand beside it."""
    return data / "center.sqlite3"
