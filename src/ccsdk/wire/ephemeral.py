"""Ephemeral frames: what holds for a moment, such as who types, and is never stored.

Nothing here is resumed and nothing waits for a slow reader: of one topic and key only the
latest is kept for them, and of too many different ones the oldest is dropped. What is
told is how long it still holds, so that a late frame says the truth, if need be "no more".
"""

from __future__ import annotations

from collections import deque

from ccsdk.wire.frames import Heard

__all__ = ["Announcements", "Pace"]

_SECOND_MS = 1_000


class Announcements:
    """Keep what a session has still to be told, the latest per topic and key.

    Args:
        most: How many different ones are kept.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._until_ms: dict[tuple[str, str], int] = {}

    def put(self, topic: str, key: str, *, until_ms: int) -> None:
        """Keep an announcement that holds until an instant; the former one is void."""
        self._until_ms.pop((topic, key), None)
        self._until_ms[topic, key] = until_ms
        if len(self._until_ms) > self._most:
            del self._until_ms[next(iter(self._until_ms))]

    def take(self, now_ms: int) -> Heard | None:
        """Return the oldest one as a frame, None if there is none."""
        for topic, key in self._until_ms:
            until_ms = self._until_ms.pop((topic, key))
            return Heard(topic=topic, key=key, ttl_ms=max(0, until_ms - now_ms))
        return None


class Pace:
    """Let so many frames pass in any second, and no more.

    Args:
        per_s: How many.
    """

    def __init__(self, *, per_s: int) -> None:
        self._passed: deque[int] = deque(maxlen=per_s)

    def admits(self, now_ms: int) -> bool:
        """Return whether one may pass now, and count it if so."""
        passed = self._passed
        if len(passed) == passed.maxlen and now_ms < passed[0] + _SECOND_MS:
            return False
        passed.append(now_ms)
        return True
