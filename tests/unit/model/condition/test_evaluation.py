"""Conditions are true, false or unknown, by Kleene's logic, whatever the values are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.model.condition.play import read

VALUES: dict[str, Any] = {
    "interaction.waited": 25_000,
    "interaction.channel": "chat",
    "interaction.is_verified": True,
    "queue.waiting": 5,
    "queue.free": 5,
    "customer.tags": frozenset({"gold", "chat"}),
    "open.main": True,
    "open.late": False,
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("True", True),
        ("False", False),
        ("open.main", True),
        ("open.late", False),
        ("open.other", None),
        ('interaction.waited > "20s"', True),
        ('"20s" > interaction.waited', False),
        ('"20s" < interaction.waited', True),
        ("queue.waiting == 5", True),
        ("5 != queue.waiting", False),
        ("queue.waiting <= queue.free", True),
        ("queue.waiting < queue.free", False),
        ("queue.waiting > attr.x and attr.x > 1", None),
        ("attr.x > queue.waiting", None),
        ("attr.x > 3", None),
        ("queue.waiting in [4, 5]", True),
        ("queue.waiting not in [4, 5]", False),
        ("attr.x in [4, 5]", None),
        ('"gold" in customer.tags', True),
        ('"gold" not in customer.tags', False),
        ("interaction.channel in customer.tags", True),
        ("interaction.language in customer.tags", None),
        ('"gold" in customer.plans', None),
        ("not open.main", False),
        ("not open.late", True),
        ("not open.other", None),
    ],
)
def test_a_part_is_true_false_or_unknown(text: str, expected: bool | None) -> None:
    assert read(text).evaluate(VALUES) is expected


@pytest.mark.parametrize(
    ("sign", "holds"),
    [
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
        ("==", (False, True, False)),
        ("!=", (True, False, True)),
        (">=", (False, True, True)),
        (">", (False, False, True)),
    ],
)
def test_each_comparison_is_exact_below_at_and_above(
    sign: str, holds: tuple[bool, bool, bool]
) -> None:
    by_value = read(f"queue.waiting {sign} 5")
    by_field = read(f"queue.waiting {sign} queue.free")
    turned = read(f"5 {sign} queue.waiting")

    below_at_above = [{"queue.waiting": n, "queue.free": 5} for n in (4, 5, 6)]

    assert tuple(by_value.evaluate(each) for each in below_at_above) == holds
    assert tuple(by_field.evaluate(each) for each in below_at_above) == holds
    assert tuple(turned.evaluate(each) for each in reversed(below_at_above)) == holds


@pytest.mark.parametrize("one", ["True", "False", "open.other"])
@pytest.mark.parametrize("other", ["True", "False", "open.other"])
def test_unknown_decides_only_where_nothing_else_does(one: str, other: str) -> None:
    rank = {"False": 0, "open.other": 1, "True": 2}
    outcomes = (False, None, True)

    both = read(f"{one} and {other}").evaluate(VALUES)
    either = read(f"{one} or {other}").evaluate(VALUES)

    assert both is outcomes[min(rank[one], rank[other])]
    assert either is outcomes[max(rank[one], rank[other])]


@pytest.mark.parametrize("value", [None, True, "5", 5.0, [5], frozenset({5}), object()])
def test_a_value_of_another_type_is_unknown(value: object) -> None:
    values = {"queue.waiting": value, "queue.free": value}

    assert read("queue.waiting == 5").evaluate(values) is None
    assert read("queue.waiting == queue.free").evaluate(values) is None
    assert read("queue.waiting in [1, 5]").evaluate(values) is None


@pytest.mark.parametrize("value", [None, 1, 0, "True", [True]])
def test_nothing_but_true_and_false_is_a_truth(value: object) -> None:
    assert read("open.main").evaluate({"open.main": value}) is None


def test_only_what_is_needed_is_asked_for() -> None:
    asked = []

    class Asked:
        def get(self, name: str, /) -> object:
            asked.append(name)
            return VALUES.get(name)

    outcome = read("open.late and queue.estimated_wait > '1 min'").evaluate(Asked())

    assert outcome is False
    assert asked == ["open.late"]
