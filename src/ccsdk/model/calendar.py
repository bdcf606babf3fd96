"""Calendars as the engine sees them: instants at which something opens and closes in turn.

Zones, weeks and holidays are the center's to compile; here are only integers.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import attrs

__all__ = ["Intervals"]


@attrs.frozen
class Intervals:
    """Hold half-open intervals, `[opens, closes)`, by their edges in milliseconds UTC.

    `edges` rise strictly: the first opens, the second closes, and so on. An odd number of
    them means that the last interval has no end.

    Raises:
        ValueError: The edges do not rise.
    """

    edges: tuple[int, ...] = attrs.field()

    @edges.validator
    def _check_edges(self, _: object, edges: tuple[int, ...]) -> None:
        for one, next_one in pairwise(edges):
            if one >= next_one:
                message = f"edges are to rise, and {next_one} follows {one}"
                raise ValueError(message)

    def is_open(self, at_ms: int) -> bool:
        """Say whether an instant lies inside; an interval's end does not."""
        return bisect_right(self.edges, at_ms) % 2 == 1

    def next_edge_ms(self, at_ms: int) -> int | None:
        """Return the first instant after `at_ms` that opens or closes, None if none does."""
        at = bisect_right(self.edges, at_ms)
        return self.edges[at] if at < len(self.edges) else None

    def pairs(self) -> Iterator[tuple[int, int | None]]:
        """Yield (opens, closes) of each interval, in order; the last may have no end."""
        closing = (*self.edges[1::2], None)
        yield from zip(self.edges[::2], closing, strict=False)
