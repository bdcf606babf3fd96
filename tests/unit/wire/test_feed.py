"""Feeds: fair turns, one subscription per label, and a link each heartbeat."""

from __future__ import annotations

from ccsdk.wire.feed import Feeds
from tests.unit.wire.session_play import FakeFeed

HB_MS = 20_000


def feeds(*given: FakeFeed, now_ms: int = 0) -> Feeds:
    made = Feeds(hb_ms=HB_MS)
    for each in given:
        made.put(each, now_ms)
    return made


def test_feeds_take_turns() -> None:
    both = feeds(FakeFeed("f_1", "1a", "1b"), FakeFeed("f_2", "2a", "2b"))

    links = [both.next_link(0) for _ in range(5)]

    assert links == ["1a", "2a", "1b", "2b", None]


def test_same_label_moves_the_subscription_and_keeps_its_turn() -> None:
    both = feeds(FakeFeed("f_1", "old"), FakeFeed("f_2", "other"))

    both.put(FakeFeed("f_1", "new"), 0)

    assert (len(both), "f_1" in both) == (2, True)
    assert [both.next_link(0) for _ in range(3)] == ["new", "other", None]


def test_dropped_feed_gives_nothing() -> None:
    one = feeds(FakeFeed("f_1", "link"))

    one.drop("f_1")

    assert (len(one), "f_1" in one) == (0, False)
    assert one.next_link(HB_MS) is None
    assert one.next_due_ms() is None


def test_link_is_due_each_heartbeat_after_the_last_one() -> None:
    one = feeds(FakeFeed("f_1", "link"), now_ms=100)

    assert one.next_due_ms() == 100 + HB_MS
    assert one.next_link(5_000) == "link"
    assert one.next_due_ms() == 5_000 + HB_MS
    assert one.next_link(5_000 + HB_MS - 1) is None
    assert one.next_link(5_000 + HB_MS) == "empty f_1"
