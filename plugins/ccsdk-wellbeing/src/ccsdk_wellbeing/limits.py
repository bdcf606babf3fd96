"""Limits: what an agent can bear at an instant, and when that changes by itself.

Rule. Of all that limits a channel's slots or a skill's proficiency the lowest counts, and
nothing raises what is defined. Pure: the same tally at the same instant gives the same limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from ccsdk_wellbeing.settings import WellbeingSettings
from ccsdk_wellbeing.tally import Tally

__all__ = ["Limits", "limits_of"]

_DAYS = 7


@attrs.frozen(kw_only=True)
class Limits:
    """Hold what is to count instead of the definition; None where the definition is to count.

    They hold until `until_ms`, None for good, as far as time goes.
    """

    slots: dict[str, int] | None
    skills: dict[str, int] | None
    until_ms: int | None


def limits_of(
    settings: WellbeingSettings,
    tally: Tally,
    *,
    started: date | None,
    channels: Mapping[str, int],
    now_ms: int,
) -> Limits:
    """Return an agent's limits.

    Args:
        settings: The plugin's.
        tally: The agent's.
        started: Their first day, None if they have no ramp.
        channels: The slots of channels for which the agent has no number of their own.
        now_ms: Milliseconds since the Unix epoch.
    """
    zone, ramp, heavy = ZoneInfo(settings.timezone), settings.ramp, settings.heavy
    slots, skills, ends = _Least(), _Least(), []
    if started is not None:
        week = _week_of(started, now_ms, zone)
        for least, by_name in ((slots, ramp.slots), (skills, ramp.skills)):
            least.take({name: steps[week] for name, steps in by_name.items() if week < len(steps)})
        if week < _weeks(ramp.slots.values(), ramp.skills.values()):
            ends.append(_begin_of(started, week + 1, zone))
    if heavy is not None and now_ms < tally.rest_until_ms:
        slots.take(heavy.slots)
        skills.take(dict.fromkeys(heavy.without, 0))
        ends.append(tally.rest_until_ms)
    fewer = slots.below({**channels, **tally.slots})
    less = skills.below(tally.skills)
    taught = {name: less.get(name, level) for name, level in tally.skills.items()}
    return Limits(
        slots=fewer or None,
        skills={name: level for name, level in taught.items() if level} if less else None,
        until_ms=min(ends, default=None),
    )


class _Least:
    """Gather the lowest limit by name."""

    def __init__(self) -> None:
        self._least: dict[str, int] = {}

    def take(self, limits: Mapping[str, int]) -> None:
        for name, limit in limits.items():
            self._least[name] = min(limit, self._least.get(name, limit))

    def below(self, defined: Mapping[str, int]) -> dict[str, int]:
        """Return the limits that are lower than what is defined."""
        return {n: limit for n, limit in self._least.items() if limit < defined.get(n, 0)}


def _weeks(*ramps: Iterable[Sequence[int]]) -> int:
    return max((len(steps) for ramp in ramps for steps in ramp), default=0)


def _week_of(started: date, now_ms: int, zone: ZoneInfo) -> int:
    """Return how many weeks are over; who has not started yet is in the first."""
    today = datetime.fromtimestamp(now_ms / 1_000, tz=UTC).astimezone(zone).date()
    return max(0, (today - started).days // _DAYS)


def _begin_of(started: date, week: int, zone: ZoneInfo) -> int:
    """Return when a week begins: at midnight, however long the days before it are."""
    day = started + timedelta(days=_DAYS * week)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return int(midnight.timestamp() * 1_000)
