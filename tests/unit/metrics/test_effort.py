"""Effort: busy time shared among what was open, summing to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.metrics.effort import effort_ms
from ccsdk.metrics.fact import Handling


def handling(id_: str, answered_at_ms: int, ended_at_ms: int, agent: str = "ana") -> Handling:
    return Handling(
        id=id_, interaction=id_, agent=agent, queue="q", kind="inbound",
        answered_at_ms=answered_at_ms, ended_at_ms=ended_at_ms,
    )  # fmt: skip


def test_work_alone_takes_all_of_its_time() -> None:
    assert effort_ms([handling("a", 0, 60), handling("b", 100, 130)]) == {"a": 60, "b": 30}


def test_work_at_once_shares_each_millisecond() -> None:
    both = [handling("a", 0, 60), handling("b", 20, 40)]

    assert effort_ms(both) == {"a": 50, "b": 10}
    assert effort_ms(both, {"b": 3}) == {"a": 45, "b": 15}


def test_what_cannot_be_shared_evenly_goes_to_the_largest_remainder() -> None:
    assert effort_ms([handling(id_, 0, 10) for id_ in "abc"]) == {"a": 4, "b": 3, "c": 3}


def test_no_work_is_no_effort() -> None:
    assert effort_ms([]) == {}


def test_effort_of_two_agents_at_once_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="within one Agent's time"):
        effort_ms([handling("a", 0, 1), handling("b", 0, 1, agent="bo")])


STRETCHES = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 100)), max_size=8)


@given(stretches=STRETCHES)
def test_effort_sums_to_busy_time(stretches: list[tuple[int, int]]) -> None:
    served = [handling(f"h{n}", at, at + long) for n, (at, long) in enumerate(stretches)]

    busy = {ms for at, long in stretches for ms in range(at, at + long)}

    found = effort_ms(served)
    assert sum(found.values()) == len(busy)
    assert all(0 <= found[each.id] <= (each.ended_at_ms or 0) for each in served)
