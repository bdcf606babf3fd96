"""Scoring of findings against labels."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk_coaching.evaluation import Evaluation, evaluate, matched
from ccsdk_coaching.model import Diagnostic

RULE = "authoritarian-modal"


class Said:
    """Say the same of every text."""

    def __init__(self, *spans: tuple[str, int, int]) -> None:
        self.spans = spans

    def lint(self, text: str) -> list[Diagnostic]:
        return [
            Diagnostic(
                code="CL102",
                name=name,
                severity="warning",
                lang="en",
                start=start,
                end=end,
                line=1,
                column=1,
                message="",
            )
            for name, start, end in self.spans
        ]


def note(
    *labels: tuple[str, str], text: str = "You must stay.", lang: str = "en"
) -> dict[str, Any]:
    expected = [{"rule": rule, "span": span} for rule, span in labels]
    return {"id": "a-1", "lang": lang, "text": text, "expected": expected}


def scored(noted: dict[str, Any], *spans: tuple[str, int, int]) -> Evaluation:
    return evaluate([noted], Said(*spans))  # type: ignore[arg-type]


def test_an_overlap_of_one_letter_is_a_hit() -> None:
    figures = scored(note((RULE, "must")), (RULE, 7, 12)).of("en", RULE)

    assert (figures.hits, figures.alarms, figures.misses) == (1, 0, 0)


def test_another_rule_on_the_same_words_is_an_alarm_and_a_miss() -> None:
    result = scored(note((RULE, "must")), ("absolute-you", 4, 8))

    assert result.of("en", RULE).misses == 1
    assert result.of("en", "absolute-you").alarms == 1
    assert (result.of("en").precision, result.of("en").recall) == (0.0, 0.0)


def test_a_second_finding_on_one_label_counts_neither_way() -> None:
    figures = scored(note((RULE, "must")), (RULE, 4, 8), (RULE, 4, 9)).of("en")

    assert (figures.hits, figures.alarms, figures.misses) == (1, 0, 0)


@pytest.mark.parametrize(
    ("lang", "length", "hits"), [("en", 48, 1), ("en", 49, 0), ("zh-Hans", 17, 0)]
)
def test_a_finding_much_longer_than_its_label_is_none(lang: str, length: int, hits: int) -> None:
    labels = [(RULE, 0, 4)]

    found, alarms, misses = matched(labels, [(RULE, 0, length)], lang)

    assert (len(found), len(alarms), len(misses)) == (hits, 1 - hits, 1 - hits)


def test_each_label_takes_the_finding_that_covers_most_of_it() -> None:
    labels = [(RULE, 0, 6), (RULE, 8, 12)]

    found, alarms, misses = matched(labels, [(RULE, 4, 9), (RULE, 0, 3)], "en")

    assert (found, alarms, misses) == (labels, [], [])


def test_a_clean_note_with_a_finding_is_counted_once() -> None:
    result = scored(note(), (RULE, 0, 3), (RULE, 4, 8))

    assert (result.clean["en"], result.alarmed["en"], result.alarm_share("en")) == (1, 1, 1.0)


def test_rules_without_labels_are_told_apart() -> None:
    result = scored(note(), ("no-summary", 0, 3))

    assert result.alarm_share("en") == 0.0
    assert any("remark on the whole note: 1" in line for line in result.table())
