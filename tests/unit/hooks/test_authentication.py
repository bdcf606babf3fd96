"""What a plugin may answer about who is signed in: an id and an instant, and nothing like them."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.hooks.authentication import StaffSession


@pytest.mark.parametrize("staff", [None, 7, b"mei", ["mei"], ("mei",), {"id": "mei"}])
def test_id_is_text(staff: Any) -> None:
    with pytest.raises(TypeError):
        StaffSession(staff=staff)


@pytest.mark.parametrize("until_ms", ["never", 1.5, float("nan"), float("inf"), [1], b"1"])
def test_end_is_a_whole_number_of_milliseconds(until_ms: Any) -> None:
    with pytest.raises(TypeError):
        StaffSession(staff="mei", until_ms=until_ms)
