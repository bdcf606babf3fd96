"""More text costs more time in proportion, whatever it is made of: no place is quadratic.

Processor time, in one of some rounds; eight times the text may cost twenty times as much,
where a quadratic place would take sixty-four. `python -m benchmarks coaching` measures closely,
and every trigger of every rule.
"""

from __future__ import annotations

from time import process_time

import pytest

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.relint import Draft

SMALL = 2_500
FACTOR = 8
GROWTH_MAX = 20.0
ROUNDS = 4
UNITS = (
    *('"', "\u201c", "\u300c", "'", "(", "[", ".", "!", "\u2026", ". ", '."', "a", "-", "a-"),
    *("\n", "\r\n", " ", "\n ", "\t", "\n- ", "#", "\nBegin", "begin: a", "1. ", "a:", "\u2014"),
    *("<!--", "<!-- ", "-->", "<!-- coach-lint: ignore[CL102] x -->"),
    *("<!-- coach-lint: ignore[CL102] x -->\nYou must go.\n\n", "<!-- coach-lint: ignore[ "),
    *("but ", "must ", "you always ", "well done ", "why ", "can't ", "She said ", '"but '),
    *("\u4f60", "\u5f97", "\u4f46", "\u4f60\u7684", "\u201c\u4f60", "\uff0c", "\u5c0f\u7ed3\uff1a"),
    *("\u4f60 must ", "\U0001f600", "\0", "\N{ZERO WIDTH SPACE}", "a" * 70 + "\n"),
)


def seconds(linter: Linter | Draft, text: str) -> float:
    start = process_time()
    linter.lint(text)
    return process_time() - start


def is_in_proportion(linter: Linter | Draft, small: str) -> bool:
    """Return whether more text costs no more than its share, in one round at least."""
    return any(
        seconds(linter, small * FACTOR) <= GROWTH_MAX * max(seconds(linter, small), 1e-3)
        for _ in range(ROUNDS)
    )


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_more_of_the_same_costs_in_proportion(unit: str) -> None:
    linter = Linter()
    small = unit * max(SMALL // len(unit), 1)

    assert is_in_proportion(linter, small)


def test_draft_of_more_paragraphs_costs_in_proportion() -> None:
    draft = Linter().draft()
    small = "You must wave, she said. It rained.\n\n" * 100

    assert is_in_proportion(draft, small)
