"""What is logged, heard from every thread, and waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog

__all__ = ["Journal", "journal_kept"]


class Journal:
    """Keep the lines of the server's log; `heard` is set once there was one of this event."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._heard: dict[str, threading.Event] = {}

    def __call__(self, logger: Any, method: str, line: Any) -> Any:
        """Take a line, as a processor of structlog."""
        self.lines.append(dict(line))
        self.heard(line["event"]).set()
        raise structlog.DropEvent

    def heard(self, event: str) -> threading.Event:
        """Return what is set by the first line of this event."""
        return self._heard.setdefault(event, threading.Event())

    def of(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of one event."""
        return [line for line in self.lines if line["event"] == event]


@contextmanager
def journal_kept() -> Iterator[Journal]:
    """Keep the log while the block runs, instead of printing it."""
    before = structlog.get_config()["processors"]
    journal = Journal()
    structlog.configure(processors=[journal])
    try:
        yield journal
    finally:
        structlog.configure(processors=before)
