"""Formulas as data: sums of symbols, and the one division at the end.

A formula is a signed sum of symbols, such as `O - S`. What a fact contributes to each symbol
is an integer, so a formula of sums equals the sum of the formula over the facts: figures can
be kept per queue and half hour, and added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from attrs import field, frozen

__all__ = ["Formula", "Ratio", "Symbols"]

# How much a fact, or a sum of facts, contributes to each symbol.
Symbols = Mapping[str, int]

_FORMULA = re.compile(r"[A-Za-z_]+( [+-] [A-Za-z_]+)*")
_TERM = re.compile(r"(?:([+-]) )?([A-Za-z_]+)")


def _terms(text: str) -> dict[str, int]:
    if not _FORMULA.fullmatch(text):
        message = f"{text!r} is no sum of symbols such as 'A + B - S'"
        raise ValueError(message)
    terms: Counter[str] = Counter()
    for sign, symbol in _TERM.findall(text):
        terms[symbol] += -1 if sign == "-" else 1
    return {symbol: times for symbol, times in terms.items() if times}


@frozen
class Formula:
    """Hold a signed sum of symbols; what is added and taken away again does not count.

    Raises:
        ValueError: The text is no such sum.
    """

    text: str
    terms: Mapping[str, int] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "terms", _terms(self.text))

    def of(self, symbols: Symbols) -> int:
        """Return the sum; a symbol that is not there is 0."""
        return sum(times * symbols.get(symbol, 0) for symbol, times in self.terms.items())

    def __str__(self) -> str:
        return self.text


@frozen
class Ratio:
    """Hold the two sums of a measure; they are divided only to be shown.

    Rounding is half up, on integers: 0.05 becomes 0.1, whatever floats make of it.
    """

    numerator: int
    denominator: int

    def percent(self) -> float | None:
        """Return 100 times the ratio to one decimal; None means no data, not 0 %."""
        tenths = self._rounded(1_000)
        return None if tenths is None else tenths / 10

    def mean(self) -> int | None:
        """Return the ratio to the next integer, for instance milliseconds; None: no data."""
        return self._rounded(1)

    def _rounded(self, scale: int) -> int | None:
        if self.denominator == 0:
            return None
        return (2 * scale * self.numerator + self.denominator) // (2 * self.denominator)
