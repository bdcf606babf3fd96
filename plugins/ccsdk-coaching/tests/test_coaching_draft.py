"""A draft finds in each version of a text what the linter finds in it, and reads little anew."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.linter import STRIKES_MAX, Linter
from ccsdk_coaching.model import SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.relint import is_local, search
from ccsdk_coaching.rules import RULES

CORPUS = Path(__file__).parent / "corpus"
NOTES = [
    json.loads(line)["text"]
    for lang in ("en", "zh-Hans", "zh-Hant")
    for line in (CORPUS / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()[::7]
]
GAPS = ("\n\n", "\n", " ", "\r\n\r\n", "\n\n- ", "\n \n\n", "\r", "")
SIGNS = (
    *GAPS,
    *'"“”「」‘’.?!。，：:-#*…',
    "<!-- coach-lint: ignore[CL102] drill -->\n",
    "<!-- coach-lint: ignore-file[CL104] drill -->",
    "<!--",
    "-->",
    "Begin:\n",
    "Continue: the smile.\n",
    "1. ",
    "Jo, you ",
    "She must ",
    "The caller said ",
    "但是",
    "你",
    "\N{ZERO WIDTH NO-BREAK SPACE}",
    "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
    "\N{LINE SEPARATOR}",
)
LINTER = Linter()

texts = st.lists(st.tuples(st.sampled_from(NOTES), st.sampled_from(GAPS)), max_size=6).map(
    lambda parts: "".join(note + gap for note, gap in parts)
)
# Where, how much is taken away, and what is put there.
edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from((0, 0, 0, 1, 2, 40)),
        st.sampled_from(SIGNS) | st.sampled_from(NOTES) | st.text(max_size=3),
    ),
    max_size=5,
)


def versions(text: str, changes: list[tuple[float, int, str]]) -> list[str]:
    """Return a text, and what it is after each edit."""
    found = [text]
    for share, size, put in changes:
        at = int(share * len(text))
        text = text[:at] + put + text[at + size :]
        found.append(text)
    return found


@settings(max_examples=60, deadline=None)
@given(text=texts, changes=edits)
def test_draft_finds_what_the_linter_finds(
    text: str, changes: list[tuple[float, int, str]]
) -> None:
    draft = LINTER.draft()

    for each in versions(text, changes):
        assert draft.examine(each) == LINTER.examine(each)


def long_note(paragraphs: int) -> list[str]:
    return random.Random(6).choices(NOTES, k=paragraphs)


class Counting(SentenceRule):
    """Count the sentences that it is asked about."""

    code = "XX102"
    name = "counting"
    is_local = True
    languages = ("en", "zh")
    bad = ("[Loud].",)
    good = ("Quiet.",)

    def __init__(self) -> None:
        self.asked: list[str] = []

    def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
        self.asked.append(sentence.text)
        yield self.finding(sentence.start, sentence.end)


def test_only_what_is_near_an_edit_is_read_again() -> None:
    parts = [f"This is paragraph {number}. It has two sentences." for number in range(200)]
    rule = Counting()
    draft = Linter(rules=(rule,)).draft()
    draft.lint("\n\n".join(parts))
    rule.asked.clear()

    parts[100] = "This is another. It has two sentences."
    found = draft.lint("\n\n".join(parts))

    assert len(found) == 400
    assert "This is another." in rule.asked
    assert len(rule.asked) <= 40


def test_settings_that_change_are_heard() -> None:
    linter = Linter()
    draft = linter.draft()
    before = [each.code for each in draft.lint("The Harbour Board wants it: you must stay.")]

    linter.config = CoachingConfig(authorities=("Harbour Board",))

    assert before == ["CL102"]
    assert draft.lint("The Harbour Board wants it: you must stay.") == []


def test_rule_that_fails_in_one_paragraph_gives_nothing_in_any() -> None:
    class Failing(Counting):
        def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
            if "fail" in sentence.low:
                raise RuntimeError("no idea")
            yield from super().check_sentence(document, sentence, config)

    linter = Linter(rules=(Failing(),))
    draft = linter.draft()

    assert len(draft.lint("One.\n\nTwo.\n\nThree.\n\nFour.")) == 4
    assert draft.lint("One.\n\nTwo.\n\nThree.\n\nFour fail.") == []
    assert len(draft.lint("One.\n\nTwo.\n\nThree.\n\nFour fai.")) == 4
    for _ in range(STRIKES_MAX):
        draft.lint("One.\n\nfail.")
    assert len(linter.strikes) == STRIKES_MAX
    assert draft.lint("One.\n\nTwo.") == []


class Watched(Document):
    """Note how many sentences away a rule looks."""

    looked: set[int] = set()

    def neighbour(self, sentence, step):  # type: ignore[no-untyped-def]
        self.looked.add(step)
        return super().neighbour(sentence, step)


@pytest.mark.parametrize("rule", [each for each in RULES if is_local(each)], ids=lambda r: r.name)
def test_local_rule_looks_no_further_than_it_says(rule: SentenceRule) -> None:
    linter = Linter(rules=(rule,))
    document = Watched("\n\n".join(NOTES), linter.config)
    Watched.looked.clear()

    search(document, linter.trials(document), linter.prefilter)

    assert Watched.looked <= {-1, 0, 1}


def test_whole_text_rules_are_not_local() -> None:
    assert {each.code for each in RULES if not is_local(each)} == {
        "CL201",
        *(f"CL20{number}" for number in range(2, 8)),
    }
