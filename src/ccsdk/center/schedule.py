"""Opening hours as people write them: weekly lines, and dates that differ.

A weekly line is `mon-fri 09:00-12:30, 13:30-18:00`, or `24x7`; a dated entry has the hours
alone, or `closed`. Hours that end at or before their beginning end on the next day, and
belong to the day they began on: a date that is closed does not cut the evening before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.model.spelling import nearest

__all__ = ["DAY_MINUTES", "SPANS_MAX", "Hours", "Schedule", "read_schedule", "schedule_mistakes"]

# Minutes of local time since the midnight a day begins with; the end may lie in the next day.
Hours = tuple[tuple[int, int], ...]

DAY_MINUTES = 1_440
# Of one day, over all lines about it.
SPANS_MAX = 16
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LINE = re.compile(r"([a-z][a-z ,-]*?) ([0-9].*)", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?- ?([0-9]{1,2}):([0-9]{2})")
# Of this and the next centuries: whatever is computed around a date stays within years.
_DATE = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")


@attrs.frozen
class Schedule:
    """Hold the hours of each day of the week, from Monday, and of the dates that differ."""

    weekly: tuple[Hours, ...]
    dated: Mapping[date, Hours]

    def hours(self, day: date) -> Hours:
        """Return the hours that begin on a day."""
        return self.dated.get(day, self.weekly[day.weekday()])


def read_schedule(weekly: tuple[str, ...], dated: Mapping[str, str]) -> Schedule:
    """Return what weekly lines and dated entries say; lines about one day add up.

    Raises:
        ConfigurationError: A line says nothing we know; its path is `weekly[n]` or
            `dated.<date>`.
    """
    schedule, mistakes = _read(weekly, dated)
    if mistakes:
        raise mistakes[0]
    return schedule


def schedule_mistakes(
    weekly: tuple[str, ...], dated: Mapping[str, str]
) -> list[ConfigurationError]:
    """Return everything that is wrong in weekly lines and dated entries."""
    return _read(weekly, dated)[1]


def _read(
    weekly: tuple[str, ...], dated: Mapping[str, str]
) -> tuple[Schedule, list[ConfigurationError]]:
    week: list[Hours] = [()] * 7
    exceptions: dict[date, Hours] = {}
    mistakes: list[ConfigurationError] = []
    for n, line in enumerate(weekly):
        try:
            days, hours = _read_line(line, f"weekly[{n}]")
            for day in days:
                week[day] = _bounded(week[day] + hours, f"weekly[{n}]")
        except ConfigurationError as error:
            mistakes.append(error)
    for text, span in dated.items():
        path = f"dated.{text}"
        try:
            exceptions[_read_date(text, path)] = () if span == "closed" else _hours(span, path)
        except ConfigurationError as error:
            mistakes.append(error)
    return Schedule(tuple(week), exceptions), mistakes


def _bounded(hours: Hours, path: str) -> Hours:
    if len(hours) > SPANS_MAX:
        raise ConfigurationError(path=path, problem=f"a day has at most {SPANS_MAX} spans of hours")
    return hours


def _read_line(line: str, path: str) -> tuple[list[int], Hours]:
    if line == "24x7":
        return list(range(7)), ((0, DAY_MINUTES),)
    match = _LINE.fullmatch(line)
    if match is None:
        problem = f"{line!r} is no line such as 'mon-fri 09:00-12:30, 13:30-18:00' or '24x7'"
        raise ConfigurationError(path=path, problem=problem)
    days = [day for part in match[1].split(",") for day in _read_days(part.strip(), path)]
    return sorted(set(days)), _hours(match[2], path)


def _read_days(text: str, path: str) -> list[int]:
    """Return the days of `mon`, `mon-fri` or, around the week's end, `sat-mon`."""
    ends = [part.strip().lower() for part in text.split("-")]
    for end in ends:
        if end not in _DAYS:
            problem = f"there is no day {end!r}; the days are {', '.join(_DAYS)}"
            raise ConfigurationError(path=path, problem=problem, nearest=nearest(end, _DAYS))
    if len(ends) > 2:
        raise ConfigurationError(path=path, problem=f"{text!r} is no range such as mon-fri")
    first, last = _DAYS.index(ends[0]), _DAYS.index(ends[-1])
    return [(first + n) % 7 for n in range((last - first) % 7 + 1)]


def _hours(text: str, path: str) -> Hours:
    return _bounded(tuple(_read_span(part.strip(), path) for part in text.split(",")), path)


def _read_span(text: str, path: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(text)
    if match is None:
        problem = f"{text!r} is no span of hours such as 09:00-12:30"
        raise ConfigurationError(path=path, problem=problem)
    begin, end = _minutes(match[1], match[2]), _minutes(match[3], match[4])
    if begin is None or end is None or begin == DAY_MINUTES:
        problem = f"{text!r} is to lie between 00:00 and 24:00"
        raise ConfigurationError(path=path, problem=problem)
    if begin == end:
        problem = f"{text!r} is empty; a whole day is 00:00-24:00"
        raise ConfigurationError(path=path, problem=problem)
    return begin, end if end > begin else end + DAY_MINUTES


def _minutes(hours: str, minutes: str) -> int | None:
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total <= DAY_MINUTES else None


def _read_date(text: str, path: str) -> date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        problem = f"{text!r} is no date such as 2026-12-24"
        raise ConfigurationError(path=path, problem=problem) from error
