from __future__ import annotations

from typing import Any

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk.hooks import Eligibility, Scorer, Strategy

KINDS: list[Any] = [
    lambda **more: Scorer(score=lambda work, agent: 0, **more),
    lambda **more: Eligibility(refuse=lambda kind, agent: None, **more),
    lambda **more: Strategy(choose=lambda work, agents: agents[0].agent, **more),
]


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"name": "In Words"}, "name"),
        ({"name": "a" * 21}, "name"),
        ({"name": ""}, "name"),
        ({"name": "fine", "budget_us": 0}, "budget_us"),
        ({"name": "fine", "budget_us": 10_001}, "budget_us"),
    ],
)
def test_a_name_and_a_budget_are_bounded(make: Any, given: dict[str, Any], path: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        make(**given)

    assert refusal.value.path.rpartition(".")[2] == path


@pytest.mark.parametrize("make", KINDS)
def test_a_pure_contribution_has_a_version_and_a_budget(make: Any) -> None:
    made = make(name="fine-1_2")

    assert (made.version, made.budget_us >= 1) == (1, True)
