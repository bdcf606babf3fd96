"""What holds for any text: places follow what is put before them, and fixes change one thing.

`CCSDK_NOTES_EVERY=1` takes every labelled note and example instead of each ninth.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsdk_coaching.evaluation import corpus_files, read_notes
from ccsdk_coaching.fixes import applied
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.rules import RULES

LINTER = Linter()
EVERY = int(os.environ.get("CCSDK_NOTES_EVERY", "9"))
STEADY = settings(deadline=None, derandomize=True, max_examples=100 * (9 // EVERY))

# What is put into a text, and for each of its offsets where that is then.
Moved = tuple[str, list[int]]
Move = Callable[[str], Moved]


@cache
def texts() -> tuple[str, ...]:
    examples = [each for rule in RULES for each in (*rule.bad, *rule.good)]
    plain = [each.replace("[", "").replace("]", "") for each in examples]
    notes = [note["text"] for note in read_notes(corpus_files())]
    return tuple(dict.fromkeys([*notes, *plain]))[::EVERY]


def around(before: str, after: str = "") -> Move:
    return lambda text: (
        f"{before}{text}{after}",
        [at + len(before) for at in range(len(text) + 1)],
    )


def line_ends(end: str) -> Move:
    def move(text: str) -> Moved:
        places = [0]
        for letter in text:
            places.append(places[-1] + (len(end) if letter == "\n" else 1))
        return text.replace("\n", end), places

    return move


MOVES: dict[str, Move] = {
    "byte-order mark": around("\ufeff"),
    "CR LF": line_ends("\r\n"),
    "CR": line_ends("\r"),
    "astral paragraph": around("\U0001f600\n\n", "\n\n\U0001f680"),
    "astral sign": around("\U0001f600 "),
    "tick with a variation": around("\u2705\ufe0f "),
    "direction of the text": around("\u200f"),
    "embedding": around("\u202b", "\u202c"),
    "isolate": around("\u2068", "\u2069"),
    "NUL": around("\0\n\n", "\0"),
    "lone surrogate": around("\ud800", "\udfff"),
    "surrogates the wrong way round": around("\udc00\ud800 "),
    "language tag": around("\U000e0001\U000e0065"),
}


def found(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.start, each.end) for each in LINTER.lint(text)]


@pytest.mark.parametrize("name", MOVES)
def test_what_has_no_words_moves_places_and_changes_no_finding(name: str) -> None:
    for text in texts():
        moved, places = MOVES[name](text)

        expected = [(code, places[start], places[end]) for code, start, end in found(text)]
        assert found(moved) == expected, text
    assert LINTER.strikes == []


@STEADY
@given(st.sampled_from(texts()), st.lists(st.sampled_from(sorted(MOVES)), min_size=2, max_size=5))
def test_moves_add_up(text: str, names: list[str]) -> None:
    # Line ends first: what is put around a text has line feeds of its own.
    names = sorted(names, key=lambda name: not name.startswith("CR"))
    # A byte-order mark anywhere but at the head is no mark, and says nothing either.
    moved, places = text, list(range(len(text) + 1))
    for name in names:
        moved, step = MOVES[name](moved)
        places = [step[place] for place in places]

    assert found(moved) == [(code, places[start], places[end]) for code, start, end in found(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You \u2068must\u2069 wave.", "must"),
        ("You \u202amust\u202c\u200b wave.", "must"),
        ("You need\0 to wave.", "need\0 to"),
        ("Z\u00fcrich notes: you must wave.", "must"),
        ("Zu\u0308rich notes: you must wave.", "must"),
        ("\U0001f44b\U0001f3fd\u200d You must \U0001f44b wave.", "must"),
        ("你\u200b必须\u200b挥手。你必须报价。", "必须"),
        (f"{'So the hall was full to the last row, ' * 2}and you must\r\nwave.", "must"),
        (f"{'So the hall was full to the last row, ' * 2}and you need\rto wave.", "need\rto"),
    ],
)
def test_words_with_unseen_letters_among_them_are_found_where_they_stand(
    text: str, words: str
) -> None:
    assert words in [
        text[each.start : each.end] for each in LINTER.lint(text) if each.code == "CL102"
    ]


@STEADY
@given(
    st.text(alphabet=st.sampled_from('You must wave, but 你必须挥手"“”「」.。\r\n\0\ufeff\u202e😀'))
)
def test_places_of_any_text_lie_in_it_in_order(text: str) -> None:
    places = [(each.start, each.code, each.end) for each in LINTER.lint(text)]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, _, end in places)
    assert LINTER.strikes == []


def test_no_rule_fails_on_what_is_half_written() -> None:
    examples = [each for rule in RULES for each in (*rule.bad, *rule.good)]
    linter = Linter()

    for text in dict.fromkeys(each.replace("[", "").replace("]", "") for each in examples):
        for word in re.finditer(r"[a-z']+|[^\sa-z']", text, re.IGNORECASE):
            for half in (text[: word.start()], text[word.start() :]):
                linter.lint(half)
                assert linter.strikes == [], half


# One Chinese sentence after the other takes two minutes, the rest twenty seconds at most.
FILLERS = ["a", '"', "\0", "\U0001f600", "\u4e00"] if EVERY == 1 else ["a"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("filler", FILLERS)
def test_a_line_of_ten_megabytes_is_read_to_its_end(filler: str) -> None:
    text = "You must wave. " + filler * 10_000_000 + ". You must smile."

    words = [
        (each.start, text[each.start : each.end])
        for each in LINTER.lint(text)
        if each.code == "CL102"
    ]

    assert words == [(4, "must"), (len(text) - 11, "must")]


# --- fixes -------------------------------------------------------------------------------------

VERBS = (
    "name the gate",
    "wave at the door",
    "read it back, word for word",
    'say "good evening" first',
    "be kinder",
    "tell her why it failed",
    "use the form (the blue one)",
)
ENGLISH = (
    "You must {}",
    "you should {}",
    "You need to {}",
    "You have to {}",
    "You ought to {}",
    "If I were you, I'd {}",
    "If I were you I would {}",
    "Why don't you {}?",
    "Your recap was clear, but you forgot to {}",
)
LEADS = ("", "", "Next time, ", "Jo, ", "- ", "1. ", "> ", "**", "\u2705 ")
ENDS = (".", "!", "...", "?!", ". \U0001f600")
CHINESE = ("你应该{}。", "你必须{}！", "您应该{}。", "妳必須{}。")
CHINESE_VERBS = ("先报楼层", "戴好胸牌", "把表填完", "問客人要什麼")

english = st.builds(
    lambda lead, start, verb, end: lead + start.format(verb) + end,
    *map(st.sampled_from, (LEADS, ENGLISH, VERBS, ENDS)),
)
chinese = st.builds(str.format, st.sampled_from(CHINESE), st.sampled_from(CHINESE_VERBS))
notes = st.builds(
    lambda parts, between: between.join(parts),
    st.one_of(st.lists(english, min_size=1, max_size=4), st.lists(chinese, min_size=1, max_size=4)),
    st.sampled_from((" ", "\n", "\n\n", "\r\n")),
)


def require_fixes(text: str) -> int:
    """Accept each suggestion for a text; return how many there are."""
    said = LINTER.lint(text)
    count = 0
    for one in said:
        for suggestion in one.suggestions:
            count += 1
            fixed = applied(text, suggestion)
            start, end = suggestion.start, suggestion.end
            stop = start + len(suggestion.text)

            assert fixed[:start] == text[:start]
            assert fixed[stop:] == text[end:]
            assert suggestion.text[:1].isupper() == text[start].isupper(), text
            assert suggestion.text[-1:] == text[end - 1] or text[end - 1].isalpha(), text
            left = Counter(
                (each.code, place_of(each.start, start, end, stop)) for each in said if each != one
            )
            now = Counter(
                (each.code, place_of(each.start, start, stop, stop)) for each in LINTER.lint(fixed)
            )
            assert now <= left, (text, suggestion.text, now - left)
    return count


def place_of(at: int, start: int, end: int, stop: int) -> int:
    """Return where a place is once the text from `start` to `end` ends at `stop`."""
    return at + stop - end if at >= end else min(at, start)


def test_an_accepted_suggestion_clears_its_finding_in_every_labelled_note() -> None:
    assert sum(map(require_fixes, texts())) >= 5


@STEADY
@given(notes)
def test_an_accepted_suggestion_clears_its_finding_in_any_note(text: str) -> None:
    require_fixes(text)
