from __future__ import annotations

from ccsdk.engine.pool import DrawPool, Pool, Turn, TurnPool
from ccsdk.engine.strategy import SCORING, offers_at_once, pool_for, rank, score, unranked
from ccsdk.model.queue import Strategy
from ccsdk.model.skill import SkillRequirement


def test_every_strategy_has_its_pool() -> None:
    kinds = {strategy: type(pool_for(strategy, Turn(), {})) for strategy in Strategy}

    assert kinds.pop(Strategy.ROUND_ROBIN) is TurnPool
    assert kinds.pop(Strategy.WEIGHTED_RANDOM) is DrawPool
    assert set(kinds.values()) == {Pool}


def test_only_a_broadcast_asks_several() -> None:
    assert offers_at_once(Strategy.BROADCAST, 3) == 3
    assert offers_at_once(Strategy.BEST_SKILL, 3) == 1


def test_the_score_sums_weight_and_proficiency_of_required_and_preferred() -> None:
    requirements = (
        SkillRequirement(skill="sofa", weight=3),
        SkillRequirement(skill="bed", is_required=False),
        SkillRequirement(skill="lamp", weight=100),
    )

    assert score(requirements, {"sofa": 2, "bed": 5, "chair": 5}) == 11


def test_each_strategy_ranks_by_what_it_is_named_after() -> None:
    ranks = {each: rank(each, score=2, used=1, load=25) for each in Strategy}

    assert ranks[Strategy.LONGEST_IDLE] == ranks[Strategy.BROADCAST] == 1
    assert ranks[Strategy.LEAST_LOADED] == 25
    assert ranks[Strategy.WEIGHTED_RANDOM] == 3
    better = rank(Strategy.BEST_SKILL, score=3, used=300, load=100)
    assert better < ranks[Strategy.BEST_SKILL] < rank(Strategy.BEST_SKILL, score=2, used=2, load=0)


def test_a_rank_tells_score_and_work_again() -> None:
    ranked = {each: rank(each, score=7, used=2, load=50) for each in SCORING}

    assert {each: unranked(each, found) for each, found in ranked.items()} == {
        Strategy.BEST_SKILL: (7, 2),
        Strategy.WEIGHTED_RANDOM: (7, 0),
    }
