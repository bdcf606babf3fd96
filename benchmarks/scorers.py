"""What scorers cost: a decision with none and with five, as the engine asks and as a center does.

A customer writes while agents are free: a shortlist of 32 is rated by each scorer. `timed` is
what a center adds, which measures every call from outside.
"""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks.decisions import DECISIONS, ROUNDS, Floor, measure
from ccsdk.center.pure import AtWork, Timed
from ccsdk.hooks.routing import Scorer
from ccsdk.model.pure import AgentView, PureKind, PureObjects, WeightedScorer, WorkView

SIZE = (10_000, 300, 200)
COUNT = 5


def rating(number: int) -> Callable[[WorkView, AgentView], int]:
    def score(work: WorkView, agent: AgentView) -> int:
        return 10 * (agent.agent == work.last_agent) - agent.load + number

    return score


def timed(scorer: Scorer) -> Scorer:
    function: Any = Timed(
        plugin="bench",
        kind=PureKind.SCORER,
        contribution=scorer,
        function=scorer.score,
        at_work=AtWork(),
        budget_ns=scorer.budget_us * 1_000,
    )
    return Scorer(name=scorer.name, score=function)


def rate(count: int, wrap: Callable[[Scorer], Scorer]) -> float:
    """Return the median of decisions per second with so many scorers in every queue."""
    scorers = [wrap(Scorer(name=f"s{n}", score=rating(n))) for n in range(count)]
    floor = Floor(
        *SIZE,
        scorers=tuple(
            WeightedScorer(name=each.name, weight=1 + n) for n, each in enumerate(scorers)
        ),
        pure=PureObjects(scorers={each.name: each for each in scorers}),
    )
    floor.build()
    decisions = min(DECISIONS, SIZE[0] // (2 * ROUNDS))
    runs = [measure(floor, "arrival", count=decisions, seconds=60.0) for _ in range(ROUNDS)]
    return median(run.rate for run in runs)


def main() -> None:
    print(f"an arrival at {SIZE[0]:,} agents, {SIZE[1]} queues, by the number of scorers")
    none = rate(0, lambda scorer: scorer)
    for what, wrap in (
        ("asked by the engine", lambda scorer: scorer),
        ("timed by a center", timed),
    ):
        some = rate(COUNT, wrap)
        print(
            f"  {COUNT} scorers, {what}: {some:9,.0f}/s of {none:,.0f}/s without, "
            f"{none / some:.1f}x the time, {1e6 / some - 1e6 / none:,.0f} us more"
        )


if __name__ == "__main__":
    main()
