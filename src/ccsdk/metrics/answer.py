"""What customers say when asked: CSAT, NPS, CES, with the interval that n allows.

Shares of a few answers say little, so each comes with its 95 % interval: Wilson's for shares,
adjusted Wald's for the NPS, which is a difference of two. Methods are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from attrs import frozen

from ccsdk.metrics.formula import Ratio

__all__ = ["Share", "csat", "customer_effort", "net_promoter"]

# The 97.5 % quantile of the normal distribution.
_Z = 1.959963984540054


@frozen
class Share:
    """Hold a ratio of answers with the bounds of its 95 % interval, in percent."""

    ratio: Ratio
    low: float | None
    high: float | None

    def percent(self) -> float | None:
        """Return the ratio in percent to one decimal; None means no answers."""
        return self.ratio.percent()


def csat(scores: Iterable[int]) -> Share:
    """Return the share of 4 and 5 among scores of 1 to 5.

    Raises:
        ValueError: A score is outside of the scale.
    """
    return _wilson(_checked(scores, 1, 5), at_least=4)


def customer_effort(scores: Iterable[int]) -> Share:
    """Return the share of 5 to 7 among scores of 1 to 7, where 7 is "very easy".

    Raises:
        ValueError: A score is outside of the scale.
    """
    return _wilson(_checked(scores, 1, 7), at_least=5)


def net_promoter(scores: Iterable[int]) -> Share:
    """Return the share of 9 and 10 less the share of 0 to 6 among scores of 0 to 10.

    Raises:
        ValueError: A score is outside of the scale.

    Source: Reichheld, "The One Number You Need to Grow", 2003. Its interval is the adjusted
    Wald interval: Bonett and Price, 2012, for a difference of shares of one sample.
    """
    given = _checked(scores, 0, 10)
    promoters = sum(score >= 9 for score in given)
    detractors = sum(score <= 6 for score in given)
    count = len(given)
    ratio = Ratio(promoters - detractors, count)
    if not count:
        return Share(ratio, None, None)
    up, down = (promoters + 1) / (count + 2), (detractors + 1) / (count + 2)
    half = _Z * sqrt((up + down - (up - down) ** 2) / (count + 2))
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    return Share(ratio, _percent(low), _percent(high))


def _wilson(scores: list[int], *, at_least: int) -> Share:
    """Return the share of high scores.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
    1927.
    """
    count = len(scores)
    ratio = Ratio(sum(score >= at_least for score in scores), count)
    if not count:
        return Share(ratio, None, None)
    share, square = ratio.numerator / count, _Z * _Z
    middle = share + square / (2 * count)
    half = _Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    scale = 1 + square / count
    return Share(ratio, _percent((middle - half) / scale), _percent((middle + half) / scale))


def _checked(scores: Iterable[int], low: int, high: int) -> list[int]:
    given = list(scores)
    if wrong := [score for score in given if not low <= score <= high]:
        message = f"scores are {low} to {high}, not {wrong[0]}"
        raise ValueError(message)
    return given


def _percent(share: float) -> float:
    return float(Decimal(100 * share).quantize(Decimal("0.1"), ROUND_HALF_UP))
