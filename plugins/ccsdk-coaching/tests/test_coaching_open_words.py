"""Rules that read by word class: what is left of a clause, whose limit, whose habit."""

from __future__ import annotations

import pytest

from ccsdk_coaching.lexicon.habits import is_bad_deed
from ccsdk_coaching.linter import Linter

LINTER = Linter()


def codes(text: str) -> list[str]:
    return [each.code for each in LINTER.lint(text)]


@pytest.mark.parametrize(
    "text",
    [
        "You stole the show.",
        "You blew us away.",
        "A cut above the rest.",
        "Nobody does it better.",
        "You deserve a medal.",
        "Hard to fault.",
        "A breath of fresh air.",
        "Worth your weight in gold.",
        "You are the real deal.",
        "The best on the desk.",
        "Your finest month so far.",
        "I have never been so impressed.",
        "Your week was of the highest order.",
        "A pleasure to have on the team.",
        "You went from strength to strength.",
    ],
)
def test_phrases_that_evaluate_are_praise_wherever_they_stand(text: str) -> None:
    assert codes(text) == ["CL105"]


@pytest.mark.parametrize("adjective", ["magnificent", "immaculate", "peerless", "sublime"])
@pytest.mark.parametrize("frame", ["You were {}.", "Simply {}.", "A {} month.", "Verdict: {}."])
def test_praise_is_told_by_what_is_left_of_its_clause(frame: str, adjective: str) -> None:
    assert codes(frame.format(adjective)) == ["CL105"]


@pytest.mark.parametrize(
    "text",
    [
        "A magnificent organ.",
        "The vault was immaculate.",
        "You were magnificent at calming the father.",
        "You were magnificent. You let her finish her story.",
        "The visitor said you were magnificent.",
        "Have a magnificent weekend.",
    ],
)
def test_evaluation_of_something_else_or_with_a_deed_is_no_empty_praise(text: str) -> None:
    assert codes(text) == []


def test_a_person_with_a_title_is_the_agent_of_a_note_to_a_third() -> None:
    note = "To the file: Mr Lund always interrupts. {}recordings 2 and 4."

    assert codes(note.format("See ")) == ["CL108"]
    assert codes("You sent Mr Lund the form. Mr Lund always interrupts.") == []


def test_a_name_that_no_list_holds_is_the_agent_of_a_note_about_it() -> None:
    assert codes("Between us, Xanthor will never master the price bands.") == ["CL106"]
    assert codes("You rang twice. Xanthor will never master the price bands.") == []


@pytest.mark.parametrize(
    ("deed", "is_bad"),
    [
        ("clip every name", True),
        ("start clipping names", True),
        ("go silent", True),
        ("go through the form", False),
        ("reach for the mute key", True),
        ("reach for the right form", False),
        ("hang up", True),
        ("greet the second guest", False),
    ],
)
def test_a_bad_deed_is_told_by_its_verb_and_what_goes_with_it(deed: str, is_bad: bool) -> None:
    assert is_bad_deed(deed.split()) is is_bad
