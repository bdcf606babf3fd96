"""Pure contributions: what a plugin decides inside the engine, as plain functions.

Each names a function of frozen views (`ccsdk.model.pure`). It is called in the middle of a
decision, so it does no I/O, asks no clock and no chance, keeps nothing between two calls, and
gives the same answer to the same views in every process. What it does wrong is a strike, and
its neutral value counts instead; after three strikes its version is disabled. A change of
what it answers is a new `version`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.contributions import Contribution
from ccsdk.model.pure import ATTRIBUTES_READ_MAX, AgentTraits, AgentView, WorkKind, WorkView

__all__ = ["BUDGET_US", "Eligibility", "PureContribution", "Scorer", "Strategy"]

# What one answer may take unless a contribution says otherwise.
BUDGET_US = 50
_BUDGET_MAX_US = 10_000
_NAME = re.compile(r"[a-z0-9_-]{1,20}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def _check_name(of: Contribution, attribute: attrs.Attribute[str], name: str) -> None:
    if not _NAME.fullmatch(name):
        problem = f"{name!r} is no name: at most 20 small letters, digits, _ and -"
        raise ConfigurationError(path=f"{type(of).__name__}.name", problem=problem)


def _check_budget(of: Contribution, attribute: attrs.Attribute[int], budget_us: int) -> None:
    if not 1 <= budget_us <= _BUDGET_MAX_US:
        problem = f"is to be at least 1 and at most {_BUDGET_MAX_US}"
        raise ConfigurationError(path=f"{type(of).__name__}.budget_us", problem=problem)


def _check_attributes(
    of: Contribution, attribute: attrs.Attribute[tuple[str, ...]], names: tuple[str, ...]
) -> None:
    if len(names) > ATTRIBUTES_READ_MAX:
        problem = f"at most {ATTRIBUTES_READ_MAX} can be read"
        raise ConfigurationError(path="Eligibility.attributes", problem=problem)
    for n, name in enumerate(names):
        if not _CODE.fullmatch(name):
            problem = f"{name!r} is no code: letters, digits, _ and -"
            raise ConfigurationError(path=f"Eligibility.attributes[{n}]", problem=problem)


@attrs.frozen(kw_only=True)
class Scorer(Contribution):
    """Rate the Agents who are free for an Interaction; queues name it in `scorers`.

    Args:
        name: Taken once per center.
        version: A new one starts without strikes.
        budget_us: Microseconds for one Agent.
        score: Returns an integer of at most `SCORE_MAX` either way; more is better. Neutral:
            this scorer counts for nobody in the decision.
    """

    name: str = attrs.field(validator=_check_name)
    version: int = 1
    budget_us: int = attrs.field(default=BUDGET_US, validator=_check_budget)
    score: Callable[[WorkView, AgentView], int]


@attrs.frozen(kw_only=True)
class Eligibility(Contribution):
    """Refuse members of a queue for a kind of its work; queues name it in `eligibility`.

    Args:
        name, version: As for a `Scorer`.
        budget_us: Microseconds for one Agent.
        attributes: The attributes of an Interaction that it reads; it sees no others. Each
            combination of their values is a kind of work with a pool of its own: read few,
            of few values each.
        refuse: Returns a code that says why, or None. Neutral: None.
    """

    name: str = attrs.field(validator=_check_name)
    version: int = 1
    budget_us: int = attrs.field(default=BUDGET_US, validator=_check_budget)
    attributes: tuple[str, ...] = attrs.field(default=(), validator=_check_attributes)
    refuse: Callable[[WorkKind, AgentTraits], str | None]


@attrs.frozen(kw_only=True)
class Strategy(Contribution):
    """Choose among the best Agents for an Interaction: `strategy = "plugin:<name>"`.

    Args:
        name, version: As for a `Scorer`.
        budget_us: Microseconds for one choice among at most 32 Agents.
        choose: Returns the id of one of the Agents, of whom the one that is idle longest
            comes first. Neutral: that one.
    """

    name: str = attrs.field(validator=_check_name)
    version: int = 1
    budget_us: int = attrs.field(default=10 * BUDGET_US, validator=_check_budget)
    choose: Callable[[WorkView, Sequence[AgentView]], str]


PureContribution = Scorer | Eligibility | Strategy
