"""The page on wording keeps its own rules: what it advises is clean, what it warns of is found."""

from __future__ import annotations

import re

import pytest

from ccsdk_coaching.linter import Linter
from tests.meta.tree import ROOT

PAGE = (ROOT / "docs/explanation/why-these-words-matter.md").read_text(encoding="utf-8")
BEFORE = re.compile(r"^- Before: (.+) \((CL\d{3})\)$", re.MULTILINE)
INSTEAD = re.compile(r"^- Instead: (.+)$", re.MULTILINE)
NOTES = re.compile(r"^```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What a section is about is named in bold, and so only talked of.
NAMED = re.compile(r"^\*\*[^*]+\*\*", re.MULTILINE)
WORDS = {"CL101", "CL102", "CL103", "CL104", "CL105", "CL106", "CL107", "CL108"}


def codes(text: str) -> set[str]:
    return {found.code for found in Linter().lint(text)}


@pytest.mark.parametrize(("text", "code"), BEFORE.findall(PAGE))
def test_each_before_is_found_by_the_rule_it_names_and_no_other(text: str, code: str) -> None:
    assert codes(text) == {code}


@pytest.mark.parametrize("text", INSTEAD.findall(PAGE))
def test_each_instead_is_clean(text: str) -> None:
    assert codes(text) == set()


def test_every_kind_of_word_has_its_before_and_its_instead() -> None:
    english, _, chinese = PAGE.partition("in Chinese")

    assert {code for _, code in BEFORE.findall(english)} == WORDS
    assert {code for _, code in BEFORE.findall(chinese)} == WORDS
    assert len(BEFORE.findall(PAGE)) == len(INSTEAD.findall(PAGE))


def test_whole_note_has_all_before_and_nothing_after() -> None:
    before, after = NOTES.findall(PAGE)

    assert codes(before) == WORDS | {"CL202", "CL203", "CL204", "CL205"}
    assert codes(after) == set()


def test_the_page_itself_is_written_as_it_advises() -> None:
    prose = NAMED.sub("", NOTES.sub("", BEFORE.sub("", PAGE)))

    assert codes(prose) & WORDS == set()
