"""Repeats: who had to come back, told by Customer and topic.

FCR as a log can know it: a handled episode after which the Customer did not come back about
the same within seven days. What customers say when asked is another measure, and the two are
never mixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from ccsdk.metrics.fact import Episode
from ccsdk.metrics.formula import Ratio

__all__ = ["REPEAT_MS", "Repeats", "repeats"]

REPEAT_MS = 7 * 24 * 3_600_000


@frozen(kw_only=True)
class Repeats:
    """Hold the handled episodes that have matured, sorted by what followed.

    `open` ended too lately: a repeat may come still.
    """

    repeated: tuple[Episode, ...]
    resolved: tuple[Episode, ...]
    open: tuple[Episode, ...]

    def repeat_rate(self) -> Ratio:
        """Return repeated / handled."""
        return Ratio(len(self.repeated), len(self.repeated) + len(self.resolved))

    def first_resolution(self, *, is_strict: bool = False) -> Ratio:
        """Return resolved / handled; strictly, also without a transfer."""
        kept = [each for each in self.resolved if not (is_strict and each.is_transferred)]
        return Ratio(len(kept), len(self.repeated) + len(self.resolved))


def repeats(episodes: Iterable[Episode], *, now_ms: int, within_ms: int = REPEAT_MS) -> Repeats:
    """Sort the handled episodes of known Customers.

    A later episode counts whatever became of it: to give up waiting is to have come back.

    Args:
        episodes: All episodes of the Customers asked about, in any order.
        within_ms: How long after the end of an episode a later one is its repeat.
    """
    later: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    known = sorted(episodes, key=lambda each: (each.received_at_ms, each.id))
    for episode in known:
        later[episode.customer, episode.topic].append(episode.received_at_ms)
    found: dict[str, list[Episode]] = {"repeated": [], "resolved": [], "open": []}
    for episode in known:
        if episode.is_handled and episode.closed_at_ms is not None:
            received = later[episode.customer, episode.topic]
            until_ms = episode.closed_at_ms + within_ms
            found[_fate(episode.received_at_ms, received, until_ms, now_ms)].append(episode)
    return Repeats(**{name: tuple(each) for name, each in found.items()})


def _fate(received_at_ms: int, received: Sequence[int], until_ms: int, now_ms: int) -> str:
    if any(received_at_ms < at_ms <= until_ms for at_ms in received):
        return "repeated"
    return "resolved" if now_ms > until_ms else "open"
