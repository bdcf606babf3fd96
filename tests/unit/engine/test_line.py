from __future__ import annotations

import pytest

from ccsdk.engine.line import Place, leave, place_of, position_of, stand
from ccsdk.engine.state import Interaction


def test_the_place_is_tier_then_age_with_its_head_start_then_id() -> None:
    interaction = Interaction(
        id="in_1",
        account="a",
        channel="c",
        thread="t",
        customer="cu",
        queue="q",
        tier=2,
        order_from_ms=900,
        head_start_ms=400,
    )

    assert place_of(interaction) == (2, 500, "in_1")


def test_a_line_stays_in_order_and_tells_positions() -> None:
    line: list[Place] = []

    for place in ((0, 5, "b"), (0, 5, "a"), (-1, 9, "c")):
        stand(line, place)

    assert line == [(-1, 9, "c"), (0, 5, "a"), (0, 5, "b")]
    assert [position_of(line, place) for place in line] == [1, 2, 3]


def test_who_leaves_must_stand_there() -> None:
    line = [(0, 5, "a")]

    leave(line, (0, 5, "a"))

    assert line == []
    with pytest.raises(AssertionError, match="do not stand"):
        leave(line, (0, 5, "a"))
