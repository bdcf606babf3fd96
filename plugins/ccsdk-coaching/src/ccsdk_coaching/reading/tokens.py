"""Words and marks of an English sentence, as three lists that share an index.

Contractions are two words ("do" "n't", "you" "'d"); a word with hyphens is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

__all__ = ["Tokens"]

# One group around all of it, so that `split` returns gap, token, gap, token ... in one call. `re`
# skips to its first sign, and what that was says how the token goes on. Most words have neither
# "-" nor "'" behind them; one gives its "n" back to a "'t" behind it.
_TOKEN = (
    r"(\S(?:(?<={letter})(?:{letter}*+(?![-'])|{letter}*(?!(?<=n)'t\b)(?:-{letter}+)*|(?<=n)'t\b)"
    r"|(?<=')(?:s|d|ll|re|ve|m)\b|(?<=\d)\d*(?:[.,:/]\d+)*%?|))"
)
_ANY = re.compile(_TOKEN.format(letter=r"[^\W\d_]"))
_ASCII = re.compile(_TOKEN.format(letter="[a-z]"))


class Tokens:
    """Hold the words in small letters, and where each begins and ends in the text.

    Args:
        source: The text.
        low: A sentence of it in small letters.
        start: Where that begins.

    `openings` is for what `clause.opening_of` finds, by where a clause begins.
    """

    __slots__ = ("ends", "openings", "source", "starts", "words")

    def __init__(self, source: str, low: str, start: int) -> None:
        self.source = source
        # Gap, token, gap, token ... gap.
        parts = (_ASCII if low.isascii() else _ANY).split(low)
        self.words = parts[1::2]
        borders = list(accumulate(map(len, parts), initial=start))
        self.starts = borders[1:-1:2]
        self.ends = borders[2::2]
        self.openings: dict[int, object] = {}

    def __len__(self) -> int:
        return len(self.words)

    def is_capital(self, index: int) -> bool:
        """Return whether a word begins with a capital letter."""
        return self.source[self.starts[index]].isupper()

    def at(self, offset: int) -> int:
        """Return the index of the first word that ends behind an offset."""
        return bisect_right(self.ends, offset)
