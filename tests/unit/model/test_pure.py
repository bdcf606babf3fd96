from __future__ import annotations

import msgspec
import pytest

from ccsdk.hooks.routing import Eligibility, Scorer, Strategy
from ccsdk.model.pure import (
    EligibilityRule,
    PureKind,
    PureObjects,
    WeightedScorer,
)

SCORER = Scorer(name="rated", score=lambda work, agent: 0)
RULE = Eligibility(name="rule", refuse=lambda kind, agent: None)
STRATEGY = Strategy(name="mine", choose=lambda work, agents: agents[0].agent)


def test_objects_are_found_by_kind_and_name() -> None:
    objects = PureObjects(
        scorers={"rated": SCORER}, eligibility={"rule": RULE}, strategies={"mine": STRATEGY}
    )

    assert {kind: list(objects.of(kind)) for kind in PureKind} == {
        PureKind.SCORER: ["rated"],
        PureKind.ELIGIBILITY: ["rule"],
        PureKind.STRATEGY: ["mine"],
    }


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"name": "Rated"}, WeightedScorer),
        ({"name": "a" * 21}, WeightedScorer),
        ({"name": "rated", "weight": 101}, WeightedScorer),
        ({"name": "rule", "attributes": [f"a{n}" for n in range(9)]}, EligibilityRule),
    ],
)
def test_what_a_queue_names_is_bounded(given: dict[str, object], kind: type) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, kind)
