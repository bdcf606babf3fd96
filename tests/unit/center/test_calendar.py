"""Opening hours become UTC intervals, also on the days on which the clock changes."""

from __future__ import annotations

import zoneinfo
from importlib import metadata
from pathlib import Path

import pytest

from ccsdk.center.calendar import CalendarSettings, compile_calendar, tz_version
from ccsdk.errors import ConfigurationError
from ccsdk.model.instant import from_rfc3339, to_rfc3339


def opened(settings: CalendarSettings, begin: str, end: str) -> list[str]:
    """Return the intervals between two instants, readable."""
    compiled = compile_calendar(
        settings, from_ms=from_rfc3339(f"{begin}Z"), to_ms=from_rfc3339(f"{end}Z")
    )
    edges = [to_rfc3339(edge)[:16] for edge in compiled.intervals.edges]
    return [" ".join(edges[n : n + 2]) for n in range(0, len(edges), 2)]


def test_hours_follow_the_clock_of_their_zone() -> None:
    settings = CalendarSettings(zone="Europe/Berlin", weekly=("sat-mon 09:00-12:30, 13:30-18:00",))

    spans = opened(settings, "2026-03-28T00:00", "2026-03-29T23:00")

    assert spans == [
        "2026-03-28T08:00 2026-03-28T11:30",
        "2026-03-28T12:30 2026-03-28T17:00",
        "2026-03-29T07:00 2026-03-29T10:30",
        "2026-03-29T11:30 2026-03-29T16:00",
    ]


def test_a_skipped_local_time_is_the_first_instant_after_the_gap() -> None:
    settings = CalendarSettings(zone="Europe/Berlin", weekly=("sun 01:00-02:30, 02:45-04:00",))

    spans = opened(settings, "2026-03-28T12:00", "2026-03-29T12:00")

    assert spans == ["2026-03-29T00:00 2026-03-29T02:00"]


def test_hours_that_the_clock_skips_whole_are_not_open() -> None:
    settings = CalendarSettings(zone="Europe/Berlin", weekly=("sun 02:15-02:45",))

    assert opened(settings, "2026-03-28T12:00", "2026-03-29T12:00") == []


def test_a_local_time_that_comes_twice_opens_at_its_first_and_closes_at_its_second() -> None:
    settings = CalendarSettings(zone="Europe/Berlin", weekly=("sun 02:15-02:45",))

    spans = opened(settings, "2026-10-24T12:00", "2026-10-25T12:00")

    assert spans == ["2026-10-25T00:15 2026-10-25T01:45"]


def test_a_night_over_the_change_of_the_clock_ends_by_the_new_one() -> None:
    settings = CalendarSettings(zone="Europe/Berlin", weekly=("sat 22:00-06:00",))

    spans = opened(settings, "2026-03-28T12:00", "2026-03-29T12:00")

    assert spans == ["2026-03-28T21:00 2026-03-29T04:00"]


def test_a_closed_date_leaves_the_night_before_and_takes_its_own() -> None:
    settings = CalendarSettings(weekly=("mon-sun 22:00-02:00",), dated={"2026-12-25": "closed"})

    spans = opened(settings, "2026-12-24T12:00", "2026-12-27T12:00")

    assert spans == ["2026-12-24T22:00 2026-12-25T02:00", "2026-12-26T22:00 2026-12-27T02:00"]


def test_a_date_may_be_open_while_its_weekday_is_not() -> None:
    settings = CalendarSettings(weekly=("mon 09:00-10:00",), dated={"2026-12-27": "10:00-14:00"})

    assert opened(settings, "2026-12-26T00:00", "2026-12-28T00:00") == [
        "2026-12-27T10:00 2026-12-27T14:00"
    ]


def test_a_day_that_a_zone_never_had_is_not_open() -> None:
    settings = CalendarSettings(zone="Pacific/Apia", weekly=("fri 09:00-17:00",))

    # Samoa went from Thursday to Saturday when it changed sides of the date line.
    assert opened(settings, "2011-12-28T00:00", "2012-01-02T00:00") == []


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo"])
def test_24x7_never_closes(zone: str) -> None:
    settings = CalendarSettings(zone=zone, weekly=("24x7",))

    assert opened(settings, "2011-01-01T00:00", "2012-06-01T00:00") == ["2011-01-01T00:00"]


def test_24x7_closes_for_a_date_and_is_open_for_good_afterwards() -> None:
    settings = CalendarSettings(weekly=("24x7",), dated={"2026-12-25": "closed"})

    assert opened(settings, "2026-12-01T00:00", "2027-01-01T00:00") == [
        "2026-12-01T00:00 2026-12-25T00:00",
        "2026-12-26T00:00",
    ]


def test_what_is_open_at_the_end_is_followed_to_its_own_end() -> None:
    days = {f"2026-12-{day}": "00:00-24:00" for day in range(10, 30)}
    settings = CalendarSettings(weekly=("mon 09:00-17:00",), dated=days)

    assert opened(settings, "2026-12-09T00:00", "2026-12-11T00:00") == [
        "2026-12-10T00:00 2026-12-30T00:00"
    ]


def test_what_is_open_at_the_begin_opens_there() -> None:
    settings = CalendarSettings(weekly=("mon-sun 09:00-17:00",))

    assert opened(settings, "1970-01-01T10:00", "1970-01-01T12:00") == [
        "1970-01-01T10:00 1970-01-01T17:00"
    ]


def test_spans_that_touch_are_one() -> None:
    settings = CalendarSettings(weekly=("mon-sun 09:00-12:00", "mon-sun 11:00-15:00, 15:00-17:00"))

    assert opened(settings, "2026-12-01T00:00", "2026-12-02T00:00") == [
        "2026-12-01T09:00 2026-12-01T17:00"
    ]


def test_a_calendar_without_hours_is_never_open() -> None:
    assert opened(CalendarSettings(), "2026-12-01T00:00", "2026-12-02T00:00") == []


def test_an_unknown_zone_is_named_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError) as caught:
        compile_calendar(CalendarSettings(zone="Europe/Berln"), from_ms=0, to_ms=1)

    assert caught.value.path == "zone"
    assert caught.value.nearest == "Europe/Berlin"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"tzdata.zi": "# version 2031x\n# rules\n", "+VERSION": "2030a\n"}, "2031x"),
        ({"tzdata.zi": "rules\n", "+VERSION": "2030a\n"}, "2030a"),
        ({}, "sha256:6c621d1a0513"),
    ],
    ids=["linux", "macos", "unnamed"],
)
def test_the_database_is_named_or_else_its_rules_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str], expected: str
) -> None:
    (tmp_path / "Moon").mkdir()
    (tmp_path / "Moon" / "Tranquility").write_bytes(b"rules")
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path / "absent"), str(tmp_path)))

    assert tz_version("Moon/Tranquility") == expected


@pytest.mark.parametrize("version", ["2031.2", None])
def test_a_database_from_the_package_index_is_named_by_its_version(
    monkeypatch: pytest.MonkeyPatch, version: str | None
) -> None:
    def installed(name: str) -> str:
        if version is None:
            raise metadata.PackageNotFoundError(name)
        return version

    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    monkeypatch.setattr(metadata, "version", installed)

    assert tz_version("UTC") == (version or "none")
