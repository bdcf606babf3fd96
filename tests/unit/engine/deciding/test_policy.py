from __future__ import annotations

from typing import Any

import pytest

from ccsdk.engine.deciding.policy import policy_mistakes
from ccsdk.errors import PolicyRefusedError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import policy as pol
from ccsdk.model.queue import Strategy
from tests.unit.engine.advice import RATED, RULE
from tests.unit.engine.deciding.flow_play import at, to
from tests.unit.engine.play import Play

VIP = pol.ServiceClass(name="vip", when="attr.vip")
HALF = pol.ServiceClass(name="half", burst=1)
CAPS = {"handle_cap_ms": 1_000, "wrap_up_cap_ms": 1_000}


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        ({"overflow": (to("p", "queue.witing > 1"),)}, "overflow[0].when"),
        ({"classes": (VIP, pol.ServiceClass(name="x", when="("))}, "classes[1].when"),
        ({"steps": (at(1, pol.End(), "queue.waiting"),)}, "steps[0].when"),
        ({"steps": (at(1, pol.End()), at(0, pol.End()))}, "steps[1].after_ms"),
        ({"overflow": (pol.OverflowRule(to=pol.OverflowTarget()),)}, "overflow[0].to"),
        ({"classes": (VIP, VIP)}, "classes[1].name"),
        ({"classes": (HALF,)}, "classes[0].burst"),
        ({"is_bounded": True}, "handle_cap_ms"),
        ({"scorers": RATED * 2}, "scorers[1].name"),
        ({"eligibility": RULE * 2}, "eligibility[1].name"),
        ({"scorers": RATED, "plugin_strategy": "mine"}, "scorers"),
        ({"scorers": RATED, "strategy": Strategy.WEIGHTED_RANDOM}, "scorers"),
        ({"plugin_strategy": "mine", "strategy": Strategy.WEIGHTED_RANDOM}, "plugin_strategy"),
        ({"plugin_strategy": "mine", "strategy": Strategy.BROADCAST}, "plugin_strategy"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_its_path(
    policy: dict[str, Any], path: str
) -> None:
    play = Play()

    facts = play.refused(cmd.DefineQueue(queue="q", name="Q", **policy), PolicyRefusedError)

    assert facts["path"] == path


def test_a_mistyped_field_is_refused_with_the_nearest_one() -> None:
    play = Play()

    facts = play.refused(
        cmd.DefineQueue(queue="q", name="Q", overflow=(to("p", "queue.witing > 1"),)),
        PolicyRefusedError,
    )

    assert facts["nearest"] == "queue.waiting"
    error = PolicyRefusedError(path="steps[0]", problem="is odd", nearest="even")
    assert str(error) == "steps[0]: is odd; did you mean even?"
    assert error.reason == "policy"


def test_everything_that_is_wrong_can_be_told_at_once() -> None:
    unsound = cmd.DefineQueue(
        queue="q",
        name="Q",
        overflow=(to("p", "queue.witing > 1"), pol.OverflowRule(to=pol.OverflowTarget())),
        classes=(VIP, VIP, HALF),
        steps=(at(1, pol.End()), at(0, pol.End())),
        is_bounded=True,
    )

    assert [each.path for each in policy_mistakes(unsound)] == [
        "overflow[0].when",
        "overflow[1].to",
        "steps[1].after_ms",
        "classes[1].name",
        "classes[2].burst",
        "handle_cap_ms",
    ]


def test_a_calendar_must_be_there_and_a_queue_that_a_policy_leads_to_need_not() -> None:
    play = Play()
    play.refused(cmd.DefineQueue(queue="q", name="Q", calendar="hours"), UnknownEntityError)

    play.do(cmd.DefineQueue(queue="q", name="Q", overflow=(to("later"),)))

    assert "q" in play.state.queues


def test_a_bounded_queue_with_its_caps_is_taken() -> None:
    play = Play()

    play.do(
        cmd.DefineQueue(queue="q", name="Q", is_bounded=True, steps=(at(0, pol.End()),) * 2, **CAPS)
    )

    assert play.state.queues["q"].definition.is_bounded


@pytest.mark.parametrize("more", [{"scorers": RATED}, {"plugin_strategy": "mine"}])
def test_plugins_advise_a_strategy_that_ranks(more: dict[str, Any]) -> None:
    play = Play()

    play.do(cmd.DefineQueue(queue="q", name="Q", strategy=Strategy.ROUND_ROBIN, **more))

    assert play.state.queues["q"].definition.strategy is Strategy.ROUND_ROBIN
