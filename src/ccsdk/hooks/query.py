"""Query hooks: what their declaration says besides their arguments, and their deadline."""

from __future__ import annotations

from enum import Enum
from typing import Any

import attrs

from ccsdk.hooks.ports import Clock

__all__ = ["Deadline", "Merge", "Query"]


class Merge(Enum):
    """Say how the answers of several plugins become one.

    FIRST: They are asked one after the other until one answers something else than None,
        within the hook's time in all. Whoever fails is passed over. Nobody's answer is None
        only if all were heard; otherwise who asks is told that it is not known, which for
        security means no, and to try again.
    GATHER: All are asked at once, and all answers that came in time are put together, in
        plugin order. Whoever fails is left out.
    """

    FIRST = "first"
    GATHER = "gather"


@attrs.frozen(kw_only=True)
class Query:
    """Say how a hook is asked, and what an answer is.

    `timeout_ms` is for all plugins together. `answer` is a type as annotations have it, for
    instance `Sequence[Article]`; None is always an answer, too: nothing to say. `default` is
    what counts where no answer came.
    """

    timeout_ms: int
    answer: Any
    merge: Merge = Merge.FIRST
    default: Any = None


@attrs.frozen
class Deadline:
    """Tell an implementation how long its answer is waited for."""

    _clock: Clock = attrs.field(repr=False)
    at_ms: int

    def left_ms(self) -> int:
        """Return the milliseconds left, at least 0."""
        return max(0, self.at_ms - self._clock.monotonic_ms())
