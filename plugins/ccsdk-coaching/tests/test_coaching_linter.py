"""The linter: suppression, configuration, packs, rules that fail, places in the text."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.linter import STRIKES_MAX, Linter
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import SENTENCE_MAX
from ccsdk_coaching.reading.source import NotTextError, decode


def codes(text: str, config: CoachingConfig | None = None) -> list[str]:
    return [each.code for each in Linter(config).lint(text)]


class Shout(SentenceRule):
    """Flag the word LOUD."""

    code = "XX101"
    name = "shout"
    triggers = {"en": ("loud",)}
    bad = ("So [loud] here.",)
    good = ("So quiet here.",)

    def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
        at = sentence.low.index("loud")
        yield self.finding(sentence.start + at, sentence.start + at + 4, message="loud")


# --- suppression ----------------------------------------------------------------------------


def test_comment_ignores_a_rule_in_the_next_paragraph_only() -> None:
    ignore = "<!-- coach-lint: ignore[authoritarian-modal] fire code -->\n"
    text = f"{ignore}You must wave.\n\nYou must smile."

    found = Linter().lint(text)

    assert [(each.code, text[each.start : each.end]) for each in found] == [("CL102", "must")]
    assert found[0].line == 4


def test_comment_of_the_file_ignores_everywhere() -> None:
    text = "<!-- coach-lint: ignore-file[CL102] fire code -->\nYou must wave.\n\nYou must smile."

    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<!-- coach-lint: ignore[CL102] fire code -->\nYou waved at the children.",
        "You waved.\n\n<!-- coach-lint: ignore[CL102] fire code -->",
        "<!-- coach-lint: ignore[CL999] fire code -->\nYou waved at the children.",
    ],
)
def test_comment_that_ignores_nothing_is_told(text: str) -> None:
    assert codes(text) == ["CL900"]


def test_comment_with_two_codes_that_both_hit_is_clean() -> None:
    ignore = "<!-- coach-lint: ignore[CL102, CL104] drill -->\n"

    assert codes(f"{ignore}You must wave. Why don't you smile?") == []


def test_comment_without_a_reason_ignores_nothing() -> None:
    text = "<!-- coach-lint: ignore[CL102] -->\nYou must wave."

    assert codes(text) == ["CL900", "CL102"]


# --- configuration --------------------------------------------------------------------------


def test_only_selected_rules_run_and_ignored_ones_do_not() -> None:
    text = "You must wave. Why don't you smile?"

    assert codes(text, CoachingConfig(select=("CL104",))) == ["CL104"]
    assert codes(text, CoachingConfig(ignore=("presupposing-why",))) == ["CL102"]
    assert codes(text, CoachingConfig(severity={"CL102": "off"})) == ["CL104"]


def test_a_house_may_share_scores() -> None:
    text = "Your mark is 64 for the gala."

    assert codes(text) == ["CL107"]
    assert codes(text, CoachingConfig(allow_scores=True)) == []


def test_a_named_authority_makes_a_duty_external() -> None:
    text = "The Harbour Board wants it: you must close the ramp."

    assert codes(text) == ["CL102"]
    assert codes(text, CoachingConfig(authorities=("Harbour Board",))) == []


def test_a_duty_of_the_house_is_info_that_asks_for_its_source() -> None:
    config = CoachingConfig(allow_duties=("ramp",))

    found = Linter(config).lint("You must close the ramp.")

    assert [(each.code, each.severity) for each in found] == [("CL102", "info")]


def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no code"):
        CoachingConfig(select=("cl 102",))


# --- packs and rules that fail -----------------------------------------------------------------


def test_pack_adds_a_rule() -> None:
    linter = Linter(packs=[LintPack(name="house", rules=(Shout(),))])

    assert [each.code for each in linter.lint("It was loud here.")] == ["XX101"]


def test_one_code_twice_names_both_packs() -> None:
    packs = [LintPack(name=name, rules=(Shout(),)) for name in ("harbour", "theatre")]

    with pytest.raises(ConfigurationError) as caught:
        Linter(packs=packs)

    assert "harbour" in str(caught.value)
    assert "theatre" in str(caught.value)


class Raising(Shout):
    def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
        yield self.finding(sentence.start, sentence.end)
        raise RuntimeError("out of ideas")


def test_raising_rule_gives_nothing_and_is_reported_while_others_go_on() -> None:
    linter = Linter(packs=[LintPack(name="house", rules=(Raising(),))])

    found = linter.lint("You must be loud.")

    assert [each.code for each in found] == ["CL102"]
    assert [each.code for each in linter.strikes] == ["XX101"]
    assert "out of ideas" in linter.strikes[0].problem


def test_rule_is_off_after_its_last_strike() -> None:
    linter = Linter(packs=[LintPack(name="house", rules=(Raising(),))])

    for _ in range(STRIKES_MAX + 2):
        linter.lint("It was loud.")

    assert len(linter.strikes) == STRIKES_MAX


def test_rule_beyond_its_budget_gives_nothing_and_is_reported() -> None:
    now = iter(range(0, 10_000, 100))
    linter = Linter(rules=(Shout(),), clock=lambda: float(next(now)))

    assert linter.lint("It was loud.") == []
    assert "budget" in linter.strikes[0].problem


def test_finding_outside_of_the_text_is_a_strike() -> None:
    class Beyond(Shout):
        def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
            yield self.finding(0, 10_000)

    linter = Linter(rules=(Beyond(),))

    assert linter.lint("loud") == []
    assert len(linter.strikes) == 1


# --- places ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "line", "column"),
    [
        ("", 1, 5),
        ("\N{ZERO WIDTH NO-BREAK SPACE}", 1, 5),
        ("One.\r\n\r\n", 3, 5),
        ("One.\r", 2, 5),
        ("\N{GRINNING FACE}\n", 2, 5),
        ("\N{RIGHT-TO-LEFT MARK}\n\n", 3, 5),
    ],
)
def test_offsets_are_code_points_of_the_original_text(before: str, line: int, column: int) -> None:
    text = f"{before}You must wave."

    found = [each for each in Linter().lint(text) if each.code == "CL102"]

    assert [text[each.start : each.end] for each in found] == ["must"]
    assert (found[0].line, found[0].column) == (line, column)


def test_invalid_utf_8_names_the_byte() -> None:
    with pytest.raises(NotTextError, match="byte 3 is 0xff"):
        decode(b"abc\xff")


def test_a_long_line_is_cut_into_sentences_of_bounded_length() -> None:
    document = Document("but " * 50_000)

    assert max(each.end - each.start for each in document.sentences) <= SENTENCE_MAX
    assert sum(each.end - each.start for each in document.sentences) > 190_000


@pytest.mark.parametrize("unit", ['"', "\u201c", "must ", "but ", "<!-- ", "\n", "you always "])
def test_repeated_triggers_and_marks_are_read_to_the_end(unit: str) -> None:
    text = unit * 20_000 + "\n\nYou must wave."

    found = Linter().lint(text)

    assert [each for each in found if each.start >= len(text) - 14] != []
