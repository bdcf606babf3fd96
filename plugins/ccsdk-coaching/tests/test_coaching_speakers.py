"""Who speaks: quotations with and without marks, and what each speaker silences."""

from __future__ import annotations

import pytest

from ccsdk_coaching.linter import Linter
from ccsdk_coaching.reading.document import Document

LINTER = Linter()


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('The visitor asked "why?" and left.', "customer"),
        ('"You must wait", said the caller.', "customer"),
        ('You said "I can\'t sell".', "agent"),
        ('Jo: "Group sales?"', "agent"),
        ("The guest\u2019s \u201cat last\u201d says it.", "customer"),
        ('In the hall stood "exit".', "unknown"),
    ],
)
def test_speaker_is_the_subject_of_the_reporting_verb(text: str, speaker: str) -> None:
    at = max(text.find('"'), text.find("\u201c"))

    assert Document(text).speaker_at(at + 1) == speaker


@pytest.mark.parametrize(
    "text",
    [
        'The caller shouted "you must help me" and you did.',
        "The caller said you must help her.",
        "The scouts grumble that you always seat them last; you drew lots.",
        '"Why didn\'t you ring?" she asked.',
    ],
)
def test_customers_words_raise_nothing(text: str) -> None:
    assert LINTER.lint(text) == []


@pytest.mark.parametrize(
    "text", ['You must say "thank you for waiting".', 'You should ask "what else?" each time.']
)
def test_phrase_quoted_inside_a_demand_leaves_the_demand(text: str) -> None:
    assert [each.code for each in LINTER.lint(text)] == ["CL102"]


def test_unclosed_quotation_is_none() -> None:
    assert [each.code for each in LINTER.lint('You must wave. He said "fine.')] == ["CL102"]


def test_apostrophe_opens_nothing() -> None:
    text = "Don\u2019t worry about the guests\u2019 coats. You must wave."

    assert [each.code for each in LINTER.lint(text)] == ["CL102"]
