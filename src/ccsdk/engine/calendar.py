"""Calendars as the engine has them: open or closed since the last edge that fell due."""

from __future__ import annotations

from ccsdk.engine.state import State

__all__ = ["is_open", "opens_at_ms"]


def is_open(state: State, calendar: str | None) -> bool:
    """Return whether a calendar is open; no calendar is always open."""
    return calendar is None or state.calendars[calendar].is_open


def opens_at_ms(state: State, calendar: str | None) -> int | None:
    """Return when a closed calendar opens; None if it is open, or that is not known."""
    if calendar is None or is_open(state, calendar):
        return None
    edge = state.deadlines.live.get(("calendar", calendar))
    return None if edge is None else edge[0]
