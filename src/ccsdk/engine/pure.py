"""Pure objects in the engine: how they are asked, and what becomes of a wrong answer.

Rule. An object is asked only while something is decided, never by `evolve`: what came of
its answer stands in events. Whatever it does wrong, the decision goes on in the same step
with the neutral value (no score, no refusal, the queue's own strategy) and a `PluginStruck`;
the third one disables this version of it. So does the first that says it hung.

Theory of operation. Each answer is checked for its type and bounds, and one of them is asked
for twice. The engine knows no clock: who is slow, and who never returns, is seen from
outside and comes as a command. A name that leads to no object gives the neutral value and
no strike: the center may have been started without that plugin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.model.event import PluginDisabled, PluginStruck
from ccsdk.model.pure import (
    SCORE_MAX,
    AgentTraits,
    AgentView,
    PureKind,
    PureObjects,
    StrikeReason,
    WorkKind,
    WorkView,
)

__all__ = ["STRIKES_MAX", "Reply", "chosen", "is_asked", "refusal", "scored", "strike"]

STRIKES_MAX = 3

T = TypeVar("T")
# What an object answered, or what was wrong about it.
Reply = tuple[T | None, StrikeReason | None]

_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


def is_asked(state: State, objects: PureObjects, kind: PureKind, name: str) -> bool:
    """Return whether an object is there, was not left out, and is not disabled."""
    found = objects.of(kind).get(name)
    if found is None or (kind, name) in objects.left_out:
        return False
    record = state.pure.get((kind, name))
    return record is None or record.version != found.version or not record.is_disabled


def scored(
    objects: PureObjects, name: str, work: WorkView, agents: Sequence[AgentView]
) -> Reply[list[int]]:
    """Ask a scorer for a score of each Agent; the first one's twice."""
    score = objects.scorers[name].score

    def ask() -> list[int]:
        return [*(score(work, agent) for agent in agents), score(work, agents[0])]

    answers, wrong = _reply(ask)
    if answers is None:
        return None, wrong
    if any(type(each) is not int or abs(each) > SCORE_MAX for each in answers):
        return None, StrikeReason.WRONG_TYPE
    again = answers.pop()
    return (answers, None) if again == answers[0] else (None, StrikeReason.UNSTEADY)


def refusal(objects: PureObjects, name: str, work: WorkKind, agent: AgentTraits) -> Reply[str]:
    """Ask an eligibility, twice, why an Agent may not have a kind of work."""
    refuse = objects.eligibility[name].refuse
    answers, wrong = _reply(lambda: (refuse(work, agent), refuse(work, agent)))
    if answers is None:
        return None, wrong
    first, again = answers
    if first is not None and (type(first) is not str or not _CODE.fullmatch(first)):
        return None, StrikeReason.WRONG_TYPE
    return (first, None) if first == again else (None, StrikeReason.UNSTEADY)


def chosen(
    objects: PureObjects, name: str, work: WorkView, agents: Sequence[AgentView]
) -> Reply[str]:
    """Ask a strategy, twice, for one of these Agents."""
    choose = objects.strategies[name].choose
    shown = tuple(agents)
    answers, wrong = _reply(lambda: (choose(work, shown), choose(work, shown)))
    if answers is None:
        return None, wrong
    first, again = answers
    if type(first) is not str:
        return None, StrikeReason.WRONG_TYPE
    if not any(first == each.agent for each in shown):
        return None, StrikeReason.NOT_ASKED
    return (first, None) if first == again else (None, StrikeReason.UNSTEADY)


def _reply(ask: Callable[[], T]) -> Reply[T]:
    """Return what comes of asking; nothing that a plugin raises may stop a decision."""
    try:
        return ask(), None
    except KeyboardInterrupt:
        # The user's, not the plugin's.
        raise
    except BaseException:
        return None, StrikeReason.RAISED


def strike(step: Step, kind: PureKind, name: str, version: int, reason: StrikeReason) -> None:
    """Strike a version of an object, and disable it if that is once too often."""
    record = step.state.pure.get((kind, name))
    before = record.strikes if record is not None and record.version == version else 0
    step.emit(
        PluginStruck(
            contribution=kind, name=name, version=version, reason=reason, strikes=before + 1
        )
    )
    if before + 1 >= STRIKES_MAX or reason is StrikeReason.HUNG:
        step.emit(PluginDisabled(contribution=kind, name=name, version=version, reason=reason))
