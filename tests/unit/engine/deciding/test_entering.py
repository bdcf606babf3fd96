from __future__ import annotations

from ccsdk.engine.deciding.entering import refusal_of
from tests.unit.engine.play import ready


def test_a_queue_that_is_there_admits() -> None:
    play = ready()
    play.write()

    assert refusal_of(play.state, "q", play.state.interactions["in_1"]) is None


def test_a_queue_that_is_not_there_says_so() -> None:
    play = ready()
    play.write()

    assert refusal_of(play.state, "nowhere", play.state.interactions["in_1"]) == "unknown"
