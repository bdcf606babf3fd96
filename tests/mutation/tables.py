"""Mutate the tables of transitions: a pytest plugin that runs the tests once per mutant.

`pytest -s -p tests.mutation.tables tests/unit/engine/test_transitions.py` runs them for each
mutant: a row with a source less, with one more, or with another target. A mutant is killed by
the first test that fails; whoever survives is printed. What mutates functions sees no tables.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from attrs import frozen

from ccsdk.engine import transitions
from tests.mutation.forking import check_unmutated, survives

SEED = 7
TABLES = (
    "INTERACTION",
    "INTERACTION_COMMANDS",
    "OFFER",
    "OFFER_COMMANDS",
    "LEG",
    "PRESENCE_COMMANDS",
    "PRESENCE",
)


@frozen
class Mutant:
    """Hold a row that differs from the one in its table."""

    table: str
    key: Any
    row: Any
    change: str

    def __str__(self) -> str:
        name = self.key if isinstance(self.key, str) else self.key.__name__
        return f"{self.table}[{name}] {self.change}"

    def plant(self) -> None:
        """Put the row into its table."""
        getattr(transitions, self.table)[self.key] = self.row


def mutants() -> Iterator[Mutant]:
    """Yield every source dropped, and per row one source added and one target changed."""
    chance = random.Random(SEED)
    for table in TABLES:
        for key, row in getattr(transitions, table).items():
            is_step = hasattr(row, "sources")
            sources: tuple[Enum, ...] = row.sources if is_step else row
            states = list(type(sources[0]))
            for state in sources:
                less = tuple(each for each in sources if each is not state)
                changed = row._replace(sources=less) if is_step else less
                yield Mutant(table, key, changed, f"- {state.value}")
            if added := [state for state in states if state not in sources]:
                more = (*sources, state := chance.choice(added))
                changed = row._replace(sources=more) if is_step else more
                yield Mutant(table, key, changed, f"+ {state.value}")
            if is_step:
                target = chance.choice([state for state in states if state is not row.target])
                changed = row._replace(target=target)
                yield Mutant(table, key, changed, f"-> {target.value}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run every mutant in place of the tests."""
    check_unmutated(session)
    every = list(mutants())
    killed = 0
    for mutant in every:
        if survives(session, session.items, mutant.plant):
            print(f"survived: {mutant}", flush=True)
        else:
            killed += 1
    print(f"tables: {killed} of {len(every)} mutants killed, seed {SEED}")
    return True
