"""Calendars in every zone of the time zone database, minute by minute around each change.

The judge knows only what the wall clock shows at each instant, and scans: hours are open
from the first minute at which the clock has reached their begin until the last one at which
it has not passed their end. It never asks for the instant of a local time, as the
compiler does.

Zones whose clocks agree over the two years are tried once, unless CCSDK_ZONES=all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsdk.center.calendar import CalendarSettings, compile_calendar

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BARE_EPOCH = EPOCH.replace(tzinfo=None)
MINUTE = timedelta(minutes=1)
MINUTE_MS = 60_000
DAY = 1_440
# Two years full of changes: Cairo, Beirut and Nuuk near midnight, Lord Howe by half an hour,
# Morocco around Ramadan, and Almaty for good.
BEGIN, END = (int((datetime(y, 1, 1, tzinfo=UTC) - EPOCH) / MINUTE) for y in (2024, 2026))
AROUND = 36 * 60
PIECES = 4

# What is written, and the same in minutes for the judge.
SHIFTS = {
    "split": ("mon-sun 00:15-02:30, 03:10-12:00", [(15, 150), (190, 720)]),
    "night": ("mon-sun 23:30-01:30, 02:05-02:40", [(1410, 1530), (125, 160)]),
    "half hours": ("mon-sun 00:00-00:30, 01:30-02:00", [(0, 30), (90, 120)]),
}


def offset(minute: int, zone: ZoneInfo) -> int:
    """Return what a zone's clock is ahead of UTC, in minutes."""
    ahead = (EPOCH + minute * MINUTE).astimezone(zone).utcoffset()
    assert ahead is not None
    return int(ahead / MINUTE)


def changes(zone: ZoneInfo) -> tuple[int, ...]:
    """Return the minutes at which a zone's clock changes, found by halving days."""
    found = []
    for begin in range(BEGIN, END, 360):
        low, high = begin, begin + 360
        before = offset(low, zone)
        if offset(high, zone) == before:
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
        found.append(high)
    return tuple(found)


@cache
def zones() -> list[tuple[str, tuple[int, ...]]]:
    """Return the zones to try, each with its changes."""
    tried: dict[object, tuple[str, tuple[int, ...]]] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        at = changes(zone)
        clock = (offset(BEGIN, zone), *((minute, offset(minute, zone)) for minute in at))
        tried.setdefault(name if os.environ.get("CCSDK_ZONES") == "all" else clock, (name, at))
    return list(tried.values())


def judged(wall: list[int], hours: list[tuple[int, int]]) -> list[bool]:
    """Return for each minute whether it is open, given what the clock on the wall shows."""
    verdict = [False] * len(wall)
    for day in range(wall[0] // DAY - 2, wall[-1] // DAY + 2):
        for begin, end in hours:
            opens, closes = day * DAY + begin, day * DAY + end
            first = next((n for n, shown in enumerate(wall) if shown >= opens), len(wall))
            last = next((n for n in reversed(range(len(wall))) if wall[n] <= closes), -1)
            # Where the clock skips the end, it is the minute after the gap.
            end_at = last if last >= 0 and wall[last] == closes else last + 1
            verdict[first:end_at] = [True] * max(0, end_at - first)
    return verdict


def mistakes(name: str, at: tuple[int, ...]) -> Iterator[str]:
    """Yield where the compiled calendars of a zone and the judge disagree."""
    zone = ZoneInfo(name)
    for change in at or (BEGIN,):
        minutes = range(change - AROUND, change + AROUND)
        shown = [(EPOCH + m * MINUTE).astimezone(zone).replace(tzinfo=None) for m in minutes]
        wall = [int((moment - BARE_EPOCH) / MINUTE) for moment in shown]
        for line, hours in SHIFTS.values():
            compiled = compile_calendar(
                CalendarSettings(zone=name, weekly=(line,)),
                from_ms=minutes.start * MINUTE_MS,
                to_ms=minutes.stop * MINUTE_MS,
            )
            is_open = compiled.intervals.is_open
            for minute, expected in zip(minutes, judged(wall, hours), strict=True):
                if is_open(minute * MINUTE_MS) is not expected:
                    yield f"{name} {EPOCH + minute * MINUTE}: {line} is to be {expected}"
                    break


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("piece", range(PIECES))
def test_46_calendars_of_every_zone_agree_with_the_clock_on_the_wall(piece: int) -> None:
    tried = zones()[piece::PIECES]

    found = [mistake for name, at in tried for mistake in mistakes(name, at)]

    assert tried
    assert not found, "\n".join(found[:20])


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_46_around_the_clock_is_open_for_all_the_time_that_passes_in_every_zone() -> None:
    begin_ms, end_ms = BEGIN * MINUTE_MS, END * MINUTE_MS

    edges = {
        compile_calendar(
            CalendarSettings(zone=name, weekly=("mon-sun 00:00-24:00",)),
            from_ms=begin_ms,
            to_ms=end_ms,
        ).intervals.edges
        for name, _ in zones()
    }

    assert edges == {(begin_ms,)}


@settings(max_examples=150)
@given(
    st.sampled_from(["UTC", "Europe/Berlin", "Africa/Casablanca", "Australia/Lord_Howe"]),
    st.sampled_from([*(line for line, _ in SHIFTS.values()), "24x7", "sat 22:00-24:00"]),
    st.dictionaries(
        st.integers(1, 28).map("2024-03-{:02}".format),
        st.sampled_from(["closed", "00:00-24:00", "20:00-06:00"]),
        max_size=12,
    ),
    st.lists(st.integers(0, 90 * DAY), min_size=5, max_size=5),
)
def test_what_is_compiled_for_another_stretch_says_the_same(
    zone: str, line: str, dated: dict[str, str], minutes: list[int]
) -> None:
    first, one, other, _, last = sorted((BEGIN + 30 * DAY + each) * MINUTE_MS for each in minutes)
    calendar = CalendarSettings(zone=zone, weekly=(line,), dated=dated)

    whole = compile_calendar(calendar, from_ms=first, to_ms=last + 1).intervals
    part = compile_calendar(calendar, from_ms=one, to_ms=other + 1).intervals

    for at_ms in (one, (one + other) // 2, other):
        assert part.is_open(at_ms) is whole.is_open(at_ms)
    closes_ms = part.next_edge_ms(other) if part.is_open(other) else None
    if closes_ms is not None:
        assert closes_ms == whole.next_edge_ms(other)
    elif part.is_open(other):
        # Dates that differ count until a week after what is compiled.
        later_ms = whole.next_edge_ms(other)
        assert later_ms is None or later_ms > other + 7 * DAY * MINUTE_MS


def test_the_judge_notices_a_gap_and_an_hour_that_comes_twice() -> None:
    skipping = [*range(110, 120), *range(180, 190)]
    repeating = [*range(110, 180), *range(120, 190)]

    assert judged(skipping, [(125, 150)]) == [False] * 20
    assert judged(skipping, [(115, 150)]) == [False] * 5 + [True] * 5 + [False] * 10
    assert judged(repeating, [(115, 120)]) == [False] * 5 + [True] * 65 + [False] * 70
    assert judged(repeating, [(125, 150)]) == [False] * 15 + [True] * 85 + [False] * 40
