"""The panel's languages say the same things: equal keys in equal order, equal places."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from ccsdk_profile_http.implementation import STATIC


def words(language: str) -> Mapping[str, str]:
    text = (STATIC / "i18n" / f"{language}.json").read_text(encoding="utf-8")
    found: Mapping[str, str] = json.loads(text)
    return found


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_language_says_what_english_says(language: str) -> None:
    english, other = words("en"), words(language)

    assert list(other) == list(english)
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", other[key])) == set(re.findall(r"{\w+}", text)), key


def test_every_word_that_is_said_is_there_and_no_other() -> None:
    script = (STATIC / "profile-card.js").read_text(encoding="utf-8")
    said = {
        key for part in re.findall(r"say\(([^)]*)", script) for key in re.findall(r'"(\w+)"', part)
    }
    said |= set(re.findall(r'"(stale|failed|failed_of)"', script))

    assert said == set(words("en"))
