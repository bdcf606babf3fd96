"""Queues in which plugins have a say, the plugins, and the strikes that the center sends.

`town` refuses vip work to who knows little, `skilled` and `busy` rate, `liar` chooses the
last it is shown, and now and then names somebody who was not there. One rule never answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.model import command as cmd
from ccsdk.model.command import Command
from ccsdk.model.principal import SYSTEM, Principal
from ccsdk.model.pure import (
    AgentTraits,
    AgentView,
    EligibilityRule,
    PureKind,
    PureObjects,
    StrikeReason,
    WeightedScorer,
    WorkKind,
    WorkView,
)
from ccsdk.model.queue import Mode
from ccsdk.model.queue import Strategy as Base

Choose = Callable[[Sequence[str]], str]

QUEUES = ("rated", "ruled", "several", "chosen")
# Who knows less than this of everything together gets no vip.
KNOWS = 3
WEIGHTS = {"skilled": 1, "busy": -9}


def _town(kind: WorkKind, agent: AgentTraits) -> str | None:
    is_vip = kind.attributes.get("vip") is True
    return "novice" if is_vip and sum(agent.skills.values()) < KNOWS else None


def _skilled(work: WorkView, agent: AgentView) -> int:
    return sum(agent.skills.values())


def _busy(work: WorkView, agent: AgentView) -> int:
    return sum(agent.used.values())


def _liar(work: WorkView, agents: Sequence[AgentView]) -> str:
    return "nobody" if work.draw % 2 == 0 else agents[-1].agent


OBJECTS = PureObjects(
    scorers={
        "skilled": Scorer(name="skilled", score=_skilled),
        "busy": Scorer(name="busy", score=_busy),
    },
    eligibility={"town": Eligibility(name="town", attributes=("vip",), refuse=_town)},
    strategies={"liar": Strategy(name="liar", choose=_liar)},
)

_RULES = (EligibilityRule(name="town", attributes=("vip",)),)
_SCORERS = tuple(WeightedScorer(name=name, weight=weight) for name, weight in WEIGHTS.items())

DEFINITIONS: tuple[Command, ...] = (
    cmd.DefineQueue(queue="ruled", name="Ruled", mode=Mode.BOTH, eligibility=_RULES),
    cmd.DefineQueue(queue="rated", name="Rated", scorers=_SCORERS, eligibility=_RULES),
    cmd.DefineQueue(
        queue="several", name="Several", strategy=Base.BROADCAST, broadcast=2, scorers=_SCORERS
    ),
    cmd.DefineQueue(queue="chosen", name="Chosen", plugin_strategy="liar"),
    cmd.DefineAccount(account="advised", channel="chat", queues=QUEUES, forget_ms=900_000),
)
REDEFINITIONS: tuple[Command, ...] = (
    cmd.DefineQueue(queue="ruled", name="Ruled", mode=Mode.BOTH),
    cmd.DefineQueue(queue="rated", name="Rated", strategy=Base.LEAST_LOADED, scorers=_SCORERS),
    cmd.DefineQueue(queue="rated", name="Rated", strategy=Base.ROUND_ROBIN, scorers=_SCORERS),
    cmd.DefineQueue(queue="chosen", name="Chosen", plugin_strategy="gone", eligibility=_RULES),
    cmd.DefineQueue(queue="chosen", name="Chosen", plugin_strategy="liar", scorers=_SCORERS),
    *DEFINITIONS,
)


def strike(choose: Choose) -> tuple[Command, Principal]:
    """Strike one of the objects, as the center does that timed it."""
    names = {
        "town": PureKind.ELIGIBILITY,
        "skilled": PureKind.SCORER,
        "liar": PureKind.STRATEGY,
    }
    name = choose(list(names))
    reason = StrikeReason(choose(("slow",) * 9 + ("hung",)))
    command = cmd.StrikePlugin(contribution=names[name], name=name, version=1, reason=reason)
    return command, SYSTEM
