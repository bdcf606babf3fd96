from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk.model.instant import INSTANT_MAX_MS, from_rfc3339, to_rfc3339


@pytest.mark.parametrize(
    ("at_ms", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_700_000_000_007, "2023-11-14T22:13:20.007Z"),
        (951_782_400_999, "2000-02-29T00:00:00.999Z"),
        (INSTANT_MAX_MS, "9999-12-31T23:59:59.999Z"),
    ],
)
def test_an_instant_has_one_text(at_ms: int, text: str) -> None:
    assert to_rfc3339(at_ms) == text
    assert from_rfc3339(text) == at_ms


@given(st.integers(0, INSTANT_MAX_MS))
def test_every_instant_survives_the_wire(at_ms: int) -> None:
    assert from_rfc3339(to_rfc3339(at_ms)) == at_ms


def test_another_offset_names_the_same_instant() -> None:
    assert from_rfc3339("2023-11-15T00:13:20.007+02:00") == 1_700_000_000_007


@pytest.mark.parametrize("text", ["2023-11-14T22:13:20", "yesterday", "", "2023-13-01T00:00:00Z"])
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_rfc3339(text)


def test_a_missing_offset_is_said_to_be_missing() -> None:
    with pytest.raises(ValueError, match="end it with Z"):
        from_rfc3339("2023-11-14T22:13:20.000")
