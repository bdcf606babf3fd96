"""What customers say: shares with the interval that their number allows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.metrics.answer import Share, csat, customer_effort, net_promoter


@pytest.mark.parametrize("measure", [csat, customer_effort, net_promoter])
def test_no_answers_are_no_score(measure: Callable[[list[int]], Share]) -> None:
    share = measure([])

    assert (share.percent(), share.low, share.high) == (None, None, None)


@pytest.mark.parametrize(
    ("measure", "scores"),
    [(csat, [0]), (csat, [6]), (customer_effort, [8]), (net_promoter, [11]), (net_promoter, [-1])],
)
def test_score_off_the_scale_is_refused(
    measure: Callable[[list[int]], Share], scores: list[int]
) -> None:
    with pytest.raises(ValueError, match="scores are"):
        measure(scores)


def test_promoter_score_lies_within_its_interval_and_within_its_scale() -> None:
    mixed, all_promoters = net_promoter([9, 10, 3, 7, 8]), net_promoter([10, 10])

    # Adjusted Wald of 2 promoters and 1 detractor in 5: 1/7 -+ 1.96 sqrt((5/7 - 1/49) / 7).
    assert (mixed.low, mixed.high) == (-47.4, 76.0)
    assert (all_promoters.percent(), all_promoters.high) == (100.0, 100.0)


def test_detractors_alone_are_minus_a_hundred() -> None:
    assert net_promoter([0, 6, 5]).percent() == -100.0
