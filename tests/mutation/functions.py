"""Run the mutants that mutmut has made of functions: a pytest plugin, with one child for each.

`nox -s mutate` lets mutmut write the mutants into a tree of its own, where every mutated function
asks MUTANT_UNDER_TEST which of them it is to be, and runs this there. mutmut would start pytest
anew for each mutant, which takes longer than the tests.

CCSDK_MUTANTS_SHARE runs a share of them, drawn by SEED.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from functools import partial
from importlib import import_module

import pytest

from tests.mutation.forking import check_unmutated, survives

SEED = 7
MODULES = (
    "matching",
    "line",
    "order",
    "pool",
    "deciding.flow",
    "deciding.timeline",
    "deciding.entering",
)


def mutants_of(module: str) -> list[str]:
    """Return the names of a module's mutants."""
    tables = vars(import_module(module)).items()
    found = [table for name, table in tables if name.startswith("mutants_")]
    names = [name for table in found for name in table if not name.startswith("_")]
    return [f"{module}.{name}" for name in names]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run every mutant in place of the tests, each module's own tests first."""
    check_unmutated(session)
    share = float(os.environ.get("CCSDK_MUTANTS_SHARE", "1"))
    chance = random.Random(SEED)
    tried, killed = Counter[str](), Counter[str]()
    for module in MODULES:
        own = f"/test_{module.rpartition('.')[2]}"
        items = sorted(session.items, key=lambda item: own not in item.nodeid)
        for name in mutants_of(f"ccsdk.engine.{module}"):
            if chance.random() < share:
                plant = partial(os.environ.__setitem__, "MUTANT_UNDER_TEST", name)
                tried[module] += 1
                if survives(session, items, plant):
                    print(f"survived: {name}", flush=True)
                else:
                    killed[module] += 1
        print(f"{module}: {killed[module]} of {tried[module]} mutants killed", flush=True)
    print(f"functions: {killed.total()} of {tried.total()} mutants killed, share {share}")
    return True
