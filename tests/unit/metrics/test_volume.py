"""Volumes: each event in its own interval, and the line between them."""

from __future__ import annotations

from ccsdk.metrics.fact import Outcome, Visit
from ccsdk.metrics.volume import volumes


def visit(entered_at_ms: int, left_at_ms: int | None, kind: str = "inbound") -> Visit:
    return Visit(
        id=f"v{entered_at_ms}", interaction="i", queue="q", kind=kind,
        entered_at_ms=entered_at_ms, left_at_ms=left_at_ms, target_ms=0,
        outcome=None if left_at_ms is None else Outcome.ANSWERED,
    )  # fmt: skip


def test_what_is_offered_less_what_left_is_how_much_the_line_grows() -> None:
    visits = [visit(0, 5), visit(5, 15), visit(9, None), visit(12, 20), visit(3, 4, "requeue")]

    first, second = volumes(visits, (0, 10, 20))

    assert (first.offered, first.answered, first.waiting) == (3, 1, 2)
    assert (second.offered, second.answered, second.waiting) == (1, 1, 2)
    for volume, before in ((first, 0), (second, first.waiting)):
        left = volume.answered + volume.abandoned + volume.flowed_out
        assert volume.offered - left == volume.waiting - before


def test_one_bound_makes_no_interval() -> None:
    assert volumes([visit(0, 5)], (0,)) == []
