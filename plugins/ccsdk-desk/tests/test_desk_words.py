"""The desk's languages say the same things: equal keys, equal places, every plural form."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ccsdk_desk.implementation import STATIC

# The forms that `Intl.PluralRules` may choose in each language.
# Source: Unicode CLDR, plural rules for cardinals.
FORMS = {"en": {"one", "other"}, "zh-Hans": {"other"}, "zh-Hant": {"other"}}
TRANSLATIONS = sorted(FORMS.keys() - {"en"})
# Characters of the one script that the other writes differently; a few give a mix-up away.
HANT_ONLY = set("這個關閉顯訊連線設動開頭關應對話務")
HANS_ONLY = set("这个关闭显讯连线设动开头应对话务")


def words(language: str) -> dict[str, Any]:
    path = STATIC / "i18n" / f"{language}.json"
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    return {key: dict(value) if isinstance(value, list) else value for key, value in pairs}


def texts(entry: Any) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def places(entry: Any) -> set[str]:
    return {name for text in texts(entry) for name in re.findall(r"\{(\w+)\}", text)}


def test_page_offers_the_languages_there_are_words_in() -> None:
    script = (STATIC / "preferences.js").read_text(encoding="utf-8")
    (listed,) = re.findall(r"LANGUAGES = \[(.*?)\]", script)

    offered = re.findall(r'"([\w-]+)"', listed)

    assert set(offered) == FORMS.keys()
    assert {path.stem for path in (STATIC / "i18n").glob("*.json")} == FORMS.keys()


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_language_has_the_same_keys_in_the_same_order(language: str) -> None:
    assert list(words(language)) == list(words("en"))


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_sentence_has_the_same_places_for_values(language: str) -> None:
    english, other = words("en"), words(language)

    different = [key for key in english if places(english[key]) != places(other[key])]

    assert different == []


@pytest.mark.parametrize("language", FORMS)
def test_what_is_counted_has_every_plural_form(language: str) -> None:
    counted = {key for key, entry in words("en").items() if isinstance(entry, dict)}

    forms = {key: set(entry) for key, entry in words(language).items() if isinstance(entry, dict)}

    assert forms == dict.fromkeys(counted, FORMS[language])


@pytest.mark.parametrize("language", FORMS)
def test_no_sentence_is_empty_or_ends_in_a_space(language: str) -> None:
    odd = [key for key, entry in words(language).items() for text in texts(entry) if not text]

    assert odd == []


@pytest.mark.parametrize(("language", "foreign"), [("zh-Hans", HANT_ONLY), ("zh-Hant", HANS_ONLY)])
def test_scripts_are_not_mixed(language: str, foreign: set[str]) -> None:
    own = HANS_ONLY if language == "zh-Hans" else HANT_ONLY
    alien = foreign - own
    # Each language is named in its own script.
    entries = {k: v for k, v in words(language).items() if not k.startswith("language.")}

    mixed = [key for key, entry in entries.items() if alien & set("".join(texts(entry)))]

    assert mixed == []
