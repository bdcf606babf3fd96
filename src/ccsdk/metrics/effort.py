"""Effort: an Agent's busy time shared among what they handled, each millisecond once.

Three chats at once take three times the handle time and one Agent's hour. Effort is what a
handling took of that hour, so it sums to busy time; handle time is how long it lasted. Shown
side by side they tell slow work from much work at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from ccsdk.metrics.fact import Handling

__all__ = ["effort_ms"]


def effort_ms(
    handlings: Iterable[Handling], weights: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the milliseconds of effort of each handling, by its id; O(n * open at once).

    Args:
        handlings: Ended ones of a single Agent, in any order.
        weights: How much each takes of its Agent by id, at least 1; 1 where none is named.

    Returns:
        Integers that sum to the time in which anything was open.
    """
    served = sorted(handlings, key=lambda each: (each.answered_at_ms, each.id))
    assert len({each.agent for each in served}) <= 1, "effort is shared within one Agent's time"
    shares: dict[str, Fraction] = defaultdict(Fraction)
    weigh = weights or {}
    for from_ms, to_ms, at_once in _stretches(served):
        whole = sum(weigh.get(each.id, 1) for each in at_once)
        for each in at_once:
            shares[each.id] += Fraction((to_ms - from_ms) * weigh.get(each.id, 1), whole)
    return _rounded(shares)


def _stretches(served: list[Handling]) -> Iterable[tuple[int, int, list[Handling]]]:
    """Yield each stretch in which the same handlings were open, and these."""
    edges = {edge for each in served for edge in (each.answered_at_ms, each.ended_at_ms or 0)}
    waiting, running = list(reversed(served)), []
    for from_ms, to_ms in pairwise(sorted(edges)):
        while waiting and waiting[-1].answered_at_ms <= from_ms:
            running.append(waiting.pop())
        running = [each for each in running if (each.ended_at_ms or 0) > from_ms]
        if running:
            yield from_ms, to_ms, running


def _rounded(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Return whole milliseconds of the same sum: the largest remainders are rounded up."""
    floors = {id_: int(share) for id_, share in shares.items()}
    rest = int(sum(shares.values(), Fraction())) - sum(floors.values())
    nearest = sorted(shares, key=lambda id_: (floors[id_] - shares[id_], id_))
    for id_ in nearest[:rest]:
        floors[id_] += 1
    return floors
