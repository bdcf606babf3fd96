"""Each change leaves one line for the reader of the release."""

from __future__ import annotations

import re

from tests.meta.tree import ROOT

NAME = re.compile(r"\d+\.(added|changed|deprecated|removed|fixed|internal)\.md")


def test_change_notes_are_named_after_issue_and_kind() -> None:
    names = [path.name for path in (ROOT / "changes").iterdir()]

    odd = [name for name in names if not NAME.fullmatch(name)]

    assert odd == []


def test_each_change_is_one_line_that_ends_as_a_sentence() -> None:
    notes = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "changes").iterdir()}

    odd = [name for name, text in notes.items() if not re.fullmatch(r"(?:\S[^\n]*\.\n)+", text)]

    assert odd == []
