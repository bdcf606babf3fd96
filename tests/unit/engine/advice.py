"""Pure objects for the engine's unit tests: what a plugin might contribute, good and bad."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.model.pure import (
    AgentTraits,
    AgentView,
    EligibilityRule,
    PureObjects,
    WeightedScorer,
    WorkKind,
    WorkView,
)

RULE = (EligibilityRule(name="rule", attributes=("branch",)),)
RATED = (WeightedScorer(name="rated"),)


def scorer(score: Callable[[WorkView, AgentView], Any], version: int = 1) -> PureObjects:
    """Return a center's objects: a scorer `rated`."""
    return PureObjects(scorers={"rated": Scorer(name="rated", version=version, score=score)})


def rule(refuse: Callable[[WorkKind, AgentTraits], Any], version: int = 1) -> PureObjects:
    """Return a center's objects: an eligibility `rule`."""
    made = Eligibility(name="rule", version=version, attributes=("branch",), refuse=refuse)
    return PureObjects(eligibility={"rule": made})


def strategy(choose: Callable[[WorkView, Sequence[AgentView]], Any]) -> PureObjects:
    """Return a center's objects: a strategy `mine`."""
    return PureObjects(strategies={"mine": Strategy(name="mine", choose=choose)})


def likes(*agents: str) -> Callable[[Any, AgentView], int]:
    """Return a function that rates these Agents 10, and nobody else."""
    return lambda work, agent: 10 if agent.agent in agents else 0


def refuses(*agents: str) -> Callable[[Any, AgentTraits], str | None]:
    """Return a function that refuses these Agents."""
    return lambda kind, agent: "not_them" if agent.agent in agents else None


def raises(*given: Any) -> Any:
    """Raise what no `except Exception` catches."""
    raise SystemExit("a plugin must not stop a center")


def interrupted(*given: Any) -> Any:
    """Raise what the user's ^C raises."""
    raise KeyboardInterrupt


def unsteady(value: Callable[[int], Any]) -> Callable[..., Any]:
    """Return a function that answers otherwise each time."""
    numbers = count()
    return lambda *given: value(next(numbers))
