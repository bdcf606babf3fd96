"""The fault table: whatever a plugin does wrong, customers are served and it is named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ccsdk.center import watchdog
from ccsdk.plugins import isolation
from tests.integration.culprit.implementation import Env
from tests.integration.fault_recipes import ANSWERS, RECIPES, Recipe
from tests.integration.fault_scene import STEP_MS, Scene, plugin_of, tables
from tests.integration.fault_table import (
    CULPRIT,
    KINDS,
    OUTCOMES,
    Cell,
    Fault,
    Kind,
    cells,
    hooks,
    kind_of,
    types,
)
from tests.journal import Journal, journal_kept

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
CELLS = list(cells())
RUN = [cell for cell in CELLS if cell.outcome.test is None]
# The longest that any fault is waited for, by the clock that stands still.
LONGEST_MS = 60_000


@pytest.fixture
def journal() -> Iterator[Journal]:
    with journal_kept() as kept:
        yield kept


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "BEAT_MS", 20)
    monkeypatch.setattr(isolation, "LONG_S", 0.02)


async def play(cell: Cell, recipe: Recipe, scene: Scene) -> None:
    """Let a customer come while one plugin misbehaves, and look at everybody afterwards."""
    culprit = plugin_of(CULPRIT, recipe.hooks, recipe.contributions, recipe.register)
    center = scene.open(
        culprit,
        hooks=recipe.good,
        contributions=recipe.good_contributions,
        source=tables(**recipe.source),
    )
    await center.open()
    try:
        await scene.work()
        act = recipe.act(scene) if recipe.act else asyncio.sleep(0)
        acting = asyncio.ensure_future(act)
        await scene.customer(bound_ms=recipe.bound_ms)
        await scene.until(acting.done, ms=LONGEST_MS)
        await acting
        if cell.kind is not Kind.STOP:
            await scene.until(partial(scene.is_named, cell.outcome.event))
        await scene.customer(bound_ms=recipe.bound_ms, number=99)
        await scene.others_are_well()
        assert await center.state_hash()
    finally:
        closing = asyncio.ensure_future(center.close())
        await scene.until(closing.done, ms=LONGEST_MS)
    assert scene.is_named(cell.outcome.event)


@pytest.mark.parametrize("cell", RUN, ids=str)
def test_fault(cell: Cell, journal: Journal) -> None:
    scene = Scene(journal)
    env = Env(
        fault=cell.fault,
        until=partial(_noticed, journal, cell),
        slowly=lambda: scene.clock.sleep_until(scene.clock.monotonic_ms() + STEP_MS),
    )
    recipe = RECIPES[cell.kind](cell, env)

    asyncio.run(play(cell, recipe, scene))

    assert max(scene.waits_ms) <= recipe.bound_ms


def _noticed(journal: Journal, cell: Cell) -> None:
    """Keep the thread until the log names who does; a second time it returns at once."""
    if cell.outcome.event is not None:
        journal.heard(cell.outcome.event).wait(10)


def test_every_hook_and_contribution_type_has_its_row() -> None:
    names = {*hooks(), *types()}

    assert {name for name in names if kind_of(name) in OUTCOMES} == names
    assert set(KINDS) <= names
    assert all(set(OUTCOMES[kind]) == set(Fault) for kind in Kind)
    assert set(ANSWERS) == {name for name in hooks() if kind_of(name) is Kind.QUERY}


def test_every_cell_is_run_or_names_the_test_that_covers_it() -> None:
    named = {cell.outcome.test for cell in CELLS if cell.outcome.test is not None}
    tests = {each for each in named if "::" in each}

    assert named - tests <= {"register"}
    for each in tests:
        path, _, test = each.partition("::")
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), each
    assert {cell.kind for cell in RUN} == set(RECIPES)
