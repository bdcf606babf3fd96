"""The text of a condition is read, or refused with the column and the nearest name."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConditionError
from ccsdk.model.condition.scanner import TEXT_MAX
from tests.unit.model.condition.play import read

REFUSED = {
    "": "column 1: expected a field or a value, not the end",
    "queue.waiting >": "column 16: expected a field or a value, not the end",
    "queue.waiting > 3 queue.free": "column 19: expected and, or, or the end, not queue.free",
    "(queue.waiting > 3": "column 19: expected ), not the end",
    "queue.waiting in [1, 2": "column 23: expected ], not the end",
    "queue.waiting in [1,]": "column 21: expected a field or a value, not ]",
    "queue.waiting in []": "column 19: expected a field or a value, not ]",
    "interaction.channel in [chat]": "column 25: a list holds values; quote a text",
    "1 < queue.waiting < 3": (
        "column 19: compare two things at a time, and join comparisons with and"
    ),
    "not": "column 4: expected a field or a value, not the end",
    "and queue.waiting > 3": "column 1: expected a field or a value, not and",
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_a_mistake_is_named_with_its_column(text: str, expected: str) -> None:
    with pytest.raises(ConditionError) as caught:
        read(text)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("open.main", "open.main"),
        ("True", "True"),
        ("(open.main)", "open.main"),
        ("queue.waiting>=3", "queue.waiting >= 3"),
        ("3 < queue.waiting", "3 < queue.waiting"),
        ("queue.waiting not in[1,2]", "queue.waiting not in [1, 2]"),
        ("interaction.waited > '60 s'", 'interaction.waited > "1min"'),
        ("'gold' in customer.tags", '"gold" in customer.tags'),
        ("'gold' not in customer.tags", '"gold" not in customer.tags'),
        ("not (open.a and open.b)", "not (open.a and open.b)"),
        ("not open.a and open.b", "not open.a and open.b"),
        ("not not open.a", "not not open.a"),
        ("open.a or open.b and open.c", "open.a or open.b and open.c"),
        ("(open.a or open.b) and open.c", "(open.a or open.b) and open.c"),
        ("open.a and (open.b and open.c)", "open.a and open.b and open.c"),
        ("open.a or (open.b or open.c)", "open.a or open.b or open.c"),
        ("open.24x7\n  or open.late-shift", "open.24x7 or open.late-shift"),
    ],
)
def test_a_condition_prints_itself_in_one_form(text: str, canonical: str) -> None:
    condition = read(text)

    assert str(condition) == canonical
    assert read(canonical) == condition


def test_what_only_fits_without_its_spaces_is_refused() -> None:
    rest = "==1 or 2<attr.b"
    name = "attr." + "x" * (TEXT_MAX - len(rest) - len("attr."))

    assert len(name + rest) == TEXT_MAX
    with pytest.raises(ConditionError, match="printed with its spaces"):
        read(name + rest)
