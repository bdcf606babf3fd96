"""Folds: what takes note of every committed entry of a center, in order, from the first one on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import attrs

from ccsdk.bus.hub import Hub
from ccsdk.model.entry import Entry

__all__ = ["Fold", "Folds"]


class Fold(Protocol):
    """Take note of what is committed."""

    def note(self, entries: Sequence[Entry]) -> None:
        """Take entries, in log order."""


@attrs.define
class Folds:
    """Hold the parts of a center that take note; the hub comes last, so that they know first."""

    _hub: Hub
    parts: tuple[Fold, ...] = ()

    def recover(self, entries: Sequence[Entry]) -> None:
        """Tell what the log held before the center was opened."""
        for part in self.parts:
            part.note(entries)
        self._hub.recover(entries)

    def publish(self, entries: Sequence[Entry]) -> None:
        """Tell what has just been committed."""
        for part in self.parts:
            part.note(entries)
        self._hub.publish(entries)
