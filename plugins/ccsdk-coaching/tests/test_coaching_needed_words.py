"""What is looked for only beside certain words never stands without one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccsdk_coaching.model import marked
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.rules import RULES, belief, praise

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


def test_known_praise_holds_a_needed_word(sentences: list[Sentence]) -> None:
    found = [each for each in sentences if praise._PRAISE.search(each.low)]

    assert len(found) > 100
    assert [each.low for each in found if praise._NEEDED.isdisjoint(each.vocabulary)] == []


def test_fixed_belief_holds_a_needed_word(sentences: list[Sentence]) -> None:
    found = [each for each in sentences if belief._FIXED.search(each.low)]
    alone = [each for each in found if belief._NEEDED.isdisjoint(each.vocabulary)]

    assert len(found) > 50
    assert [each.low for each in alone if not _is_denied(each.low)] == []


def test_inability_holds_a_denial(sentences: list[Sentence]) -> None:
    found = [each.low for each in sentences if belief._CANNOT.search(each.low)]

    assert len(found) > 50
    assert [low for low in found if not _is_denied(low)] == []


def _is_denied(low: str) -> bool:
    return any(each in low for each in belief._DENIALS)
