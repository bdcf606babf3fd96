"""The values to try are few, and one of each stretch that can be told apart."""

from __future__ import annotations

import pytest

from ccsdk.model.condition.domain import Domain, domain_of
from ccsdk.model.condition.node import leaves
from tests.unit.model.condition.play import read


def domain(*texts: str) -> Domain | None:
    """Return the domain of some conditions together."""
    conditions = [read(text) for text in texts]
    parts = [leaf for condition in conditions for leaf in leaves(condition.root)]
    return domain_of(parts, [field for each in conditions for field in each.fields])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("open.a", (False, True)),
        ("queue.waiting > 3", (0, 1, 2, 3, 4)),
        ("attr.x > 3", (-1, 0, 1, 2, 3, 4)),
        ('interaction.waited > "1s"', (0, 1, 999, 1000, 1001)),
        ('interaction.channel == "email"', ("email", "chat")),
        ('interaction.channel in ["chat", "email", "voice"]', ("chat", "email", "voice")),
        ('interaction.language == "de"', ("de", "\x000")),
        ('"a" in customer.tags', (frozenset(), frozenset({"a"}))),
    ],
)
def test_each_type_has_its_stretches(text: str, values: tuple[object, ...]) -> None:
    found = domain(text)

    assert found is not None
    assert list(found.values()) == [values]


def test_fields_compared_with_each_other_share_their_values() -> None:
    found = domain("queue.waiting < queue.free and queue.free < 9")

    assert found is not None
    assert found["queue.waiting"] == found["queue.free"] == (0, 1, 2, 7, 8, 9, 10, 11)


def test_a_text_compared_with_an_enum_may_be_any_of_its_values() -> None:
    found = domain("interaction.language == interaction.channel")

    assert found is not None
    assert found["interaction.channel"] == ("chat", "email", "voice")
    assert found["interaction.language"] == ("chat", "email", "voice", "\x000", "\x001")


def test_a_field_of_two_types_has_the_values_of_both() -> None:
    found = domain("attr.x == 1", 'attr.x == "a"')

    assert found is not None
    assert found["attr.x"] == (-1, 0, 1, 2, "a", "\x000")


@pytest.mark.parametrize(
    "text",
    [
        "interaction.channel in customer.tags",
        " or ".join(f'"{letter}" in customer.tags' for letter in "abcdefg"),
    ],
)
def test_too_many_values_are_none(text: str) -> None:
    assert domain(text) is None
