from __future__ import annotations

import pytest

from ccsdk.engine.evolving.plugin import configured, disabled, struck
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import PureRecord, State
from ccsdk.model.event import PluginConfigured, PluginDisabled, PluginStruck
from ccsdk.model.pure import PureKind, StrikeReason
from tests.unit.engine.advice import RULE
from tests.unit.engine.play import Play, ready

KEY = (PureKind.ELIGIBILITY, "rule")


def record(state: State) -> tuple[int, int, bool]:
    kept: PureRecord = state.pure[KEY]
    return kept.version, kept.strikes, kept.is_disabled


def facts(version: int) -> dict[str, object]:
    contribution, name = KEY
    return {
        "contribution": contribution,
        "name": name,
        "version": version,
        "reason": StrikeReason.RAISED,
    }


def test_strikes_are_those_of_one_version() -> None:
    state = State()

    struck(state, PluginStruck(**facts(1), strikes=2), 0)  # type: ignore[arg-type]
    before = record(state)
    struck(state, PluginStruck(**facts(2), strikes=1), 0)  # type: ignore[arg-type]

    assert (before, record(state)) == ((1, 2, False), (2, 1, False))


@pytest.mark.parametrize(("queue", "is_anew"), [({"eligibility": RULE}, True), ({}, False)])
def test_only_queues_with_the_rule_line_up_anew(queue: dict[str, object], is_anew: bool) -> None:
    play = ready(**queue)
    play.write()
    before = play.state.index.stands["in_1"]

    struck(play.state, PluginStruck(**facts(1), strikes=3), 0)  # type: ignore[arg-type]
    disabled(play.state, PluginDisabled(**facts(1)), 0)  # type: ignore[arg-type]

    assert record(play.state) == (1, 3, True)
    assert (play.state.index.stands["in_1"] is not before) is is_anew


def test_a_scorer_that_is_disabled_leaves_lines_alone() -> None:
    play = ready(eligibility=RULE)
    play.write()
    before = play.state.index.stands["in_1"]
    scorer = {**facts(1), "contribution": PureKind.SCORER}

    struck(play.state, PluginStruck(**scorer, strikes=3), 0)  # type: ignore[arg-type]
    disabled(play.state, PluginDisabled(**scorer), 0)  # type: ignore[arg-type]

    assert play.state.index.stands["in_1"] is before


def test_other_settings_leave_the_state_as_it_is() -> None:
    play = Play()
    before = fingerprint(play.state)

    configured(play.state, PluginConfigured(name="sms", version="", config_hash="1f"), 0)

    assert fingerprint(play.state) == before
