"""A note is read by its words, however these are shown; findings stand where it was written."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ccsdk_coaching.evaluation import corpus_files, read_notes
from ccsdk_coaching.fixes import applied
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.reading.readable import Readable

LINTER = Linter()
STEADY = settings(deadline=None, derandomize=True, max_examples=300)


def found(text: str) -> list[tuple[str, str]]:
    return [(each.code, text[each.start : each.end]) for each in LINTER.lint(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You _must_ smile.", [("CL102", "must")]),
        ("You __must__ smile.", [("CL102", "must")]),
        ("You ***must*** smile.", [("CL102", "must")]),
        ("_You must smile._", [("CL102", "must")]),
        ("**Great** job!", [("CL105", "**Great** job")]),
        ("Great _job_!", [("CL105", "Great _job_")]),
        ("__Great job!__", [("CL105", "Great job")]),
        ("You *always* forget the tag.", [("CL108", "You *always*")]),
        ("你**必须**报价。", [("CL102", "必须")]),
        ("Great  job!", [("CL105", "Great  job")]),
        ("Great\u00a0job!", [("CL105", "Great\u00a0job")]),
        ("Great\tjob!", [("CL105", "Great\tjob")]),
        ("You mu\u00adst smile.", [("CL102", "mu\u00adst")]),
        ("Great \U0001f44d job!", [("CL105", "Great \U0001f44d job")]),
    ],
)
def test_what_shows_words_hides_none(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "* You smiled.\n* You waved.",
        "a * b",
        "____",
        "f***ing",
        "snake_case",
        "***",
        "2*3",
        "* * *",
    ],
)
def test_marks_that_emphasise_nothing_stay(text: str) -> None:
    assert Readable(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You **must** state it.", "It would be great if you could state it."),
        ("**You** must state it.", "It would be great if you could state it."),
        ("**You must** state it.", "**It would be great if you could** state it."),
        ("**You must state it.**", "**It would be great if you could state it.**"),
        ("_You **must** state it._", "_It would be great if you could state it._"),
        ("You waved, *but* you left.", "You waved, *and* you left."),
    ],
)
def test_an_accepted_suggestion_leaves_no_mark_without_its_pair(text: str, expected: str) -> None:
    [suggestion] = [each for found in LINTER.lint(text) for each in found.suggestions]

    assert applied(text, suggestion) == expected


def test_a_suggestion_that_would_cut_a_pair_is_none() -> None:
    [diagnostic] = LINTER.lint("You **must now state** it. And you wave.")

    assert diagnostic.code == "CL102"
    assert diagnostic.suggestions == ()


def test_a_wrapped_line_is_no_end_of_a_sentence() -> None:
    notes = [note["text"] for note in read_notes(corpus_files()) if note["text"].isascii()]
    texts = [text for text in notes if "\n" not in text and len(text) > 72]
    assert len(texts) > 1_000

    other = [text for text in texts if _places(textwrap.fill(text, 72)) != _places(text)]

    # A line may end where nobody can tell: before a name, or after "improve:".
    assert len(other) / len(texts) < 0.03


def _places(text: str) -> list[tuple[str, int, int]]:
    return [(each.code, each.start, each.end) for each in LINTER.lint(text)]


@STEADY
@given(
    st.text(alphabet=st.sampled_from("ab必 .\n\r\t*_\0\ufeff\u200b\u00ad\u2705\U0001f600\ud800"))
)
@example("\r\n\r\r\n")
@example("\ufeff\ufeff\0\ud800\udc00")
@example(" \n \n")
@example("a \u2705 b\r\n  c")
def test_each_character_that_is_read_was_written(text: str) -> None:
    readable = Readable(text)

    places = [readable.place(at, at + 1) for at in range(len(readable.text))]
    starts = [start for start, _ in places]
    assert starts == sorted(set(starts))
    assert all(0 <= start < end <= len(text) for start, end in places)
    for sign, (start, _) in zip(readable.text, places, strict=True):
        assert sign == text[start] or (sign in " \n" and not text[start].isalnum())
    assert Readable(readable.text).text == readable.text or "*" in text or "_" in text


@STEADY
@given(st.text(max_size=300))
@example("\U0001f600" * 50)
def test_no_letter_is_lost(text: str) -> None:
    read = Readable(text).text

    assert [each for each in read if each.isalnum()] == [each for each in text if each.isalnum()]
    assert "\r" not in read


@pytest.mark.parametrize("mark", ["*", "_", "**", "__", "***"])
def test_emphasis_changes_no_finding(mark: str) -> None:
    notes = [note["text"] for note in read_notes(corpus_files())][::9]
    plain = [text for text in notes if not set("*_<") & set(text)]
    assert len(plain) > 900

    for text in plain:
        shown = _WORDS.sub(rf"{mark}\g<0>{mark}", text)
        assert _codes(shown) == _codes(text), shown


# In Chinese any two characters may be shown, here those before a mark.
_WORDS = re.compile(
    r"(?<![\w'\u2019-])[A-Za-z]{3,}(?![\w'\u2019-])|[\u4e00-\u9fff]{2}(?![\u4e00-\u9fff])"
)


def _codes(text: str) -> list[str]:
    return sorted(each.code for each in LINTER.lint(text))
