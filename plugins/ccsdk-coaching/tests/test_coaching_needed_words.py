"""What is looked for only beside certain words never stands without one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccsdk_coaching import authority
from ccsdk_coaching.lexicon.en import AUTHORITIES
from ccsdk_coaching.model import marked
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules import RULES, modal, why

CORPUS = Path(__file__).parent / "corpus" / "en.jsonl"


def _texts() -> list[str]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rules = [rule for rule in RULES if "en" in rule.languages]
    examples = [example for rule in rules for example in rule.good]
    examples += [marked(example)[0] for rule in rules for example in rule.bad]
    return [*(json.loads(line)["text"] for line in lines), *examples]


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return [each for text in _texts() for each in Document(text).sentences]


def test_question_of_a_failing_holds_both_needed_words(sentences: list[Sentence]) -> None:
    found = [each for each in sentences if why._FORMS.search(each.low)]

    assert len(found) > 50
    for needed in (why._FAILING, why._ASKED_OF):
        assert [each.low for each in found if needed.isdisjoint(each.vocabulary)] == []


def test_modal_holds_a_needed_word_or_pair(sentences: list[Sentence]) -> None:
    found = [each for each in sentences if any(modal._modals(each.tokens.words))]
    alone = [each for each in found if modal._ALONE.isdisjoint(each.vocabulary)]

    assert len(alone) > 50
    assert [each.low for each in alone if not modal._PAIRS.search(each.low)] == []


def test_source_of_a_duty_holds_a_needed_word(sentences: list[Sentence]) -> None:
    named = [each for each in sentences if not AUTHORITIES.isdisjoint(each.tokens.words)]

    assert len(named) > 50
    assert [each.low for each in named if authority._RAREST.isdisjoint(each.vocabulary)] == []
