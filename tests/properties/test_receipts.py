"""Receipts and explanations over seeded runs: what the engine wrote is what a scan finds.

The log is replayed entry by entry. At every position at which Offers were decided, the
state that the log led to explains them, and must name the receipt that stands in the log,
an eligible winner, and for everybody passed over a condition that the naive words confirm.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ccsdk.engine import standing
from ccsdk.engine.evolving.entry import EVOLVE
from ccsdk.engine.explaining.agent import explain_agent
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.explaining.verdict import verdict_of
from ccsdk.engine.explaining.wording import sentences
from ccsdk.engine.index import Index
from ccsdk.engine.pool import Pool
from ccsdk.engine.replay import replay
from ccsdk.engine.skillset import SkillSet
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.model.agent import Presence
from ccsdk.model.event import OfferMade, QueueDefined
from ccsdk.model.explanation import Standing
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import RECEIPT_BYTES_MAX, Reason
from tests.properties import naive_engine as naive
from tests.properties.engine_world import AGENTS, LEAPS_MS, STEPS_MS, World, draw
from tests.properties.makers_matching import pick, set_skills
from tests.properties.makers_pure import OBJECTS
from tests.properties.naive_advice import refused

SEEDS, STEPS = 60, 120
# Of each ten steps one picks something and one changes skills: what is seldom proves little.
ROUND, OFTEN = 10, {0: pick, 5: set_skills}
# What is decided otherwise from such an event on.
POLICIES = ("Defined", "QueueDeleted", "CalendarCompiled")


def played(seed: int) -> World:
    """Return a world after a seeded run."""
    chance = random.Random(seed)
    world = World(has_twin=False)
    world.open([agent for agent in AGENTS if chance.random() < 0.7])
    for number in range(STEPS):
        world.now_ms += chance.choice(STEPS_MS) + chance.choice(LEAPS_MS)
        make = OFTEN.get(number % ROUND)
        command, by = make(world.state, chance.choice) if make else draw(world, chance.choice)
        world.do(command, by)
    return world


def decided(world: World) -> dict[int, list[OfferMade]]:
    """Return the Offers of a log by the position they were decided at."""
    found = defaultdict(list)
    for entry in world.entries:
        if isinstance(entry.event, OfferMade):
            assert entry.event.receipt is not None
            found[entry.event.receipt.position].append(entry.event)
    return found


def first_failed(state: State, interaction: Interaction, agent: Agent) -> str | None:
    """Say in the naive judge's words what keeps an Agent from an Interaction."""
    serves = {each.queue: each for each in agent.definition.memberships}
    is_own = interaction.only == agent.id
    kind = naive.known(state, interaction.channel)
    at_hand = naive.work_at_hand(state, agent)
    rule = state.channels[kind]
    beside = [other for other in at_hand if other not in rule.interrupts]
    fails = {
        "member": not is_own and (interaction.only is not None or interaction.queue not in serves),
        "skill": not is_own
        and any(
            each.is_required and agent.skills.get(each.skill, 0) < each.min
            for each in interaction.requirements
        ),
        "presence": agent.presence is not Presence.READY,
        "session": agent.is_lost,
        "excluded": agent.id in interaction.excluded,
        "capacity": at_hand.count(kind) >= agent.slots.get(kind, rule.slots)
        or sum(state.channels[other].weight for other in [*beside, kind]) > 100,
        "matrix": any(kind in state.channels[other].denies for other in at_hand),
        "delay": not is_own
        and interaction.queue in serves
        and serves[interaction.queue].delay_ms > interaction.age_ms,
        "rule": refused(state, OBJECTS, interaction, agent),
    }
    return next((name for name, is_failed in fails.items() if is_failed), None)


def explain_decision(state: State, made: OfferMade) -> None:
    """Check one Offer against the state it was decided in."""
    told, receipt = explain_offer(state, made, OBJECTS), made.receipt
    assert receipt is not None
    assert told.receipt == receipt
    assert len(msgspec.json.encode(receipt)) <= RECEIPT_BYTES_MAX
    failed = {each.agent: each.failed for each in told.agents}
    assert failed.keys() == state.agents.keys()
    assert failed[made.agent] is None
    if receipt.reason is not Reason.PICKED:
        # 36: no later key first without a reason: the Agent's, or how it stands.
        for each in told.ahead:
            assert each.failed is not None or each.standing is not Standing.IN_LINE
    if receipt.loser is not None:
        assert failed[receipt.loser.agent] is None
    assert sentences(told)


def explain_everything(state: State) -> None:
    """Check everybody's verdict on everything that waits, and what is told of each Agent."""
    for interaction in state.interactions.values():
        told = explain_interaction(state, interaction.id, pure=OBJECTS)
        assert sentences(told)
        if told.standing is Standing.NOT_WAITING:
            continue
        for agent in state.agents.values():
            verdict = verdict_of(state, interaction, agent, OBJECTS)
            assert verdict.failed == first_failed(state, interaction, agent)
        if told.standing is Standing.IN_LINE:
            # 35: nothing in line stands beside who could have it.
            assert all(each.failed is not None for each in told.agents)
    for agent in state.agents.values():
        assert sentences(explain_agent(state, agent.id, pure=OBJECTS))


def check(seed: int) -> set[Reason | Strategy]:
    """Check a seeded run at every Offer and at its end; return what kinds of Offer it saw."""
    world, state, seen = played(seed), State(), set[Reason | Strategy]()
    offers, policy = decided(world), 0
    for entry in world.entries:
        replay([entry], state)
        if type(entry.event).__name__.endswith(POLICIES):
            policy = entry.position
        for made in offers.get(entry.position, ()):
            explain_decision(state, made)
            assert made.receipt is not None
            assert made.receipt.policy == policy
            assert made.queue is not None
            seen |= {made.receipt.reason, state.queues[made.queue].definition.strategy}
    explain_everything(world.state)
    return seen


def kinds_seen() -> set[Reason | Strategy]:
    """Check every seed; return what kinds of Offer there were."""
    return {kind for seed in range(SEEDS) for kind in check(seed)}


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_36_and_47_every_offer_and_every_pass_over_is_explained_by_the_log() -> None:
    assert kinds_seen() == {*Reason, *Strategy}


def nobody_is_counted_out(patch: pytest.MonkeyPatch) -> None:
    count = standing._count
    patch.setattr(standing, "_count", lambda state, agent, by: by > 0 and count(state, agent, by))


def nobody_is_next(patch: pytest.MonkeyPatch) -> None:
    choose = Pool.choose
    patch.setattr(Pool, "choose", lambda *given: (choose(*given)[0], None))


def nobody_stands_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Index, "first", lambda index, queue: None)


def skills_are_counted_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SkillSet, "learn", _learning_silently(SkillSet.learn))


def _learning_silently(learn: Callable[..., None]) -> Callable[..., None]:
    def silently(skillset: SkillSet, *given: Any) -> None:
        generation = skillset.generation
        learn(skillset, *given)
        skillset.generation = generation

    return silently


def definitions_are_not_noted(patch: pytest.MonkeyPatch) -> None:
    take = EVOLVE[QueueDefined]

    def forgetting(state: State, event: QueueDefined, at_ms: int) -> None:
        policy = state.policy
        take(state, event, at_ms)
        state.policy = policy

    patch.setitem(EVOLVE, QueueDefined, forgetting)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "plant",
    [
        nobody_is_counted_out,
        nobody_is_next,
        nobody_stands_before,
        skills_are_counted_once,
        definitions_are_not_noted,
    ],
)
def test_a_receipt_that_lies_is_found_out(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)

    with pytest.raises(AssertionError):
        kinds_seen()
