from __future__ import annotations

import pytest

from ccsdk.errors import OverloadedError, RateLimitedError
from ccsdk.wire.asking import Asking, Flood
from ccsdk.wire.frames import Asked, Reply


def test_questions_are_numbered_and_say_how_long_they_are_waited_for() -> None:
    asking = Asking(most=2)

    first = asking.ask("lookup_profile", {"identity": "x"}, deadline_ms=800)
    second = asking.ask("lint_note.v1", {}, deadline_ms=1)

    assert first == Asked(id=1, method="lookup_profile", deadline_ms=800, data={"identity": "x"})
    assert second.id == 2


def test_an_answer_counts_once() -> None:
    asking = Asking(most=2)
    asked = asking.ask("lookup_profile", {}, deadline_ms=1)
    reply = Reply(id=asked.id, ok={})

    assert [asking.settle(reply), asking.settle(reply)] == [True, False]


def test_an_answer_that_nobody_waits_for_any_more_is_passed_over() -> None:
    asking = Asking(most=2)
    asked = asking.ask("lookup_profile", {}, deadline_ms=1)

    asking.drop(asked.id)

    assert not asking.settle(Reply(id=asked.id, ok={}))
    assert not asking.settle(Reply(id="stray", ok={}))


def test_no_more_is_asked_than_a_plugin_takes() -> None:
    asking = Asking(most=1)
    asked = asking.ask("lookup_profile", {}, deadline_ms=1)

    with pytest.raises(OverloadedError):
        asking.ask("lookup_profile", {}, deadline_ms=1)

    asking.settle(Reply(id=asked.id))
    assert asking.ask("lookup_profile", {}, deadline_ms=1).id == 2


def test_who_asks_too_much_in_a_second_is_held_back() -> None:
    flood = Flood(per_s=2)
    flood.require(0)
    flood.require(1)

    with pytest.raises(RateLimitedError, match="at most 2 requests a second"):
        flood.require(2)

    flood.require(1_000)
    assert not flood.is_over


def test_who_goes_on_asking_too_much_is_to_end() -> None:
    flood = Flood(per_s=1)
    flood.require(0)

    ended = []
    for _ in range(4):
        with pytest.raises(RateLimitedError):
            flood.require(1)
        ended.append(flood.is_over)

    assert ended == [False, False, False, True]
