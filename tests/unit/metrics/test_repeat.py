"""Repeats: who came back about the same, in time, whatever became of it."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.metrics.fact import Episode
from ccsdk.metrics.formula import Ratio
from ccsdk.metrics.repeat import REPEAT_MS, repeats

LATE_MS = 10 * REPEAT_MS


def episode(id_: str, received_at_ms: int, **changes: Any) -> Episode:
    facts: dict[str, Any] = {
        "id": id_, "interaction": id_, "customer": "c", "channel": "chat",
        "received_at_ms": received_at_ms, "closed_at_ms": received_at_ms + 1_000,
        "is_handled": True,
    }  # fmt: skip
    return Episode(**(facts | changes))


FIRST = episode("first", 0)


@pytest.mark.parametrize(
    ("later", "is_repeat"),
    [
        (episode("b", 1_000 + REPEAT_MS), True),
        (episode("b", 1_001 + REPEAT_MS), False),
        (episode("b", 500), True),
        (episode("b", 5_000, customer="other"), False),
        (episode("b", 5_000, topic="billing"), False),
        (episode("b", 5_000, is_handled=False), True),
        (episode("b", 5_000, closed_at_ms=None), True),
    ],
)
def test_later_episode_is_a_repeat_within_seven_days_of_the_end(
    later: Episode, is_repeat: bool
) -> None:
    found = repeats([later, FIRST], now_ms=LATE_MS)

    assert (FIRST in found.repeated) is is_repeat
    assert (FIRST in found.resolved) is not is_repeat


def test_episode_matures_after_seven_days() -> None:
    assert repeats([FIRST], now_ms=1_000 + REPEAT_MS).open == (FIRST,)
    assert repeats([FIRST], now_ms=1_001 + REPEAT_MS).resolved == (FIRST,)


def test_repeat_rate_and_resolution_share_their_denominator() -> None:
    episodes = [FIRST, episode("b", 5_000), episode("c", 0, customer="d", is_transferred=True)]

    found = repeats(episodes, now_ms=LATE_MS)

    assert found.repeat_rate() == Ratio(1, 3)
    assert found.first_resolution() == Ratio(2, 3)
    assert found.first_resolution(is_strict=True) == Ratio(1, 3)
