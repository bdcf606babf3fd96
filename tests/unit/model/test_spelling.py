"""An unknown name is set beside the known one it resembles."""

from __future__ import annotations

from ccsdk.model.spelling import nearest


def test_a_misspelt_name_finds_the_one_meant() -> None:
    found = nearest("quue", ["agent", "queue"])

    assert found == "queue"


def test_a_name_like_no_other_finds_none() -> None:
    found = nearest("xyz", ["queue", "agent"])

    assert found is None
