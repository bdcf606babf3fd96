"""Intervals answer whether they are open, and when that changes next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.model.calendar import Intervals


@pytest.mark.parametrize(
    ("at_ms", "is_open", "next_edge_ms"),
    [
        (0, False, 10),
        (9, False, 10),
        (10, True, 20),
        (19, True, 20),
        (20, False, 30),
        (31, True, None),
    ],
)
def test_an_interval_holds_its_begin_and_not_its_end(
    at_ms: int, is_open: bool, next_edge_ms: int | None
) -> None:
    intervals = Intervals((10, 20, 30))

    assert intervals.is_open(at_ms) is is_open
    assert intervals.next_edge_ms(at_ms) == next_edge_ms


def test_no_edges_are_never_open() -> None:
    intervals = Intervals(())

    assert not intervals.is_open(5)
    assert intervals.next_edge_ms(5) is None
    assert list(intervals.pairs()) == []


@pytest.mark.parametrize("edges", [(1, 1), (2, 1), (1, 3, 2)])
def test_edges_that_do_not_rise_are_refused(edges: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="edges are to rise"):
        Intervals(edges)


@given(st.sets(st.integers(0, 60), max_size=9), st.integers(-1, 61))
def test_edges_and_pairs_say_the_same(edges: set[int], at_ms: int) -> None:
    intervals = Intervals(tuple(sorted(edges)))

    by_pairs = any(a <= at_ms and (b is None or at_ms < b) for a, b in intervals.pairs())

    assert intervals.is_open(at_ms) is by_pairs
