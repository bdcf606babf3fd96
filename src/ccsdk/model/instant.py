"""Instants: integers of milliseconds since the Unix epoch inside, RFC 3339 on the wire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["INSTANT_MAX_MS", "from_rfc3339", "to_rfc3339"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

# The last millisecond of the year 9999, beyond which RFC 3339 has no words.
INSTANT_MAX_MS = 253_402_300_799_999


def to_rfc3339(at_ms: int) -> str:
    """Return `at_ms` as RFC 3339 UTC with milliseconds and `Z`.

    Args:
        at_ms: Milliseconds since the Unix epoch, 0 to `INSTANT_MAX_MS`.

    Source: RFC 3339, section 5.6.
    """
    moment = _EPOCH + timedelta(milliseconds=at_ms)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at_ms % 1000:03d}Z"


def from_rfc3339(text: str) -> int:
    """Return the milliseconds since the Unix epoch that `text` names.

    Raises:
        ValueError: `text` is no RFC 3339 instant, or has no offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text!r} has no offset; end it with Z"
        raise ValueError(message)
    return (moment - _EPOCH) // _MILLISECOND
