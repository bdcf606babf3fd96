"""What a writer does at present."""

from __future__ import annotations

from enum import Enum

__all__ = ["WriterStatus"]


class WriterStatus(Enum):
    """Name what a writer does at present."""

    OPENING = "opening"
    RUNNING = "running"
    READ_ONLY = "read_only"
    RECOVERING = "recovering"
    DRAINING = "draining"
    STOPPED = "stopped"
