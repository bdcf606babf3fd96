from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.engine.pure import STRIKES_MAX, chosen, is_asked, refusal, scored, strike
from ccsdk.engine.state import State
from ccsdk.engine.step import Step
from ccsdk.model.event import PluginDisabled, PluginStruck
from ccsdk.model.pure import (
    NO_OBJECTS,
    SCORE_MAX,
    AgentTraits,
    AgentView,
    PureKind,
    PureObjects,
    StrikeReason,
    WorkKind,
    WorkView,
)
from tests.unit.engine.advice import (
    interrupted,
    likes,
    raises,
    refuses,
    rule,
    scorer,
    strategy,
    unsteady,
)

WORK = WorkView(
    queue="q",
    channel="chat",
    service_class=None,
    attributes={},
    requirements=(),
    waited_ms=0,
    last_agent=None,
    draw=0,
)
KIND = WorkKind(queue="q", channel="chat", service_class=None, attributes={})
AGENTS = [AgentView(agent=name, skills={}, used={}, load=0, idle_ms=0) for name in ("ana", "ben")]
ANA = AgentTraits(agent="ana", priority=0, skills={})


def test_a_scorer_rates_every_agent() -> None:
    assert scored(scorer(likes("ben")), "rated", WORK, AGENTS) == ([0, 10], None)


@pytest.mark.parametrize(
    ("score", "wrong"),
    [
        (raises, StrikeReason.RAISED),
        (lambda work, agent: 1.0, StrikeReason.WRONG_TYPE),
        (lambda work, agent: True, StrikeReason.WRONG_TYPE),
        (lambda work, agent: SCORE_MAX + 1, StrikeReason.WRONG_TYPE),
        (lambda work, agent: -SCORE_MAX - 1, StrikeReason.WRONG_TYPE),
        (lambda work, agent: work.attributes.update(a=1), StrikeReason.WRONG_TYPE),
        (unsteady(lambda number: number), StrikeReason.UNSTEADY),
    ],
)
def test_a_scorer_that_answers_wrongly_has_no_answer(
    score: Callable[..., Any], wrong: StrikeReason
) -> None:
    assert scored(scorer(score), "rated", WORK, AGENTS) == (None, wrong)


def test_a_rule_refuses_with_a_code_or_not() -> None:
    objects = rule(refuses("ana"))

    assert refusal(objects, "rule", KIND, ANA) == ("not_them", None)
    assert refusal(rule(refuses()), "rule", KIND, ANA) == (None, None)


@pytest.mark.parametrize(
    ("refuse", "wrong"),
    [
        (raises, StrikeReason.RAISED),
        (lambda kind, agent: False, StrikeReason.WRONG_TYPE),
        (lambda kind, agent: "in plain words", StrikeReason.WRONG_TYPE),
        (unsteady(lambda number: f"r{number}"), StrikeReason.UNSTEADY),
    ],
)
def test_a_rule_that_answers_wrongly_refuses_nobody(
    refuse: Callable[..., Any], wrong: StrikeReason
) -> None:
    assert refusal(rule(refuse), "rule", KIND, ANA) == (None, wrong)


def test_a_strategy_chooses_one_of_those_it_is_shown() -> None:
    objects = strategy(lambda work, agents: agents[-1].agent)

    assert chosen(objects, "mine", WORK, AGENTS) == ("ben", None)


@pytest.mark.parametrize(
    ("choose", "wrong"),
    [
        (raises, StrikeReason.RAISED),
        (lambda work, agents: agents[0], StrikeReason.WRONG_TYPE),
        (lambda work, agents: "zoe", StrikeReason.NOT_ASKED),
        (unsteady(lambda number: ("ana", "ben")[number % 2]), StrikeReason.UNSTEADY),
    ],
)
def test_a_strategy_that_answers_wrongly_chooses_nobody(
    choose: Callable[..., Any], wrong: StrikeReason
) -> None:
    assert chosen(strategy(choose), "mine", WORK, AGENTS) == (None, wrong)


def test_who_runs_the_center_may_interrupt_it() -> None:
    with pytest.raises(KeyboardInterrupt):
        scored(scorer(interrupted), "rated", WORK, AGENTS)


def struck(reason: StrikeReason, version: int, state: State) -> list[object]:
    step = Step(state, 0, None)
    strike(step, PureKind.SCORER, "rated", version, reason)
    return [entry.event for entry in step.entries]


def test_the_third_strike_disables_a_version_and_a_new_one_starts_anew() -> None:
    state, objects = State(), scorer(likes("ana"), version=1)
    facts = {"contribution": PureKind.SCORER, "name": "rated"}
    asked = []

    for number in range(1, STRIKES_MAX + 1):
        asked.append(is_asked(state, objects, PureKind.SCORER, "rated"))
        events = struck(StrikeReason.SLOW, 1, state)
        slow: dict[str, Any] = {**facts, "version": 1, "reason": StrikeReason.SLOW}
        assert events[0] == PluginStruck(**slow, strikes=number)

    assert events[1:] == [PluginDisabled(**slow)]
    assert asked == [True] * STRIKES_MAX
    assert not is_asked(state, objects, PureKind.SCORER, "rated")
    assert is_asked(state, scorer(likes(), version=2), PureKind.SCORER, "rated")
    assert struck(StrikeReason.SLOW, 2, state)[0].strikes == 1  # type: ignore[attr-defined]


def test_who_hung_is_disabled_at_once() -> None:
    state = State()

    events = struck(StrikeReason.HUNG, 1, state)

    assert [type(event) for event in events] == [PluginStruck, PluginDisabled]


def test_who_is_not_there_or_left_out_is_not_asked() -> None:
    there = scorer(likes())
    left_out = PureObjects(scorers=there.scorers, left_out=frozenset({(PureKind.SCORER, "rated")}))

    assert not is_asked(State(), NO_OBJECTS, PureKind.SCORER, "rated")
    assert not is_asked(State(), left_out, PureKind.SCORER, "rated")
    assert not is_asked(State(), there, PureKind.STRATEGY, "rated")
    assert not is_asked(State(), there, PureKind.ELIGIBILITY, "rated")
