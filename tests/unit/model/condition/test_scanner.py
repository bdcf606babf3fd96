"""A text is cut into words with their columns, within bounds."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConditionError
from ccsdk.model.condition.scanner import TEXT_MAX, WORDS_MAX, Kind, Word, scan

INSIDE = ", or has a backslash or line break inside"


def test_words_have_kinds_and_columns() -> None:
    words = scan("not open.24x7 or\n a_1.b-c >= -20")

    assert words == [
        Word(Kind.KEYWORD, "not", 1),
        Word(Kind.NAME, "open.24x7", 5),
        Word(Kind.KEYWORD, "or", 15),
        Word(Kind.NAME, "a_1.b-c", 19),
        Word(Kind.OPERATOR, ">=", 27),
        Word(Kind.NUMBER, "-20", 30),
        Word(Kind.END, "", 33),
    ]


def test_a_text_keeps_its_quotes_and_may_hold_the_other_kind() -> None:
    words = scan("""['Lena "L"', "it's"]""")

    assert [str(word) for word in words] == ["[", "'Lena \"L\"'", ",", '"it\'s"', "]", "the end"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", "column 3: = means nothing here; did you mean ==?"),
        ("a & b", "column 3: & means nothing here; did you mean and?"),
        ("a | b", "column 3: | means nothing here; did you mean or?"),
        ("!a", "column 1: ! means nothing here; did you mean not?"),
        ("a + b", "column 3: + means nothing here"),
        ("a.b(c.)", "column 6: . means nothing here"),
        ("a\x00", "column 2: \\x00 means nothing here"),
        ("a > \u0663", "column 5: \\u0663 means nothing here"),
        (
            "a == 'b",
            f"column 6: this text has no closing '{INSIDE}",
        ),
        (
            'a == "\\n"',
            f'column 6: this text has no closing "{INSIDE}',
        ),
        (
            'a == "\u202egold"',
            f'column 6: this text has no closing "{INSIDE}',
        ),
    ],
)
def test_what_is_no_word_is_named(text: str, expected: str) -> None:
    with pytest.raises(ConditionError) as caught:
        scan(text)

    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("fits", "unit", "column", "problem"),
    [
        ("a" * TEXT_MAX, "a", TEXT_MAX + 1, "at most 512 characters"),
        ("a " * WORDS_MAX, "b", 2 * WORDS_MAX + 1, "at most 32 names, values and operators"),
        ("(" * WORDS_MAX, "(", WORDS_MAX + 1, "at most 32 brackets"),
    ],
)
def test_bounds_are_kept_and_the_first_beyond_is_named(
    fits: str, unit: str, column: int, problem: str
) -> None:
    assert scan(fits)

    with pytest.raises(ConditionError, match=problem) as caught:
        scan(fits + unit)

    assert caught.value.column == column
