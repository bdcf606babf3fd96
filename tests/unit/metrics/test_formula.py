"""Formulas are sums of symbols; a ratio is divided once, half up."""

from __future__ import annotations

import pytest

from ccsdk.metrics.formula import Formula, Ratio


def test_formula_adds_and_takes_away() -> None:
    formula = Formula("O - S + F")

    assert formula.of({"O": 10, "S": 3, "F": 1, "A": 99}) == 8
    assert str(formula) == "O - S + F"


def test_missing_symbol_is_zero() -> None:
    assert Formula("A + B").of({}) == 0


def test_what_is_added_and_taken_away_does_not_count() -> None:
    assert Formula("A + B - B").of({"A": 2, "B": 5}) == 2


@pytest.mark.parametrize("text", ["", "A +", "+ A", "A B", "A * B", "2", "A-B", "A + B\n"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no sum of symbols"):
        Formula(text)


@pytest.mark.parametrize(
    ("ratio", "percent", "mean"),
    [
        (Ratio(5, 11), 45.5, 0),
        (Ratio(1, 2_000), 0.1, 0),
        (Ratio(1, 2_001), 0.0, 0),
        (Ratio(1, 800), 0.1, 0),
        (Ratio(3, 3), 100.0, 1),
        (Ratio(0, 7), 0.0, 0),
        (Ratio(7, 2), 350.0, 4),
        (Ratio(-1, 4), -25.0, 0),
        (Ratio(0, 0), None, None),
    ],
)
def test_ratio_rounds_half_up_and_no_data_is_not_zero(
    ratio: Ratio, percent: float | None, mean: int | None
) -> None:
    assert ratio.percent() == percent
    assert ratio.mean() == mean
