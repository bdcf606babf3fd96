"""Compile opening hours of a time zone into UTC intervals that the engine can follow.

Two rules for the days on which the clock changes. A local time that the clock skips is the
first instant after the gap. One that comes twice opens at its first and closes at its
second. So 24x7 never closes, in any zone.

The result is good for some time and one version of the time zone database. A center cuts time
into stretches of four weeks, counted from the Unix epoch, and compiles from the stretch that runs
to the end of the second one after it. So the same words mean the same instants throughout a
stretch, and a restart has nothing to say; with each new one they are compiled anew, eight weeks
before the instants run out. The engine knows neither stretches nor zones.
"""

from __future__ import annotations

import hashlib
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from importlib import metadata
from pathlib import Path

import attrs
import msgspec

from ccsdk.center.schedule import Schedule, read_schedule, schedule_mistakes
from ccsdk.errors import ConfigurationError
from ccsdk.metrics.interval import zone_names, zone_of
from ccsdk.model.calendar import Intervals
from ccsdk.model.command import DefineCalendar
from ccsdk.model.spelling import nearest

__all__ = [
    "STRETCH_MS",
    "CalendarSettings",
    "CompiledCalendar",
    "calendar_mistakes",
    "compile_calendar",
    "compiled",
    "tz_version",
]

STRETCH_MS = 28 * 86_400_000
_STRETCHES = 3

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_DAY = timedelta(days=1)
# Any week with a closed minute shows it within eight local days, whatever the clock does.
_WEEK_DAYS = 8


@attrs.frozen(kw_only=True)
class CalendarSettings:
    """Describe opening hours: the clock they follow, each week's hours, dates that differ.

    `zone` is an IANA name, by default the center's `timezone`. `weekly` has lines such as
    `mon-fri 09:00-12:30, 13:30-18:00`; `dated` replaces the hours of single dates:
    `"2026-12-24" = "09:00-13:00"` or `"closed"`.
    """

    zone: str | None = None
    weekly: tuple[str, ...] = ()
    dated: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class CompiledCalendar:
    """Hold the intervals of a calendar, and by which rules they were found."""

    zone: str
    tz: str
    intervals: Intervals


def compile_calendar(settings: CalendarSettings, *, from_ms: int, to_ms: int) -> CompiledCalendar:
    """Return when a calendar is open between two instants.

    An interval open at `from_ms` begins there. One open at `to_ms` is followed to its end,
    and has none if it goes on for more than a week of plain days: the calendar is then open
    for good, as far as can be known before it is compiled anew.

    Args:
        settings: As in a center file; without a zone they are taken for UTC.
        from_ms: Milliseconds since the Unix epoch.
        to_ms: Later than `from_ms`, before the year 9999.

    Raises:
        ConfigurationError: The zone is unknown, or a line or date says nothing we know; the
            path begins at the calendar.
    """
    schedule = read_schedule(settings.weekly, settings.dated)
    name = settings.zone or "UTC"
    zone = _zone(name)
    first = _local(from_ms, zone).date() - 2 * _DAY
    last = _last_day(_local(to_ms, zone).date(), schedule)
    # What is still open when the last day ends has no end that one could know of.
    horizon_ms = _opening_ms(last + _DAY, 0, zone)
    edges: list[int] = []
    for opens_ms, closes_ms in _merged(_spans(schedule, first, last, zone)):
        if closes_ms > from_ms and opens_ms < to_ms:
            edges.append(max(opens_ms, from_ms))
            if closes_ms < horizon_ms:
                edges.append(closes_ms)
    tz = tz_version(name)
    return CompiledCalendar(zone=name, tz=tz, intervals=Intervals(tuple(edges)))


def compiled(command: DefineCalendar, now_ms: int) -> DefineCalendar:
    """Return the command with what its words mean in the weeks around now.

    Raises:
        ConfigurationError: The words or the zone say nothing we know.
    """
    settings = CalendarSettings(zone=command.zone, weekly=command.weekly, dated=command.dated)
    from_ms = now_ms - now_ms % STRETCH_MS
    to_ms = from_ms + _STRETCHES * STRETCH_MS
    found = compile_calendar(settings, from_ms=from_ms, to_ms=to_ms)
    return msgspec.structs.replace(command, tz=found.tz, edges=found.intervals.edges)


def calendar_mistakes(settings: CalendarSettings) -> list[ConfigurationError]:
    """Return everything that is wrong in a calendar; the paths begin at the calendar."""
    mistakes = schedule_mistakes(settings.weekly, settings.dated)
    try:
        _zone(settings.zone or "UTC")
    except ConfigurationError as error:
        mistakes.insert(0, error)
    return mistakes


def tz_version(zone: str) -> str:
    """Return the version of the time zone database, such as `2025b`.

    Where nobody says which it is, this is a digest of the zone's own rules; `none` if there
    is no database, and the zone is UTC.
    """
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / zone).is_file():
            return _version_in(folder) or _digest((folder / zone).read_bytes())
    try:
        return metadata.version("tzdata")
    except metadata.PackageNotFoundError:
        return "none"


def _zone(name: str) -> tzinfo:
    try:
        return zone_of(name)
    except ValueError as error:
        close = nearest(name, zone_names())
        raise ConfigurationError(path="zone", problem=str(error), nearest=close) from error


def _last_day(day: date, schedule: Schedule) -> date:
    """Return a day that has shown, by then, a whole week without dates that differ."""
    plain = 0
    while plain < _WEEK_DAYS:
        day += _DAY
        plain = 0 if day in schedule.dated else plain + 1
    return day


def _spans(schedule: Schedule, first: date, last: date, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Yield (opens, closes) of every span of hours that begins on these days."""
    day = first
    while day <= last:
        for begin, end in schedule.hours(day):
            yield _opening_ms(day, begin, zone), _closing_ms(day, end, zone)
        day += _DAY


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch as one, empty ones left out."""
    merged: list[tuple[int, int]] = []
    for opens_ms, closes_ms in sorted(span for span in spans if span[0] < span[1]):
        if merged and opens_ms <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes_ms))
        else:
            merged.append((opens_ms, closes_ms))
    return merged


def _opening_ms(day: date, minutes: int, zone: tzinfo) -> int:
    return min(_instants(day, minutes, zone))


def _closing_ms(day: date, minutes: int, zone: tzinfo) -> int:
    return max(_instants(day, minutes, zone))


def _instants(day: date, minutes: int, zone: tzinfo) -> tuple[int, int]:
    """Return the first and second instant of a local time; the same one if it comes once.

    Source: PEP 495: in a gap `fold=0` counts with the offset before it, and `fold=1` with
    the one after it, so that the two lie around the gap in the wrong order.
    """
    local = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)  # noqa: DTZ001
    first_ms = _instant(local.replace(tzinfo=zone))
    second_ms = _instant(local.replace(tzinfo=zone, fold=1))
    if first_ms <= second_ms:
        return first_ms, second_ms
    before_ms, after_ms = second_ms, first_ms
    while after_ms - before_ms > 1:
        middle_ms = (before_ms + after_ms) // 2
        if _local(middle_ms, zone).replace(tzinfo=None) < local:
            before_ms = middle_ms
        else:
            after_ms = middle_ms
    return after_ms, after_ms


def _local(at_ms: int, zone: tzinfo) -> datetime:
    return (_EPOCH + at_ms * _MILLISECOND).astimezone(zone)


def _instant(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND


def _version_in(folder: Path) -> str | None:
    """Return what a database says of itself: in tzdata.zi on Linux, in +VERSION on macOS."""
    for name, mark in (("tzdata.zi", "# version "), ("+VERSION", "")):
        try:
            with (folder / name).open(encoding="utf-8") as text:
                first = text.readline().strip()
        except OSError:
            continue
        if first.startswith(mark):
            return first.removeprefix(mark)
    return None


def _digest(rules: bytes) -> str:
    return f"sha256:{hashlib.sha256(rules).hexdigest()[:12]}"
