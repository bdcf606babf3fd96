"""Plugins' say in routing: the twin decides the same, and planted bugs are found.

A world in which nearly everything comes by queues that ask plugins: in the large one too
little does, to find a bug by.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.engine import choosing, pure, refusing
from ccsdk.model import command as cmd
from ccsdk.model.event import OfferMade, PluginDisabled, PluginStruck
from tests.properties.engine_world import AGENTS, IDENTITIES, MAKERS, STEPS_MS, World
from tests.properties.makers_pure import QUEUES, strike

# A search is work for a processor, of which a busy machine gives it little.
pytestmark = pytest.mark.timeout(300)

SEEDS, STEPS = 60, 80
# What a rule, a scorer or a strategy is asked about, and what changes the answer.
KINDS = ["go_on"] * 8 + ["come_to_work"] * 3 + ["set_skills", "pick", "decline", "not_ready"]
Plant = Callable[[pytest.MonkeyPatch], None]


def run(seed: int, *, has_twin: bool = False) -> World:
    """Play one seeded run, up to the first finding."""
    chance, world = random.Random(seed), World(has_twin=has_twin)
    world.open(AGENTS)
    for number in range(STEPS):
        world.now_ms += chance.choice(STEPS_MS)
        roll = chance.random()
        if roll < 0.3:
            world.do(arrival(number, chance))
        elif roll < 0.33:
            world.do(*strike(chance.choice))
        else:
            world.do(*MAKERS[chance.choice(KINDS)](world, chance.choice))
        if world.findings:
            break
    return world


def arrival(number: int, chance: random.Random) -> cmd.Command:
    """Let somebody write whom plugins have something to say about."""
    identity = chance.choice(IDENTITIES)
    return cmd.ReceiveInteraction(
        interaction=f"in_{number}",
        account="advised",
        thread=identity,
        identity=identity,
        queue=chance.choice(QUEUES),
        attributes={"vip": True} if chance.random() < 0.5 else {},
        seed=number,
    )


def refusals_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """R31: rules are asked, and nobody listens."""
    patch.setattr(refusing, "_asked", lambda step, kind, agent: (None, []))


def refusals_outlive_the_skills(patch: pytest.MonkeyPatch) -> None:
    """R31: an Agent of other skills is not asked about again."""
    patch.setattr("ccsdk.engine.index.Index.ask_again", lambda index, agent: None)


def the_worst_comes_first(patch: pytest.MonkeyPatch) -> None:
    """R32: less is taken for more."""
    scored = choosing.scored

    def negated(*given: Any) -> Any:
        scores, wrong = scored(*given)
        return scores and [-each for each in scores], wrong

    patch.setattr(choosing, "scored", negated)


def weights_do_not_matter(patch: pytest.MonkeyPatch) -> None:
    """R32: what counts against an Agent counts for them."""
    scores = choosing._scores

    def absolute(*given: Any) -> Any:
        return {
            agent: {name: abs(score) for name, score in found.items()}
            for agent, found in scores(*given).items()
        }

    patch.setattr(choosing, "_scores", absolute)


def disabled_is_asked(patch: pytest.MonkeyPatch) -> None:
    """R33: three strikes change nothing."""
    is_asked = choosing.is_asked

    def forgiving(state: Any, objects: Any, kind: Any, name: str) -> bool:
        before = state.pure
        state.pure = {}
        try:
            return is_asked(state, objects, kind, name)
        finally:
            state.pure = before

    patch.setattr(choosing, "is_asked", forgiving)


def strikes_are_endless(patch: pytest.MonkeyPatch) -> None:
    """R33: nobody is ever disabled."""
    patch.setattr(pure, "STRIKES_MAX", 10**9)


BUGS: list[tuple[str, Plant]] = [
    ("R31", refusals_are_forgotten),
    ("R31", refusals_outlive_the_skills),
    ("R32", the_worst_comes_first),
    ("R32", weights_do_not_matter),
    ("R33", disabled_is_asked),
    ("R33", strikes_are_endless),
]


@pytest.mark.parametrize(("invariant", "plant"), BUGS, ids=[plant.__name__ for _, plant in BUGS])
def test_planted_bug_is_caught(
    monkeypatch: pytest.MonkeyPatch, invariant: str, plant: Plant
) -> None:
    plant(monkeypatch)

    caught = any(
        finding.split()[0] == invariant for seed in range(SEEDS) for finding in run(seed).findings
    )

    assert caught


def test_48_the_twin_asks_plugins_about_everybody_and_decides_the_same() -> None:
    seen: Counter[str] = Counter()

    for seed in range(8):
        world = run(seed, has_twin=True)
        assert world.findings == []
        for event in (entry.event for entry in world.entries):
            if isinstance(event, PluginStruck | PluginDisabled):
                seen[type(event).__name__] += 1
            elif isinstance(event, OfferMade) and event.receipt is not None:
                seen["rated"] += event.receipt.winner.scores is not None
                seen["chosen"] += event.receipt.chosen_by is not None

    assert min(seen[kind] for kind in ("rated", "chosen", "PluginStruck", "PluginDisabled")) >= 3
