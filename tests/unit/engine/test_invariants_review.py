from __future__ import annotations

from ccsdk.engine.invariants import breaches
from tests.unit.engine.talk import talk


def test_whatever_goes_on_and_is_under_review_is_found_as_r24() -> None:
    play = talk()
    assert breaches(play.state) == []

    play.state.interactions["in_1"].reviewers["sam"] = None

    assert breaches(play.state) == ["R24 in_1 is ENGAGED and under review"]
