"""Days and half hours on a local clock, kept as UTC instants."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from ccsdk.metrics import interval
from ccsdk.metrics.interval import cut, half_hour, half_hours, midnight, zone_of

BERLIN = ZoneInfo("Europe/Berlin")
HOUR_MS = 3_600_000


def ms(text: str) -> int:
    """Return the instant of an ISO text; without an offset it is UTC."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        (UTC, "2026-03-02T00:00:00", "2026-03-02T00:00:00"),
        (UTC, "2026-03-02T23:59:59.999", "2026-03-02T00:00:00"),
        (BERLIN, "2026-03-02T22:59:00", "2026-03-01T23:00:00"),
        (BERLIN, "2026-03-02T23:00:00", "2026-03-02T23:00:00"),
        (ZoneInfo("Asia/Kathmandu"), "2026-03-02T18:14:59", "2026-03-01T18:15:00"),
        # Beirut skips midnight: the 29th begins at one.
        (ZoneInfo("Asia/Beirut"), "2026-03-29T12:00:00", "2026-03-28T22:00:00"),
        # Havana has midnight twice: the day begins with the first.
        (ZoneInfo("America/Havana"), "2026-11-01T12:00:00", "2026-11-01T04:00:00"),
    ],
)
def test_day_begins_at_the_first_instant_of_its_date(zone: tzinfo, at: str, expected: str) -> None:
    assert midnight(ms(at), zone) == ms(expected)


@pytest.mark.parametrize(
    ("day", "count"), [("2026-03-28", 48), ("2026-03-29", 46), ("2026-10-25", 50)]
)
def test_day_with_a_change_of_the_clock_has_46_or_50_half_hours(day: str, count: int) -> None:
    start_ms = midnight(ms(f"{day}T12:00:00"), BERLIN)
    end_ms = midnight(start_ms + 26 * HOUR_MS, BERLIN)

    starts = list(half_hours(start_ms, end_ms, BERLIN))

    assert len(starts) == count
    assert starts[0] == start_ms
    assert {b - a for a, b in pairwise([*starts, end_ms])} == {HOUR_MS // 2}


def test_half_hour_is_of_the_local_clock() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")

    assert half_hour(ms("2026-03-02T10:20:30.250"), UTC) == ms("2026-03-02T10:00:00")
    assert half_hour(ms("2026-03-02T10:20:30.250"), kathmandu) == ms("2026-03-02T10:15:00")


def test_stretch_is_cut_to_the_millisecond() -> None:
    from_ms, to_ms = ms("2026-03-02T09:59:59.999"), ms("2026-03-02T10:30:00.001")

    parts = list(cut(from_ms, to_ms, UTC))

    assert [part_ms for _, part_ms in parts] == [1, 1_800_000, 1]


def test_utc_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interval, "ZoneInfo", None)

    assert zone_of("UTC") is UTC


@pytest.mark.parametrize("name", ["Europe/Berln", "/etc/passwd", "Europe", "../x", "a\0b"])
def test_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="write an IANA name such as Europe/Berlin"):
        zone_of(name)


def test_machine_without_a_database_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interval, "available_timezones", set)

    with pytest.raises(ValueError, match="install tzdata"):
        zone_of("Europe/Nowhere")
