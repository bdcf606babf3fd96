"""Words get their types from the fields they stand beside, or are refused at their column."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConditionError
from ccsdk.model.condition.field import Field, Type
from tests.unit.model.condition.play import read

REFUSED = {
    # Units are never guessed.
    "interaction.waited > 20": (
        'column 22: interaction.waited wants a number with its unit such as "20s" or "10 min",'
        " not 20"
    ),
    "interaction.waited > 20s": (
        'column 22: interaction.waited wants a number with its unit such as "20s" or "10 min",'
        " not 20s"
    ),
    'interaction.waited > "20 sec"': (
        'column 22: interaction.waited wants a number with its unit such as "20s" or "10 min",'
        ' not "20 sec"'
    ),
    'interaction.waited > "367d"': (
        'column 22: interaction.waited wants a number with its unit such as "20s" or "10 min",'
        ' not "367d"'
    ),
    'queue.waiting > "20s"': (
        'column 17: queue.waiting wants a whole number such as 20, at most 15 digits, not "20s"'
    ),
    "queue.waiting > 007": (
        "column 17: queue.waiting wants a whole number such as 20, at most 15 digits, not 007"
    ),
    "queue.waiting > 1.5": (
        "column 17: queue.waiting wants a whole number such as 20, at most 15 digits, not 1.5"
    ),
    "queue.waiting > 1000000000000000": (
        "column 17: queue.waiting wants a whole number such as 20, at most 15 digits,"
        " not 1000000000000000"
    ),
    "interaction.language == 3": (
        'column 25: interaction.language wants a text in quotes such as "gold", not 3'
    ),
    "interaction.is_verified == 1": (
        "column 28: interaction.is_verified wants True or False, not 1"
    ),
    "queue.waiting > interaction.waited": (
        "column 17: interaction.waited is a duration, not a number"
    ),
    "interaction.channel == attr.age and attr.age == 3": (
        'column 49: attr.age wants a text in quotes such as "gold", not 3'
    ),
    # Only what has an order is ordered.
    'interaction.language < "de"': (
        "column 22: interaction.language is a text; numbers and durations have an order"
    ),
    "interaction.is_verified < True": (
        "column 25: interaction.is_verified is true or false; numbers and durations have an order"
    ),
    # Values of an enum and members of a closed set are known.
    'interaction.channel == "chst"': (
        'column 24: "chst" is none of chat, email, voice; did you mean chat?'
    ),
    '"glod" in customer.plans': 'column 1: "glod" is none of basic, gold; did you mean gold?',
    'interaction.channel in ["chat", "fax"]': 'column 33: "fax" is none of chat, email, voice',
    # Sets are asked for members.
    'customer.tags == "gold"': 'column 1: customer.tags is a set; write "x" in customer.tags',
    'customer.tags in ["gold"]': 'column 1: customer.tags is a set; write "x" in customer.tags',
    "attr.x == customer.tags": 'column 1: customer.tags is a set; write "x" in customer.tags',
    '"gold" in interaction.language': "column 11: interaction.language is a text, not a set",
    '"gold" in "golden"': "column 11: expected a set, or a list such as [1, 2]",
    "3 in customer.tags": ('column 1: customer.tags wants a text in quotes such as "gold", not 3'),
    "customer.tags": "column 1: customer.tags is a set, not true or false",
    # Something is asked about a field.
    "queue.waiting": "column 1: queue.waiting is a number, not true or false",
    "3": "column 1: a value alone says nothing; compare it",
    '"gold"': "column 1: a value alone says nothing; compare it",
    "3 < 4": "column 1: two values are compared; one of them is to be a field",
    "3 in [3]": "column 1: values are compared with values; begin with a field",
    # Every field is declared.
    "queue.wayting > 3": ("column 1: there is no field queue.wayting; did you mean queue.waiting?"),
    "open.a and xyz": "column 12: there is no field xyz",
    "true": "column 1: there is no field true; did you mean True?",
    # What is declared by use has one type throughout.
    "attr.x < attr.y": ("column 1: nothing says of which type attr.x is; compare it with a value"),
    "attr.x and attr.x > 3": (
        "column 19: attr.x is true or false; numbers and durations have an order"
    ),
    "attr.x > 3 and attr.x": "column 16: attr.x is a number, not true or false",
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_what_does_not_fit_is_named_with_its_column(text: str, expected: str) -> None:
    with pytest.raises(ConditionError) as caught:
        read(text)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("attr.x", Type.BOOL),
        ("attr.x == False", Type.BOOL),
        ("attr.x in [3]", Type.INT),
        ("3 < attr.x", Type.INT),
        ('attr.x == "20s"', Type.TEXT),
        ('attr.x < "20s"', Type.DURATION),
        ('"gold" in attr.x', Type.SET),
        ("attr.x in customer.tags", Type.TEXT),
        ("attr.x == interaction.channel", Type.TEXT),
        ("queue.free < attr.x", Type.INT),
        ("attr.x > interaction.waited", Type.DURATION),
    ],
)
def test_a_field_declared_by_use_has_the_type_of_what_stands_beside_it(
    text: str, type_: Type
) -> None:
    fields = {field.name: field.type for field in read(text).fields}

    assert fields["attr.x"] is type_


@pytest.mark.parametrize(
    "text",
    [
        "interaction.is_verified == True",
        "interaction.waited >= queue.estimated_wait",
        "interaction.language != interaction.channel",
        "interaction.channel in customer.tags",
        'interaction.waited in ["20s", "1 h"]',
        "queue.waiting == -0",
    ],
)
def test_what_fits_is_read(text: str) -> None:
    assert read(text).fields


@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_alone_is_a_condition_that_asks_about_nothing(truth: bool) -> None:
    condition = read(str(truth))

    assert condition.evaluate({}) is truth
    assert condition.fields == ()


def test_the_fields_that_were_asked_for_are_listed_once_by_name() -> None:
    condition = read("queue.waiting > 3 and attr.vip and (open.b or open.a) and attr.vip == True")

    assert condition.fields == (
        Field("attr.vip", Type.BOOL),
        Field("open.a", Type.BOOL),
        Field("open.b", Type.BOOL),
        Field("queue.waiting", Type.INT, at_least=0),
    )
