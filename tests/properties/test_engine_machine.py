"""The engine as a state machine: every command, legal, illegal and stale, and the clock.

After every step the world has judged the log by an independent fold, compared the indexed
engine with a naive twin and the live state with one rebuilt from stored entries, and seen
that a refusal changed nothing.
"""

from __future__ import annotations

import os
import random
from collections.abc import Sequence

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.model import command as cmd
from ccsdk.model.event import OfferMade
from tests.properties.engine_world import (
    AGENTS,
    DEFINITIONS,
    LEAPS_MS,
    STEPS_MS,
    World,
    draw,
)

EXAMPLES = int(os.environ.get("CCSDK_ENGINE_EXAMPLES", "200"))


class EngineMachine(RuleBasedStateMachine):
    """Draw commands and time; what is wrong stands in the world's findings."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(with_session=st.sets(st.sampled_from(AGENTS)))
    def open(self, with_session: set[str]) -> None:
        self.world.open(with_session)

    @rule(data=st.data(), step_ms=st.sampled_from(STEPS_MS), leap_ms=st.sampled_from(LEAPS_MS))
    def command(self, data: st.DataObject, step_ms: int, leap_ms: int) -> None:
        def choose(options: Sequence[str]) -> str:
            return data.draw(st.sampled_from(options))

        self.world.now_ms += step_ms + leap_ms
        command, by = draw(self.world, choose)
        self.world.do(command, by)

    @rule(command=st.sampled_from(DEFINITIONS), back_ms=st.integers(1, 10_000))
    def clock_steps_back(self, command: cmd.Command, back_ms: int) -> None:
        self.world.now_ms -= back_ms
        self.world.do(command)
        self.world.now_ms += back_ms

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert self.world.findings == []

    def teardown(self) -> None:
        assert fingerprint(replay(self.world.entries)) == fingerprint(self.world.state)


@pytest.mark.slow
@pytest.mark.timeout(300)
class TestEngineMachine(EngineMachine.TestCase):
    settings = settings(max_examples=EXAMPLES, stateful_step_count=50)


@pytest.mark.parametrize("seed", range(8))
def test_48_the_indexed_engine_equals_a_naive_scan(seed: int) -> None:
    chance, world = random.Random(seed), World()
    world.open(AGENTS)

    for _ in range(400):
        world.now_ms += chance.choice(STEPS_MS)
        world.do(*draw(world, chance.choice))

    made = [e for e in world.entries if isinstance(e.event, OfferMade)]
    assert world.findings == []
    assert len(made) > 5
