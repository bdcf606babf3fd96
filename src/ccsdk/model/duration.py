"""Durations as people write them: a whole number with its unit, such as `20s` or `10 min`."""

from __future__ import annotations

import re

__all__ = ["duration_in_words", "duration_ms", "duration_text"]

_DURATION = re.compile(r"([0-9]{1,9}) ?(ms|s|min|h|d)")
_UNIT_MS = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}


def duration_ms(text: str) -> int:
    """Return the milliseconds of a duration such as `20s`, `500 ms`, `10 min`, `24h`, `2 d`.

    Raises:
        ValueError: `text` is no whole number with one of these units.
    """
    if match := _DURATION.fullmatch(text):
        return int(match[1]) * _UNIT_MS[match[2]]
    message = f"{text!r} is no duration; write for instance '20s' or '10 min'"
    raise ValueError(message)


def duration_text(duration_ms: int) -> str:
    """Return a duration in the largest unit that needs no fraction: `90s`, `2min`, `0s`.

    Args:
        duration_ms: At least 0, in milliseconds.
    """
    if duration_ms == 0:
        return "0s"
    unit = max(
        (unit for unit, size_ms in _UNIT_MS.items() if duration_ms % size_ms == 0),
        key=_UNIT_MS.__getitem__,
    )
    return f"{duration_ms // _UNIT_MS[unit]}{unit}"


def duration_in_words(duration_ms: int) -> str:
    """Return a duration as people say it: `19 min 30 s`, `2 h`, `0 s`.

    Args:
        duration_ms: At least 0, in milliseconds.
    """
    words, left_ms = [], duration_ms
    for unit in ("d", "h", "min", "s", "ms"):
        count, left_ms = divmod(left_ms, _UNIT_MS[unit])
        if count:
            words.append(f"{count} {unit}")
    return " ".join(words) or "0 s"
