"""Volumes: each count in the interval of its own event.

Offered at 7:28 counts at 7:00, answered at 7:32 at 7:30. A rate of such counts could pass
100 %, so rates are made of cohorts instead; what grows is the line: O - A - B - F is how
much W grows.

Source: so do the interval reports of Genesys Cloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from attrs import frozen

from ccsdk.metrics.fact import COUNTED_KINDS, Outcome, Visit

__all__ = ["Volume", "volumes"]


@frozen(kw_only=True)
class Volume:
    """Count what happened in `[from_ms, to_ms)`; `waiting` is of its end."""

    from_ms: int
    to_ms: int
    offered: int
    answered: int
    abandoned: int
    flowed_out: int
    waiting: int


def volumes(visits: Iterable[Visit], bounds: Sequence[int]) -> list[Volume]:
    """Return the counts of each interval between two bounds.

    Args:
        visits: Of one queue; callbacks, requeues and their like are left out.
        bounds: Instants, rising; n bounds make n - 1 intervals.
    """
    counted = [visit for visit in visits if visit.kind in COUNTED_KINDS]
    return [_volume(counted, from_ms, to_ms) for from_ms, to_ms in pairwise(bounds)]


def _volume(visits: Sequence[Visit], from_ms: int, to_ms: int) -> Volume:
    left = [
        v.outcome for v in visits if v.left_at_ms is not None and from_ms <= v.left_at_ms < to_ms
    ]
    entered = [v for v in visits if v.entered_at_ms < to_ms]
    return Volume(
        from_ms=from_ms,
        to_ms=to_ms,
        offered=sum(v.entered_at_ms >= from_ms for v in entered),
        answered=left.count(Outcome.ANSWERED),
        abandoned=left.count(Outcome.ABANDONED),
        flowed_out=left.count(Outcome.FLOWED_OUT),
        waiting=sum(v.left_at_ms is None or v.left_at_ms >= to_ms for v in entered),
    )
