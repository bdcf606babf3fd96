"""Every Chinese rule on its own examples, in both scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.evaluation import read_notes
from ccsdk_coaching.lexicon.han import fold
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import marked
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.rules.zh import RULES_ZH

BAD = [(rule.code, example) for rule in RULES_ZH for example in rule.bad]
GOOD = [(rule.code, example) for rule in RULES_ZH for example in rule.good]
LINTER = Linter(rules=RULES_ZH)

CORPUS = Path(__file__).parent / "corpus"
NOTES = [
    line.replace("\\n", "\n")
    for line in (Path(__file__).parent / "chinese_notes.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
PLAIN_CODES = ("CL101", "CL102", "CL103", "CL104", "CL105", "CL106", "CL107", "CL108", "CL201")


def read_note(line: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, expected = "", []
    for part in re.split(r"(\[[^\]]*\|\d\])", line):
        mark = re.fullmatch(r"\[([^\]]*)\|(\d)\]", part)
        if mark:
            code = PLAIN_CODES[int(mark[2]) - 1]
            expected.append((code, len(text), len(text) + len(mark[1])))
        text += mark[1] if mark else part
    return text, expected


def found(code: str, text: str) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in LINTER.lint(text) if each.code == code]


@pytest.mark.parametrize(("code", "example"), BAD)
def test_a_bad_example_is_found_at_its_span(code: str, example: str) -> None:
    text, spans = marked(example)

    assert found(code, text) == spans


@pytest.mark.parametrize(("code", "example"), GOOD)
def test_a_good_example_is_clean(code: str, example: str) -> None:
    assert found(code, example) == []


@pytest.mark.parametrize(("code", "example"), [*BAD, *GOOD])
def test_both_scripts_read_the_same_at_the_same_places(code: str, example: str) -> None:
    text = example.replace("[", "").replace("]", "")

    folded = fold(text)

    assert len(folded) == len(text)
    assert found(code, folded) == found(code, text)


def test_each_rule_has_examples_in_both_scripts() -> None:
    for rule in RULES_ZH:
        for examples in (rule.bad, rule.good):
            hant = [each for each in examples if fold(each) != each]
            assert hant
            assert len(hant) < len(examples)


def test_folding_keeps_what_is_simplified_and_does_it_once() -> None:
    text = "这么说，你为什么没什么可说的？着、只、后、里、干、于、台"

    assert fold(text) == text
    assert fold("妳為什麼沒說？甚麼、著、裡") == "你为什么没说？甚么、着、里"


def test_no_rule_finds_what_its_triggers_leave_out() -> None:
    config = CoachingConfig()
    notes = read_notes([CORPUS / "zh-Hans.jsonl", CORPUS / "zh-Hant.jsonl"])
    for text in [*(note["text"] for note in notes), *(read_note(line)[0] for line in NOTES)]:
        document = Document(text, config)

        unfiltered = {each for rule in RULES_ZH for each in rule.check(document, config)}

        assert {(each.code, each.start, each.end) for each in LINTER.lint(text)} == {
            (each.code, *document.readable.place(each.start, each.end)) for each in unfiltered
        }


def test_no_rule_fails_on_odd_texts() -> None:
    for text in (
        "",
        "。",
        "你",
        "「",
        "」」」",
        "，，，，",
        "但是",
        "应该",
        "你应该",
        "“”",
        "分",
        "\ufeff你必须\r\n",
        "🙂你必须说🙂。",
    ):
        LINTER.lint(text)

    assert LINTER.strikes == []


def test_offsets_hold_behind_surrogates_and_marks() -> None:
    text = "\ufeff🙂🙂\r\n你[必须]说清楚。"
    clean, spans = marked(text)

    assert found("CL102", clean) == spans


@pytest.mark.parametrize("line", NOTES)
def test_a_note_has_the_findings_that_are_marked_in_it(line: str) -> None:
    text, expected = read_note(line)

    told = [each for each in LINTER.lint(text) if each.code in PLAIN_CODES]

    assert [each.code for each in told] == [code for code, _, _ in expected]
    for each, (_, start, end) in zip(told, expected, strict=True):
        assert each.start < end
        assert start < each.end
