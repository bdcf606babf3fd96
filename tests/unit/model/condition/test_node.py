"""Nodes print themselves and name their leaves."""

from __future__ import annotations

import pytest

from ccsdk.model.condition.field import Type
from ccsdk.model.condition.node import Value, leaves
from tests.unit.model.condition.play import read


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Value(True, Type.BOOL), "True"),
        (Value(-3, Type.INT), "-3"),
        (Value(90_000, Type.DURATION), '"90s"'),
        (Value("gold", Type.TEXT), '"gold"'),
        (Value('the "gold"', Type.TEXT), "'the \"gold\"'"),
    ],
)
def test_a_value_is_printed_as_it_is_written(value: Value, printed: str) -> None:
    assert str(value) == printed


@pytest.mark.parametrize(
    "text",
    [
        "open.a",
        "queue.waiting == 3",
        "queue.waiting in [1, 2]",
        "queue.waiting not in [1, 2]",
        '"gold" in customer.tags',
        "open.a and (open.b or not (open.c and open.d))",
        "not open.a or open.b and open.c",
    ],
)
def test_a_condition_is_printed_with_no_more_brackets_than_it_needs(text: str) -> None:
    assert str(read(text).root) == text


def test_leaves_come_from_left_to_right() -> None:
    condition = read("(open.a or not queue.waiting > 3) and True")

    assert [str(leaf) for leaf in leaves(condition.root)] == ["open.a", "queue.waiting > 3", "True"]
