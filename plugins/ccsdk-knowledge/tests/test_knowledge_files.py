"""The panel's files: equal words in three languages, and nothing that turns text into markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ccsdk_knowledge.implementation import STATIC
from ccsdk_knowledge.language import reading_language
from ccsdk_knowledge.snippet import SNIPPET_MAX, snippet_of

# Source: Unicode CLDR, plural rules for cardinals.
FORMS = {"en": {"one", "other"}, "zh-Hans": {"other"}, "zh-Hant": {"other"}}
MODULES = sorted(STATIC.glob("*.js"))
# What would read text as markup, or as a program.
SHARP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(")


def words(language: str) -> dict[str, Any]:
    text = (STATIC / "i18n" / f"{language}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def places(entry: Any) -> set[str]:
    texts = entry.values() if isinstance(entry, dict) else [entry]
    return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_languages_say_the_same_with_the_same_values(language: str) -> None:
    english, other = words("en"), words(language)

    assert list(other) == list(english)
    assert {key: places(entry) for key, entry in other.items()} == {
        key: places(entry) for key, entry in english.items()
    }


@pytest.mark.parametrize("language", FORMS)
def test_counted_texts_have_each_form_of_their_language(language: str) -> None:
    counted = [entry for entry in words(language).values() if isinstance(entry, dict)]

    assert counted
    assert all(entry.keys() == FORMS[language] for entry in counted)


def test_every_text_of_the_panel_is_there_and_used() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)

    unused = [key for key in words("en") if f'"{key}"' not in source]

    assert unused == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_no_module_reads_text_as_markup(module: Path) -> None:
    assert not SHARP.search(module.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("yue-HK", "zh-Hant"),
        ("de", None),
        ("", None),
        (None, None),
    ],
)
def test_a_reader_reads_the_nearest_of_our_languages(
    code: str | None, language: str | None
) -> None:
    assert reading_language(code) == language


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet_of("We deliver\nit.", [(3, 10)]) == ("We deliver it.", ((3, 10),))


@pytest.mark.parametrize("text", ["word " * 200 + "found it here" + " word" * 200, "字" * 900])
def test_a_snippet_is_cut_where_the_words_stand(text: str) -> None:
    at = text.find("found")
    place = [(at, at + 5)] if at >= 0 else [(500, 502)]
    snippet, marks = snippet_of(text, place)

    (start, end) = marks[0]
    assert snippet[start:end] == text[place[0][0] : place[0][1]]
    assert snippet.startswith("…")
    assert snippet.endswith("…")
    assert len(snippet) <= SNIPPET_MAX + 22


def test_a_long_text_without_words_begins_at_its_beginning() -> None:
    snippet, marks = snippet_of("word " * 200, [])

    assert snippet.startswith("word")
    assert marks == ()
