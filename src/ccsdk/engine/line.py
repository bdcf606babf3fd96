"""A queue's line: the places of all who wait in it, kept sorted.

Whoever is being offered or connected still stands there, so a position is what the customer
may be told. Entering, leaving and asking cost O(log n) comparisons.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import Protocol

__all__ = ["Place", "Stands", "leave", "place_of", "position_of", "stand"]

# (tier, order_from_ms - head_start_ms, interaction), the one key.
Place = tuple[int, int, str]


class Stands(Protocol):
    """Say what an Interaction's place follows from."""

    id: str
    tier: int
    order_from_ms: int
    head_start_ms: int


def place_of(interaction: Stands) -> Place:
    """Return the one key by which Interactions are ordered."""
    return (
        interaction.tier,
        interaction.order_from_ms - interaction.head_start_ms,
        interaction.id,
    )


def stand(line: list[Place], place: Place) -> None:
    """Let somebody stand in line."""
    insort(line, place)


def leave(line: list[Place], place: Place) -> None:
    """Let somebody leave the line in which they stand."""
    at = bisect_left(line, place)
    assert line[at : at + 1] == [place], f"{place[2]} leaves a place where they do not stand"
    del line[at]


def position_of(line: list[Place], place: Place) -> int:
    """Return how far in front somebody stands, from 1."""
    return bisect_left(line, place) + 1
