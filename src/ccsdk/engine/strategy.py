"""Strategies: which of the eligible Agents a queue asks, as the rank they have in a pool.

Every strategy looks only at Agents of the lowest membership priority that has anybody, and
what it ranks alike goes to who is idle longest, then to the lowest id.

`longest_idle` counts pieces of work before idleness: whoever has nothing at hand comes
first. That is what sends n arrivals at once to n different Agents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ccsdk.engine.pool import DrawPool, Pool, Turn, TurnPool
from ccsdk.model.queue import Strategy
from ccsdk.model.skill import SkillRequirement

__all__ = ["SCORING", "offers_at_once", "pool_for", "rank", "score", "unranked"]

# Those who look at how well an Agent knows what is asked for.
SCORING = frozenset({Strategy.BEST_SKILL, Strategy.WEIGHTED_RANDOM})
# More than the pieces of work an Agent can have: a point of score outranks all of them.
_SCORE = 1 << 20


def pool_for(strategy: Strategy, turn: Turn, ordinals: Mapping[str, int]) -> Pool:
    """Return an empty pool that chooses by a strategy.

    Args:
        turn: The queue's, for those who take turns.
        ordinals: The order of the Agents, for a draw.
    """
    if strategy is Strategy.ROUND_ROBIN:
        return TurnPool(turn=turn)
    return DrawPool(ordinals=ordinals) if strategy is Strategy.WEIGHTED_RANDOM else Pool()


def offers_at_once(strategy: Strategy, broadcast: int) -> int:
    """Return how many Agents get the Offer at once."""
    return broadcast if strategy is Strategy.BROADCAST else 1


def score(requirements: Iterable[SkillRequirement], skills: Mapping[str, int]) -> int:
    """Return the sum of weight x proficiency over what is required and preferred."""
    return sum(each.weight * skills.get(each.skill, 0) for each in requirements)


def rank(strategy: Strategy, *, score: int, used: int, load: int) -> int:
    """Return an Agent's rank before idleness; a smaller one is better.

    Under `weighted_random` it is a weight: even who knows nothing of it has a chance.
    """
    if strategy is Strategy.LEAST_LOADED:
        return load
    if strategy is Strategy.BEST_SKILL:
        return used - score * _SCORE
    return 1 + score if strategy is Strategy.WEIGHTED_RANDOM else used


def unranked(strategy: Strategy, rank: int) -> tuple[int, int]:
    """Return the score that a rank of a strategy of `SCORING` holds, and the work at hand.

    Chance does not ask for work at hand: there it is 0.
    """
    if strategy is Strategy.BEST_SKILL:
        return -(rank // _SCORE), rank % _SCORE
    return rank - 1, 0
