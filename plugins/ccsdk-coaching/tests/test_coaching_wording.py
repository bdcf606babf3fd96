"""The words of the rules: one source for each language, and none that drifts from the others."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.han import fold
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.reasons import REASONS, Reason
from ccsdk_coaching.reasons_zh import (
    MESSAGES_HANT,
    REASONS_HANS,
    REASONS_HANT,
    UNUSED_HANS,
    UNUSED_HANT,
)
from ccsdk_coaching.rules import RULES
from ccsdk_coaching.wording import LOCALES, Wording

LINTER = Linter()
# What the two ways to write spell otherwise than character by character.
MARKS = str.maketrans("「」", "“”")
SPELLED = {"想像": "想象", "藉口": "借口"}


def in_hans(text: str) -> str:
    for hant, hans in SPELLED.items():
        text = text.replace(hant, hans)
    return fold(text.translate(MARKS))


@pytest.mark.parametrize("reasons", [REASONS, REASONS_HANS, REASONS_HANT])
def test_every_rule_has_its_reason_in_every_language(reasons: Mapping[str, Reason]) -> None:
    assert set(reasons) == {rule.code for rule in RULES}


def test_messages_in_traditional_say_what_the_rules_say() -> None:
    own = {rule.code: rule.message for rule in RULES if "zh" in rule.languages}

    assert {code: in_hans(said) for code, said in MESSAGES_HANT.items()} == own


def test_reasons_in_traditional_are_those_in_simplified() -> None:
    folded = {
        code: Reason(in_hans(each.why), in_hans(each.instead))
        for code, each in REASONS_HANT.items()
    }

    assert folded == dict(REASONS_HANS)
    assert in_hans(UNUSED_HANT) == UNUSED_HANS


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.languages[0]}")
def test_every_finding_can_be_told_to_every_reader(locale: str, rule: object) -> None:
    wording = Wording(locale)
    note = rule.bad[0].replace("[", "").replace("]", "")
    found = [each for each in LINTER.lint(note) if each.code == rule.code]

    assert found, note
    for each in found:
        said = wording.message(each, note[each.start : each.end])
        assert said
        assert "{" not in said
        is_chinese = any("\u4e00" <= letter <= "\u9fff" for letter in said.replace(note, ""))
        assert is_chinese or locale == "en", said


def test_suppression_without_use_is_told_in_every_language() -> None:
    note = "<!-- coach-lint: ignore[CL102] fire code -->\nYou wave.\n"
    (found,) = LINTER.lint(note)

    said = [Wording(locale).message(found, "") for locale in LOCALES]

    assert said == [found.message, UNUSED_HANS, UNUSED_HANT]


@pytest.mark.parametrize("note", ["You must read the fire drill.", "你应该报消防演习的时间。"])
def test_duty_of_the_house_is_told_as_one_in_every_language(note: str) -> None:
    config = CoachingConfig(allow_duties=("fire drill", "消防演习"))
    (found,) = [each for each in Linter(config).lint(note) if each.code == "CL102"]

    said = [Wording(locale).message(found, "must") for locale in LOCALES]

    assert found.severity == "info"
    duty = ("A duty of the house", "写明出处", "寫明出處")
    assert all(each.startswith(words) for each, words in zip(said, duty, strict=True))
    assert found.message in said
    assert len(set(said)) == len(LOCALES)
