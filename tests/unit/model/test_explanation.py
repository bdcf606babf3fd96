from __future__ import annotations

import msgspec
import pytest

from ccsdk.model.explanation import CONDITIONS, Explanation, InteractionExplanation, Standing
from ccsdk.model.interaction import InteractionState


def test_conditions_come_in_one_order() -> None:
    assert (
        tuple("member skill presence session excluded capacity matrix delay rule".split())
        == CONDITIONS
    )


@pytest.mark.parametrize("standing", Standing)
def test_an_explanation_says_what_it_is_of_and_comes_back(standing: Standing) -> None:
    told = InteractionExplanation(
        interaction="in_1",
        position=3,
        at_ms=4,
        state=InteractionState.QUEUED,
        standing=standing,
        queue="q",
    )
    encoded = msgspec.json.encode(told)

    assert msgspec.json.decode(encoded)["of"] == "interaction"
    assert msgspec.json.decode(encoded, type=Explanation) == told
