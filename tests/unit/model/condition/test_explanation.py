"""A condition says what each of its parts made of the values."""

from __future__ import annotations

import pytest

from ccsdk.model.condition.explanation import Part, references
from ccsdk.model.condition.node import leaves
from tests.unit.model.condition.play import read


def test_each_part_tells_its_outcome_and_the_values_behind_it() -> None:
    condition = read('interaction.waited > "20s" and (open.main or not attr.vip)')

    parts = condition.explain({"interaction.waited": 35_000, "open.main": False})

    assert parts == (
        Part('interaction.waited > "20s"', True, ('interaction.waited is "35s"',)),
        Part("open.main", False, ("open.main is False",)),
        Part("attr.vip", None, ("attr.vip is unknown",)),
    )


@pytest.mark.parametrize(
    ("text", "value", "line"),
    [
        ("True", None, "True: yes"),
        ("queue.waiting in [1, 2]", 3, "queue.waiting in [1, 2]: no (queue.waiting is 3)"),
        ("queue.waiting < 2", "3", "queue.waiting < 2: unknown (queue.waiting is unknown)"),
        (
            '"gold" in customer.tags',
            frozenset({"gold", "new", "a"}),
            '"gold" in customer.tags: yes (customer.tags is {"a", "gold", "new"})',
        ),
        (
            'interaction.channel == "chat"',
            'e"mail',
            'interaction.channel == "chat": no (interaction.channel is "e"mail")',
        ),
        (
            'interaction.waited < "1s"',
            -5,
            'interaction.waited < "1s": yes (interaction.waited is -5 ms)',
        ),
    ],
)
def test_a_part_reads_as_a_line(text: str, value: object, line: str) -> None:
    condition = read(text)
    values = {field.name: value for field in condition.fields}

    (part,) = condition.explain(values)

    assert str(part) == line


def test_a_part_names_the_fields_it_asks_about_from_left_to_right() -> None:
    condition = read(
        "queue.waiting > queue.free or interaction.channel in customer.tags or 3 < attr.x"
    )

    asked = [[each.name for each in references(leaf)] for leaf in leaves(condition.root)]

    assert asked == [
        ["queue.waiting", "queue.free"],
        ["interaction.channel", "customer.tags"],
        ["attr.x"],
    ]
