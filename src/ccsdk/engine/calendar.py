"""Calendars as the engine has them: open or closed since the last edge that fell due."""

from __future__ import annotations

from ccsdk.engine.state import State

__all__ = ["is_open"]


def is_open(state: State, calendar: str | None) -> bool:
    """Return whether a calendar is open; no calendar is always open."""
    return calendar is None or state.calendars[calendar].is_open
