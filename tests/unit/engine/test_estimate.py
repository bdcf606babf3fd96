from __future__ import annotations

import pytest

from ccsdk.engine.estimate import estimated_wait_ms


@pytest.mark.parametrize(
    ("starts", "position", "expected"),
    [((), 1, None), ((7,), 1, None), ((0, 100), 3, 300), ((0, 100, 401), 2, 401)],
)
def test_an_estimate_is_position_times_the_mean_gap(
    starts: tuple[int, ...], position: int, expected: int | None
) -> None:
    assert estimated_wait_ms(starts, position) == expected
