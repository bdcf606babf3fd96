"""Intervals: days and half hours on the center's local clock, kept as UTC instants.

All are half-open, `[from, to)`. A day with a change of the clock has 46 or 50 half hours; the
hour that comes twice has two half hours of one name, apart as instants.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["HALF_HOUR_MS", "cut", "half_hour", "half_hours", "midnight", "zone_names", "zone_of"]

HALF_HOUR_MS = 1_800_000
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def zone_of(name: str) -> tzinfo:
    """Return the time zone of an IANA name; UTC needs no database.

    Raises:
        ValueError: There is no such zone, or this machine has no time zone database.
    """
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    # What is no zone may be a folder of the database, or reach outside of it.
    except (KeyError, ValueError, OSError) as error:
        message = f"there is no time zone {name!r}; write an IANA name such as Europe/Berlin"
        if not zone_names():
            message = "this machine has no time zone database; install tzdata"
        raise ValueError(message) from error


def zone_names() -> frozenset[str]:
    """Return the names of all zones this machine knows."""
    return frozenset(available_timezones())


def midnight(at_ms: int, zone: tzinfo) -> int:
    """Return when the local day of an instant began.

    Where the clock skips midnight, that is the first instant after; where midnight comes
    twice, it is the first.
    """
    day = _local(at_ms, zone).date()
    return _instant(datetime.combine(day, time(), tzinfo=zone))


def half_hour(at_ms: int, zone: tzinfo) -> int:
    """Return when the local half hour of an instant began."""
    local = _local(at_ms, zone)
    into_ms = (local.minute % 30 * 60 + local.second) * 1_000 + at_ms % 1_000
    return at_ms - into_ms


def half_hours(from_ms: int, to_ms: int, zone: tzinfo) -> Iterator[int]:
    """Yield the starts of the half hours that touch a stretch, in order."""
    # No zone's clock has changed by anything but half hours since 1992.
    yield from range(half_hour(from_ms, zone), to_ms, HALF_HOUR_MS)


def cut(from_ms: int, to_ms: int, zone: tzinfo) -> Iterator[tuple[int, int]]:
    """Yield (start of the half hour, milliseconds of the stretch in it); they sum to it."""
    starts = list(half_hours(from_ms, to_ms, zone))
    for start_ms, next_ms in zip(starts, [*starts[1:], to_ms], strict=True):
        yield start_ms, next_ms - max(start_ms, from_ms)


def _local(at_ms: int, zone: tzinfo) -> datetime:
    return (_EPOCH + at_ms * _MILLISECOND).astimezone(zone)


def _instant(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _MILLISECOND
