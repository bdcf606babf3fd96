"""Opening hours are read as people write them; a mistake is named with its place."""

from __future__ import annotations

from datetime import date

import pytest

from ccsdk.center.schedule import SPANS_MAX, Schedule, read_schedule, schedule_mistakes
from ccsdk.errors import ConfigurationError

MONDAY, THURSDAY, SATURDAY, SUNDAY = (date(2026, 12, day) for day in (21, 24, 26, 27))
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORDS_OF_A_LINE = "is no line such as 'mon-fri 09:00-12:30, 13:30-18:00' or '24x7'"


def weekly(*lines: str) -> Schedule:
    """Return a schedule without dates that differ."""
    return read_schedule(lines, {})


def test_a_line_gives_each_of_its_days_its_spans() -> None:
    schedule = weekly("mon-fri 09:00-12:30, 13:30-18:00")

    assert schedule.hours(MONDAY) == schedule.hours(THURSDAY) == ((540, 750), (810, 1080))
    assert schedule.hours(SATURDAY) == ()


@pytest.mark.parametrize(
    ("days", "open_days"),
    [
        ("wed", [2]),
        ("mon,wed, fri", [0, 2, 4]),
        ("sat-mon", [0, 5, 6]),
        ("mon-sun", [0, 1, 2, 3, 4, 5, 6]),
        ("Tue - Wed", [1, 2]),
        ("mon-tue, tue-wed", [0, 1, 2]),
    ],
)
def test_days_are_single_listed_or_ranges(days: str, open_days: list[int]) -> None:
    schedule = weekly(f"{days} 9:00-10:00")

    assert [day for day in range(7) if schedule.weekly[day]] == open_days


def test_lines_about_one_day_add_up() -> None:
    schedule = weekly("mon-fri 09:00-12:00", "mon 13:00-14:00")

    assert schedule.hours(MONDAY) == ((540, 720), (780, 840))


def test_hours_past_midnight_end_on_the_next_day() -> None:
    schedule = weekly("sat 22:00-02:00")

    assert schedule.hours(SATURDAY) == ((1320, 1560),)
    assert schedule.hours(SUNDAY) == ()


@pytest.mark.parametrize("line", ["24x7", "mon-sun 00:00-24:00"])
def test_a_whole_week_has_two_ways_to_be_written(line: str) -> None:
    schedule = weekly(line)

    assert schedule.weekly == (((0, 1440),),) * 7


def test_a_date_replaces_the_hours_of_its_day() -> None:
    dated = {"2026-12-24": "09:00-13:00", "2026-12-26": "closed"}

    schedule = read_schedule(("24x7",), dated)

    assert schedule.hours(THURSDAY) == ((540, 780),)
    assert schedule.hours(SATURDAY) == ()
    assert schedule.hours(SUNDAY) == ((0, 1440),)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", f"'' {WORDS_OF_A_LINE}"),
        ("mon-fri", f"'mon-fri' {WORDS_OF_A_LINE}"),
        ("09:00-12:00", f"'09:00-12:00' {WORDS_OF_A_LINE}"),
        (
            "mun 09:00-12:00",
            "there is no day 'mun'; the days are mon, tue, wed, thu, fri, sat, sun",
        ),
        ("mon-tue-wed 09:00-12:00", "'mon-tue-wed' is no range such as mon-fri"),
        ("mon 09:00", "'09:00' is no span of hours such as 09:00-12:30"),
        ("mon 09:00-12:00,", "'' is no span of hours such as 09:00-12:30"),
        ("mon 09:00-24:01", "'09:00-24:01' is to lie between 00:00 and 24:00"),
        ("mon 09:60-12:00", "'09:60-12:00' is to lie between 00:00 and 24:00"),
        ("mon 24:00-02:00", "'24:00-02:00' is to lie between 00:00 and 24:00"),
        ("mon 09:00-09:00", "'09:00-09:00' is empty; a whole day is 00:00-24:00"),
    ],
)
def test_a_wrong_line_is_named(line: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        weekly("24x7", line)

    assert caught.value.path == "weekly[1]"
    assert caught.value.problem == problem


def test_a_misspelt_day_is_set_right() -> None:
    with pytest.raises(ConfigurationError) as caught:
        weekly("mon-fir 09:00-12:00")

    assert caught.value.nearest == "fri"


@pytest.mark.parametrize("day", ["24.12.2026", "20261224", "2026-02-30", "1026-12-24", "christmas"])
def test_what_is_no_date_is_named(day: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_schedule((), {day: "closed"})

    assert str(caught.value) == f"dated.{day}: {day!r} is no date such as 2026-12-24"


def test_wrong_hours_of_a_date_are_named() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_schedule((), {"2026-12-24": "shut"})

    assert str(caught.value) == ("dated.2026-12-24: 'shut' is no span of hours such as 09:00-12:30")


def test_all_mistakes_are_told_at_once() -> None:
    found = schedule_mistakes(("mon 9", "24x7", "tue 10:00-10:00"), {"2026-02-30": "closed"})

    assert [each.path for each in found] == ["weekly[0]", "weekly[2]", "dated.2026-02-30"]


def test_a_day_has_a_bounded_number_of_spans_over_all_lines_about_it() -> None:
    spans = ", ".join(f"{hour:02}:00-{hour:02}:30" for hour in range(SPANS_MAX))

    found = schedule_mistakes((f"mon-tue {spans}", "tue 23:00-23:30"), {})

    assert [str(each) for each in found] == ["weekly[1]: a day has at most 16 spans of hours"]
