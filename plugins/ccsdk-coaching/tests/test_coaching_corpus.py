"""The labelled notes are what their markup says, varied, and half of them clean."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ccsdk_coaching.evaluation import LANGUAGES, RULES, is_aside, read_notes
from ccsdk_coaching.lexicon.han import fold

CORPUS = Path(__file__).parent / "corpus"
TWIN_RATIO = 0.75
NOTES_MIN = {"en": 300, "zh-Hans": 120, "zh-Hant": 120}
ASIDE_MIN = {"en": 540, "zh-Hans": 260, "zh-Hant": 240}
POSITIVES_MIN = {"en": 20, "zh-Hans": 8, "zh-Hant": 8}


def notes(lang: str) -> list[dict[str, Any]]:
    return read_notes([CORPUS / f"{lang}.jsonl"])


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_build", CORPUS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notes_are_written_from_the_markup(lang: str, build: ModuleType) -> None:
    written = (CORPUS / f"{lang}.jsonl").read_text(encoding="utf-8")

    assert build.rendered(lang) == written


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_label_is_at_its_offsets(lang: str) -> None:
    for note in notes(lang):
        for label in note["expected"]:
            assert note["text"][label["start"] : label["end"]] == label["span"]
            assert label["rule"] in RULES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_half_of_the_notes_are_clean_and_no_text_is_twice(lang: str) -> None:
    every = notes(lang)
    clean = [note for note in every if not note["expected"]]

    assert len(every) >= NOTES_MIN[lang]
    assert 0.45 <= len(clean) / len(every) <= 0.6
    assert len({note["text"] for note in every}) == len(every)
    assert all(note["note"].startswith("clean") for note in clean)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_positives_in_both_parts(lang: str) -> None:
    every = Counter(label["rule"] for note in notes(lang) for label in note["expected"])
    aside = Counter(
        label["rule"] for note in notes(lang) if is_aside(note["id"]) for label in note["expected"]
    )

    assert all(every[rule] >= POSITIVES_MIN[lang] for rule in RULES), every
    assert all(0 < aside[rule] < every[rule] for rule in RULES), aside


def test_a_bracket_without_a_rule_is_refused(build: ModuleType) -> None:
    with pytest.raises(ValueError, match="a bracket is left"):
        build.note("en-001", "en", "You [must] stay.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_enough_is_set_aside(lang: str) -> None:
    aside = [note for note in notes(lang) if is_aside(note["id"])]

    assert len(aside) >= ASIDE_MIN[lang]
    assert 0.45 <= sum(not note["expected"] for note in aside) / len(aside) <= 0.6


def test_sample_line_is_json_with_offsets(build: ModuleType) -> None:
    line = json.loads(json.dumps(build.note("en-009", "en", "You [M:must] stay.\\nNow. ;; why")))

    assert line["text"] == "You must stay.\nNow."
    assert line["expected"] == [
        {"rule": "authoritarian-modal", "span": "must", "start": 4, "end": 8}
    ]
    assert line["note"] == "why"


@pytest.mark.parametrize("langs", [("en",), ("zh-Hans", "zh-Hant")])
def test_no_note_set_aside_has_a_twin_that_rules_are_tuned_on(langs: tuple[str, ...]) -> None:
    every = [(note["id"], fold(note["text"])) for lang in langs for note in notes(lang)]
    tune = [text for identity, text in every if not is_aside(identity)]

    twins = [
        (identity, text, other)
        for identity, text in every
        if is_aside(identity)
        for other in alike(text, tune)
    ]

    assert twins == []


def alike(text: str, others: list[str]) -> Iterator[str]:
    """Yield those of which most is the same, in the same order; cheap bounds first.

    Twins share parts: a quarter of the shorter one's, at the least.
    """
    matcher = SequenceMatcher(None, "", text, autojunk=False)
    own = parts(text)
    for other in others:
        if 2 * min(len(text), len(other)) < TWIN_RATIO * (len(text) + len(other)):
            continue
        theirs = parts(other)
        if 4 * len(own & theirs) < min(len(own), len(theirs)):
            continue
        matcher.set_seq1(other)
        if matcher.quick_ratio() >= TWIN_RATIO and matcher.ratio() >= TWIN_RATIO:
            yield other


@cache
def parts(text: str) -> frozenset[str]:
    """Give the words of a text; of Chinese, the characters."""
    return frozenset(text.split() if text.isascii() else text)
