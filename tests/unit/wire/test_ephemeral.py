"""Ephemeral frames: the latest counts, the late one tells the truth, a flood is dropped."""

from __future__ import annotations

from ccsdk.wire.ephemeral import Announcements, Pace
from ccsdk.wire.frames import Heard


def test_of_one_topic_and_key_the_latest_is_kept() -> None:
    kept = Announcements(most=9)
    kept.put("a", "mei", until_ms=6_000)
    kept.put("a", "customer", until_ms=6_500)

    kept.put("a", "mei", until_ms=7_000)

    assert kept.take(1_000) == Heard(topic="a", key="customer", ttl_ms=5_500)
    assert kept.take(1_000) == Heard(topic="a", key="mei", ttl_ms=6_000)
    assert kept.take(1_000) is None


def test_late_one_says_how_long_it_still_holds_or_that_it_is_over() -> None:
    kept = Announcements(most=9)
    kept.put("a", "mei", until_ms=6_000)
    kept.put("b", "mei", until_ms=6_000)

    late, over = kept.take(5_999), kept.take(9_000)

    assert late is not None
    assert over is not None
    assert (late.ttl_ms, over.ttl_ms) == (1, 0)


def test_of_too_many_the_oldest_is_dropped() -> None:
    kept = Announcements(most=2)

    for topic in "abc":
        kept.put(topic, "mei", until_ms=6_000)

    taken = [kept.take(0), kept.take(0), kept.take(0)]
    assert [each and each.topic for each in taken] == ["b", "c", None]


def test_so_many_pass_in_any_second() -> None:
    pace = Pace(per_s=2)

    passed = [at_ms for at_ms in range(0, 2_400, 100) if pace.admits(at_ms)]

    assert passed == [0, 100, 1_000, 1_100, 2_000, 2_100]
