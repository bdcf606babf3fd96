"""Asking a plugin: what is open, and how many requests of its own it may make.

The server's questions have numbers of their own. An answer counts while its question is open:
what comes later, twice, or to nothing that was asked is passed over without a word, since a
plugin that is late knows nothing of it.
"""

from __future__ import annotations

from typing import Any

from ccsdk.errors import OverloadedError, RateLimitedError
from ccsdk.wire.ephemeral import Pace
from ccsdk.wire.frames import Asked, Reply, RequestId

__all__ = ["Asking", "Flood"]

_RETRY_AFTER_MS = 1_000


class Asking:
    """Keep the questions that one plugin has still to answer.

    Args:
        most: How many may be open at a time.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._asked = 0
        self._open: set[RequestId] = set()

    def ask(self, method: str, data: dict[str, Any], *, deadline_ms: int) -> Asked:
        """Return the frame of a new question.

        Raises:
            OverloadedError: As many are open as may be.
        """
        if len(self._open) >= self._most:
            raise OverloadedError(retry_after_ms=_RETRY_AFTER_MS)
        self._asked += 1
        self._open.add(self._asked)
        return Asked(id=self._asked, method=method, deadline_ms=deadline_ms, data=data)

    def settle(self, reply: Reply) -> bool:
        """Return whether an answer was waited for; its question is closed with it."""
        is_open = reply.id in self._open
        self._open.discard(reply.id)
        return is_open

    def drop(self, id: RequestId) -> None:
        """Wait no longer for an answer, whether it came or not."""
        self._open.discard(id)


class Flood:
    """Hold back what a plugin asks beyond its pace.

    Args:
        per_s: How many requests it may make in any second.
    """

    def __init__(self, *, per_s: int) -> None:
        self._per_s = per_s
        self._pace = Pace(per_s=per_s)
        self._excess = 0

    def require(self, now_ms: int) -> None:
        """Let one more pass now; who keeps the pace again is forgiven.

        Raises:
            RateLimitedError: It is too many.
        """
        if self._pace.admits(now_ms):
            self._excess = max(0, self._excess - 1)
            return
        self._excess += 1
        problem = f"at most {self._per_s} requests a second"
        raise RateLimitedError(retry_after_ms=_RETRY_AFTER_MS, problem=problem)

    @property
    def is_over(self) -> bool:
        """Return whether it went on for so long that the connection is to end."""
        return self._excess > 3 * self._per_s
