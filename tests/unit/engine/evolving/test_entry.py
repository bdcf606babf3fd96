from __future__ import annotations

import pytest

from ccsdk.engine.evolving.entry import EVOLVE, evolve
from ccsdk.engine.replay import fingerprint
from ccsdk.engine.state import State
from ccsdk.model.entry import Entry
from ccsdk.model.event import EVENTS, CustomerCreated


def entry(position: int = 1, at_ms: int = 5) -> Entry:
    event = CustomerCreated(customer="cu_1")
    return Entry(
        position=position, at_ms=at_ms, subject="customer/cu_1", version=position, event=event
    )


def test_every_event_there_is_can_be_taken() -> None:
    assert set(EVOLVE) == set(EVENTS.values())


def test_an_entry_moves_position_time_and_version() -> None:
    state = State()

    evolve(state, entry())

    assert (state.position, state.now_ms, state.versions) == (1, 5, {"customer/cu_1": 1})


@pytest.mark.parametrize(
    ("wrong", "why"),
    [(entry(position=3), "position 3 follows 1"), (entry(position=2, at_ms=4), "before the one")],
    ids=["gap", "time falls"],
)
def test_an_entry_out_of_order_is_refused(wrong: Entry, why: str) -> None:
    state = State()
    evolve(state, entry())
    before = fingerprint(state)

    with pytest.raises(AssertionError, match=why):
        evolve(state, wrong)

    assert fingerprint(state) == before
