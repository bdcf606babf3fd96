"""Durations are read and printed with a unit."""

from __future__ import annotations

import pytest

from ccsdk.model.duration import duration_in_words, duration_ms, duration_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0s", 0), ("500 ms", 500), ("20s", 20_000), ("10 min", 600_000), ("24h", 86_400_000)],
)
def test_durations_have_units(text: str, expected: int) -> None:
    found = duration_ms(text)

    assert found == expected


@pytest.mark.parametrize(
    "text", ["", "20", "s", "-1s", "1.5s", "20 s ", "20S", "1234567890s", "٣s"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        duration_ms(text)


@pytest.mark.parametrize(
    ("length_ms", "expected"),
    [(0, "0s"), (1_500, "1500ms"), (90_000, "90s"), (120_000, "2min"), (172_800_000, "2d")],
)
def test_a_duration_is_printed_in_the_largest_whole_unit(length_ms: int, expected: str) -> None:
    text = duration_text(length_ms)

    assert text == expected
    assert duration_ms(text) == length_ms


@pytest.mark.parametrize(
    ("length_ms", "expected"),
    [
        (0, "0 s"),
        (1_170_000, "19 min 30 s"),
        (7_200_000, "2 h"),
        (93_784_005, "1 d 2 h 3 min 4 s 5 ms"),
    ],
)
def test_a_duration_is_said_with_every_unit_that_it_has(length_ms: int, expected: str) -> None:
    assert duration_in_words(length_ms) == expected
