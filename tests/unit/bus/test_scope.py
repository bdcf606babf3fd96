"""Scopes: staff count positions, a visitor counts what bears its Customer."""

from __future__ import annotations

from ccsdk.bus.scope import CustomerPositions, Scope
from ccsdk.model import event
from tests.unit.wire.samples import sample


def scopes() -> tuple[Scope, Scope, Scope]:
    """Return center, ana (3, 5, 9) and somebody who was never met."""
    positions = CustomerPositions()
    for position in (3, 5, 9):
        positions.note(position, sample(event.MessageReceived, customer="cu_ana"))
    positions.note(4, sample(event.MessageReceived, customer="cu_ben"))
    positions.note(6, sample(event.AgentDefined))
    return Scope(positions, None), Scope(positions, "cu_ana"), Scope(positions, "cu_new")


def test_center_counts_positions() -> None:
    center, _, _ = scopes()

    assert center.count(7) == 7
    assert center.position(7) == 7
    assert center.skip(2, limit=8) == 2


def test_customer_counts_own_events() -> None:
    _, ana, new = scopes()

    assert [ana.count(position) for position in range(11)] == [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3]
    assert [new.count(position) for position in (0, 10)] == [0, 0]


def test_count_stands_for_the_position_it_was_reached_at() -> None:
    _, ana, new = scopes()

    assert [ana.position(count) for count in range(5)] == [0, 3, 5, 9, None]
    assert [new.position(count) for count in range(2)] == [0, None]


def test_what_is_not_theirs_is_skipped() -> None:
    _, ana, new = scopes()

    assert [ana.skip(position, limit=7) for position in (0, 2, 3, 4, 5, 7)] == [2, 2, 4, 4, 7, 7]
    assert ana.skip(8, limit=7) == 8
    assert new.skip(0, limit=7) == 7
