"""Limits by weeks and by rest: the lowest counts, and nothing is raised."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from ccsdk_wellbeing.limits import Limits, limits_of
from ccsdk_wellbeing.settings import HeavySettings, RampSettings, WellbeingSettings
from ccsdk_wellbeing.tally import Tally

DAY_MS = 86_400_000
FIRST = date(2026, 11, 2)
FIRST_MS = int(datetime(2026, 11, 2, tzinfo=UTC).timestamp() * 1_000)
RAMP = RampSettings(slots={"chat": (1, 2)}, skills={"damage": (0, 0, 2)})
HEAVY = HeavySettings(queues=("care",), slots={"chat": 1}, without=("damage",))


def limits(day: float, *, started: date | None = FIRST, **given: Any) -> Limits:
    """Return the limits so many days after the first one's midnight."""
    settings = WellbeingSettings(**{"ramp": RAMP, "heavy": HEAVY, **given.pop("settings", {})})
    tally = Tally(**{"skills": {"damage": 4, "oak": 3}, **given})
    now_ms = FIRST_MS + int(day * DAY_MS)
    return limits_of(settings, tally, started=started, channels={"chat": 3}, now_ms=now_ms)


@pytest.mark.parametrize(
    ("day", "slots", "damage", "until_day"),
    [
        (-3, 1, None, 7),
        (0, 1, None, 7),
        (6.99, 1, None, 7),
        (7, 2, None, 14),
        (14, None, 2, 21),
        (21, None, 4, None),
        (500, None, 4, None),
    ],
)
def test_weeks_make_room(
    day: float, slots: int | None, damage: int | None, until_day: int | None
) -> None:
    found = limits(day)

    assert found.slots == (None if slots is None else {"chat": slots})
    skills = {"oak": 3} if damage is None else {"damage": damage, "oak": 3}
    assert found.skills == (None if damage == 4 else skills)
    assert found.until_ms == (None if until_day is None else FIRST_MS + until_day * DAY_MS)


def test_who_has_no_first_day_has_no_ramp() -> None:
    assert limits(0, started=None) == Limits(slots=None, skills=None, until_ms=None)


def test_rest_limits_everybody_until_it_is_over() -> None:
    until_ms = FIRST_MS + DAY_MS
    resting = limits(0.5, started=None, rest_until_ms=until_ms)
    over = limits(1, started=None, rest_until_ms=until_ms)

    assert resting == Limits(slots={"chat": 1}, skills={"oak": 3}, until_ms=until_ms)
    assert over == Limits(slots=None, skills=None, until_ms=None)


def test_the_lowest_of_ramp_and_rest_counts_and_the_earlier_end() -> None:
    heavy = HeavySettings(queues=("care",), slots={"chat": 2})

    found = limits(0, rest_until_ms=FIRST_MS + 5, settings={"heavy": heavy})

    assert (found.slots, found.until_ms) == ({"chat": 1}, FIRST_MS + 5)


@pytest.mark.parametrize(("own", "expected"), [({"chat": 1}, None), ({"chat": 5}, {"chat": 2})])
def test_nothing_raises_what_is_defined(own: dict[str, int], expected: object) -> None:
    assert limits(7, slots=own).slots == expected
    assert limits(14, skills={"damage": 1}).skills is None


def test_a_week_begins_at_midnight_of_the_zone_also_over_a_change_of_the_clock() -> None:
    # Berlin's clocks went back on 25 October 2026.
    settings = {"timezone": "Europe/Berlin", "heavy": None}

    found = limits_of(
        WellbeingSettings(ramp=RAMP, **settings),
        Tally(),
        started=date(2026, 10, 20),
        channels={"chat": 3},
        now_ms=int(datetime(2026, 10, 26, 22, 59, tzinfo=UTC).timestamp() * 1_000),
    )

    assert found.slots == {"chat": 1}
    assert found.until_ms == int(datetime(2026, 10, 26, 23, tzinfo=UTC).timestamp() * 1_000)
