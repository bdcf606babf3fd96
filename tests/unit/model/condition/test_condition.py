"""A condition is its structure: equal, hashed and printed by it."""

from __future__ import annotations

from tests.unit.model.condition.play import read


def test_two_texts_of_one_structure_are_equal() -> None:
    one, other = read("open.a and(queue.waiting>3)"), read("open.a and queue.waiting > 3")

    assert one == other
    assert hash(one) == hash(other)
    assert str(one) == str(other) == "open.a and queue.waiting > 3"


def test_another_structure_is_not_equal() -> None:
    assert read("open.a and open.b") != read("open.b and open.a")


def test_a_condition_evaluates_and_explains() -> None:
    condition = read("open.a")

    assert condition.evaluate({"open.a": True}) is True
    assert [str(part) for part in condition.explain({})] == ["open.a: unknown (open.a is unknown)"]
