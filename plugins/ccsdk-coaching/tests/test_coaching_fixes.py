"""Suggestions: the finding is gone, none is new, and the rest stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsdk_coaching.fixes import applied
from ccsdk_coaching.linter import Linter

LINTER = Linter()
VERBS = st.sampled_from(["name the gate", "wave at the door", "read the fee aloud", "log the call"])
STARTS = st.sampled_from(
    ["You must {}", "You should {}", "You need to {}", "you have to {}", "If I were you, I'd {}"]
)
CLEAN = st.sampled_from(
    ["", "It rained all week.", "\N{GRINNING FACE} The hall was full.\r\n", "\u6d4b\u8bd5\u3002"]
)


@given(CLEAN, STARTS, VERBS, CLEAN)
def test_accepted_suggestion_clears_its_finding_and_nothing_else(
    before: str, start: str, verb: str, after: str
) -> None:
    text = f"{before}\n\n{start.format(verb)}.\n\n{after}"
    found = LINTER.lint(text)
    fixable = [each for each in found if each.suggestions]
    assert len(fixable) == 1

    suggestion = fixable[0].suggestions[0]
    fixed = applied(text, suggestion)

    left = [(each.code, each.message) for each in found if each is not fixable[0]]
    assert [(each.code, each.message) for each in LINTER.lint(fixed)] == left
    assert fixed.startswith(text[: suggestion.start])
    assert fixed.endswith(text[suggestion.end :])
    assert fixed[suggestion.start].isupper() == text[suggestion.start].isupper()


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("You must name the gate.", "It would be great if you could name the gate."),
        ("If I were you, I'd wave.", "You could wave."),
        ("Why don't you wave?", "What would help you to wave?"),
        ("Your recap was clear, but the fee was missing.", None),
    ],
)
def test_suggestion_reads_as_written(text: str, fixed: str | None) -> None:
    found = [each for each in LINTER.lint(text) if each.suggestions]

    expected = fixed or "Your recap was clear, and the fee was missing."
    assert applied(text, found[0].suggestions[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You must not run.",
        "You should have waved.",
        "Must remember the badge.",
        "Ms Hall's answer came late. If I were her, I would keep the table open.",
    ],
)
def test_nothing_is_suggested_where_the_verb_would_not_keep_its_form(text: str) -> None:
    assert [each.suggestions for each in LINTER.lint(text)] == [()]


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    found = LINTER.lint(text)

    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert LINTER.strikes == []
