"""Estimate of the wait: position times the mean gap between a queue's last answers."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["estimated_wait_ms"]


def estimated_wait_ms(starts: Sequence[int], position: int) -> int | None:
    """Return how long the wait may be; None while there is no gap to look at.

    Args:
        starts: Instants of the last answers, in order.
        position: The place in line, from 1.
    """
    gaps = len(starts) - 1
    return position * (starts[-1] - starts[0]) // gaps if gaps > 0 else None
