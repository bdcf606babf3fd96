"""The staff's display names: personal, so they live beside the engine's state, not in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ccsdk.model.entry import Entry
from ccsdk.model.event import AgentDefined

__all__ = ["Roster"]


class Roster:
    """Fold the display names of Agents out of committed events; the last one counts.

    Args:
        names: Those of Supervisors, whom no event defines.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self.names: dict[str, str] = dict(names or {})

    def note(self, entries: Iterable[Entry]) -> None:
        """Take entries, in log order."""
        for entry in entries:
            if isinstance(entry.event, AgentDefined):
                half = entry.personal
                if isinstance(half, AgentDefined.Personal) and half.name is not None:
                    self.names[entry.event.agent] = half.name
