"""What is told of a word is told once, and a table of words is never longer than its limit."""

from __future__ import annotations

from ccsdk_coaching.lexicon.kept import WORDS_MAX, kept
from ccsdk_coaching.verdict import _ASKING, _may_ask


def test_word_is_asked_for_once() -> None:
    asked: list[str] = []

    @kept
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    assert [length("tone"), length("pace"), length("tone")] == [4, 4, 4]
    assert asked == ["tone", "pace"]


def test_table_that_is_full_begins_anew() -> None:
    asked: list[str] = []

    @kept
    def is_asked(word: str) -> bool:
        asked.append(word)
        return True

    for number in range(WORDS_MAX + 1):
        is_asked(str(number))
    asked.clear()

    assert is_asked(str(WORDS_MAX))
    assert asked == []
    assert is_asked("0")
    assert asked == ["0"]


def test_phrase_that_asks_for_something_holds_a_word_that_may() -> None:
    alone = [each for each in _ASKING if not any(map(_may_ask, f"x{each}x".split()))]

    assert alone == []
