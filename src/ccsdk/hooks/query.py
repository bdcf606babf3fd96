"""Query hooks: what their declaration says besides their arguments, and their deadline."""

from __future__ import annotations

import attrs

from ccsdk.hooks.ports import Clock

__all__ = ["Deadline", "Query"]


@attrs.frozen(kw_only=True)
class Query:
    """Say how a hook is asked, and what an answer is.

    The plugins are asked one after the other until one answers something else than None,
    within `timeout_ms` in all. Whoever fails is passed over. Nobody's answer is None only if
    all were heard; otherwise who asks is told that it is not known, which for security means
    no, and to try again.
    """

    timeout_ms: int
    answer: type


@attrs.frozen
class Deadline:
    """Tell an implementation how long its answer is waited for."""

    _clock: Clock = attrs.field(repr=False)
    at_ms: int

    def left_ms(self) -> int:
        """Return the milliseconds left, at least 0."""
        return max(0, self.at_ms - self._clock.monotonic_ms())
