"""The link rule: apply what fits, ignore what is known, ask again for what is missing."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from ccsdk.wire.frames import Ev, Problem, Res, Snap, Start, Sub
from ccsdk.wire.link import Applied, ClientSubscription, Reset


def at(number: int) -> str:
    return f"{number:020d}"


def link(prev: int, cursor: int, *events: dict[str, Any], sub: str = "f_1") -> Ev:
    return Ev(sub=sub, prev=at(prev), cursor=at(cursor), events=events)


def part(number: int, *items: dict[str, Any], last: bool, cursor: int = 9) -> Snap:
    return Snap(sub="f_1", at=at(cursor), part=number, last=last, items=items)


def answer(state: Literal["resumed", "live", "reset"], cursor: int) -> Res:
    return Res(id=1, ok={"sub": "f_1", "state": state, "epoch": "e1", "cursor": at(cursor)})


def live(cursor: int = 5) -> ClientSubscription:
    subscription = ClientSubscription(topics=("a.>",), begin="now")
    subscription.request(1)
    subscription.answered(answer("live", cursor))
    return subscription


def test_first_request_begins_where_it_was_told() -> None:
    subscription = ClientSubscription(topics=("a.>",), where={"queue": ("q",)}, begin="snapshot")

    request = subscription.request(7)

    assert request == Sub(id=7, topics=("a.>",), where={"queue": ("q",)}, start="snapshot")


def test_link_that_fits_is_applied_and_moves_the_cursor() -> None:
    subscription = live(5)

    outcome = subscription.apply(link(5, 8, {"type": "x"}))

    assert outcome == Applied(events=({"type": "x"},), cursor=at(8))
    assert subscription.cursor == at(8)


def test_checkpoint_moves_the_cursor() -> None:
    subscription = live(5)

    outcome = subscription.apply(link(5, 9))

    assert outcome == Applied(events=(), cursor=at(9))


def test_known_link_is_ignored() -> None:
    subscription = live(5)

    outcome = subscription.apply(link(3, 5, {"type": "x"}))

    assert outcome == "ignore"
    assert subscription.cursor == at(5)


def test_gap_is_not_applied_and_is_asked_for_from_mine() -> None:
    subscription = live(5)

    outcome = subscription.apply(link(7, 8, {"type": "x"}))
    request = subscription.request(2)

    assert outcome == "resubscribe"
    assert request.start == Start(epoch="e1", cursor=at(5))


def test_links_before_the_answer_are_ignored() -> None:
    subscription = live(5)
    subscription.request(2)

    outcome = subscription.apply(link(5, 8, {"type": "x"}))

    assert outcome == "ignore"
    assert subscription.cursor == at(5)


def test_resumed_goes_on_from_mine() -> None:
    subscription = live(5)
    subscription.request(2)

    subscription.answered(answer("resumed", 5))

    assert subscription.apply(link(5, 6)) == Applied(events=(), cursor=at(6))


def test_refused_request_leaves_all_as_it_was() -> None:
    subscription = live(5)
    subscription.request(2)

    subscription.answered(Res(id=2, err=Problem(code="not_found", retryable=False)))

    assert subscription.is_waiting
    assert subscription.cursor == at(5)


def test_frames_of_another_subscription_are_ignored() -> None:
    subscription = live(5)

    outcome = subscription.apply(link(5, 8, sub="f_2"))

    assert outcome == "ignore"


def test_reset_replaces_the_state_when_the_snapshot_is_whole() -> None:
    subscription = live(5)
    subscription.request(2)
    subscription.answered(answer("reset", 9))

    first = subscription.apply(part(0, {"a": 1}, last=False))
    again = subscription.apply(part(0, {"a": 1}, last=False))
    second = subscription.apply(part(1, {"b": 2}, last=True))

    assert (first, again) == ("ignore", "ignore")
    assert second == Reset(items=({"a": 1}, {"b": 2}), cursor=at(9))
    assert subscription.apply(link(9, 10)) == Applied(events=(), cursor=at(10))


def test_missing_part_of_a_snapshot_is_asked_for_again() -> None:
    subscription = live(5)
    subscription.request(2)
    subscription.answered(answer("reset", 9))

    later = subscription.apply(part(1, {"b": 2}, last=True))
    early = subscription.apply(link(9, 10))

    assert (later, early) == ("resubscribe", "resubscribe")


def test_half_a_snapshot_is_no_place_to_resume_from() -> None:
    subscription = live(5)
    subscription.request(2)
    subscription.answered(answer("reset", 9))
    subscription.apply(part(0, {"a": 1}, last=False))

    request = subscription.request(3)

    assert request.start == "now"


def test_snapshot_that_nobody_asked_for_is_ignored() -> None:
    subscription = live(5)

    outcome = subscription.apply(part(0, {"a": 1}, last=True))

    assert outcome == "ignore"
    assert subscription.cursor == at(5)


@pytest.mark.parametrize("begin", ["now", "snapshot"])
def test_stored_cursor_counts_more_than_where_it_began(begin: Literal["now", "snapshot"]) -> None:
    subscription = ClientSubscription(topics=("a.>",), begin=begin, epoch="e1", cursor=at(4))

    request = subscription.request(1)

    assert request.start == Start(epoch="e1", cursor=at(4))


@pytest.mark.parametrize(
    ("hears", "features", "asks"),
    [
        (True, ("snapshot", "eph"), True),
        (True, ("snapshot",), False),
        (False, ("snapshot", "eph"), False),
    ],
)
def test_ephemeral_frames_are_asked_of_a_server_that_has_them(
    hears: bool, features: tuple[str, ...], asks: bool
) -> None:
    subscription = ClientSubscription(topics=("a.>",), hears=hears)

    request = subscription.request(1, features)

    assert request.eph == asks
