"""Packs: whose words their rules read, guards, and examples as tests."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.examples import broken_examples
from ccsdk_coaching.linter import STRIKES_MAX, Linter
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.reading.document import Document


class Drill:
    """Spare duties in a note that is headed as a fire drill."""

    name = "drill-notes"
    codes = ("CL102",)
    bad = ("You [must] wave.",)
    good = ("Fire drill: you must wave.",)

    def spare(self, document: Document, finding: Finding) -> str:
        return "a drill is an order" if document.low.startswith("fire drill") else ""


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


HOUSE = LintPack(name="house", rules=(Shout(),), guards=(Drill(),))


# --- rules -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "writer", "agent"),
    [
        ("It was loud.", 1, 1),
        ('The guest said "it was loud".', 0, 0),
        ("The guest said that it was loud.", 0, 0),
        ('You said "I was loud".', 0, 1),
        ("I said that it was loud.", 1, 1),
        ("现场很loud。", 1, 1),
        ("客人说现场很loud。", 0, 0),
        ("客人说：“现场很loud。”", 0, 0),
        ("你说：“我很loud。”", 0, 1),
    ],
)
def test_rule_of_a_pack_reads_the_words_that_its_policy_allows(
    text: str, writer: int, agent: int
) -> None:
    class Loud(Shout):
        languages = ("en", "zh")
        triggers = {"en": ("loud",), "zh": ("loud",)}

    def found(policy: str) -> int:
        rule = Loud()
        rule.quote_policy = policy
        pack = LintPack(name="house", rules=(rule,))
        return len(Linter(CoachingConfig(select=("XX101",)), packs=[pack]).lint(text))

    assert (found("writer"), found("agent"), found("anyone")) == (writer, agent, 1)


def test_unknown_quote_policy_is_refused() -> None:
    class Open(Shout):
        quote_policy = "everybody"

    with pytest.raises(ConfigurationError, match=r"house\.XX101: 'everybody' is no quote policy"):
        Linter(packs=[LintPack(name="house", rules=(Open(),))])


# --- guards ------------------------------------------------------------------------------------


def test_guard_spares_a_finding_and_says_why() -> None:
    outcome = Linter(packs=[HOUSE]).examine("Fire drill: you must wave. It was loud.")

    assert [each.code for each in outcome.diagnostics] == ["XX101"]
    (spared,) = outcome.spared
    assert (spared.diagnostic.code, spared.guard, spared.reason) == (
        "CL102",
        "drill-notes",
        "a drill is an order",
    )


def test_comment_spares_with_its_reason_and_no_guard() -> None:
    text = "<!-- coach-lint: ignore[CL102] fire code -->\nYou must wave."

    (spared,) = Linter(packs=[HOUSE]).examine(text).spared

    assert (spared.diagnostic.code, spared.guard, spared.reason) == ("CL102", None, "fire code")


def test_comment_over_what_a_guard_spares_is_told_as_unused() -> None:
    text = "Fire drill: \n<!-- coach-lint: ignore[CL102] fire code -->\nYou must wave."

    outcome = Linter(packs=[HOUSE]).examine(text)

    assert [each.code for each in outcome.diagnostics] == ["CL900"]
    assert [each.guard for each in outcome.spared] == ["drill-notes"]


def test_guard_is_not_asked_about_rules_that_it_does_not_name() -> None:
    class All(Drill):
        def spare(self, document: Document, finding: Finding) -> str:
            assert finding.code == "CL102"
            return "always"

    linter = Linter(packs=[LintPack(name="all", guards=(All(),))])

    assert [each.code for each in linter.lint("You must wave. Why don't you smile?")] == ["CL104"]
    assert linter.strikes == []


class Raising(Drill):
    def spare(self, document: Document, finding: Finding) -> str:
        raise LookupError("no drill today")


class Wordless(Drill):
    def spare(self, document: Document, finding: Finding) -> str:
        return True  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("guard", "problem"),
    [(Raising(), "LookupError: no drill today"), (Wordless(), "instead of a reason")],
)
def test_guard_that_fails_spares_nothing_and_is_reported_and_is_off_in_the_end(
    guard: Drill, problem: str
) -> None:
    linter = Linter(packs=[LintPack(name="house", guards=(guard,))])

    found = [linter.lint("Fire drill: you must wave.") for _ in range(STRIKES_MAX + 2)]

    assert [[each.code for each in every] for every in found] == [["CL102"]] * len(found)
    assert [each.code for each in linter.strikes] == ["drill-notes"] * STRIKES_MAX
    assert problem in linter.strikes[0].problem
    assert linter.strikes[-1].problem.endswith("after 3 strikes it is off")


def test_guard_beyond_its_budget_spares_nothing() -> None:
    # The rule is in time; the guard's two looks at the clock lie a hundred seconds apart.
    now = iter([0, 0, 0, 0, 100])
    linter = Linter(
        rules=(Shout(),),
        packs=[LintPack(name="slow", guards=(Quiet(),))],
        clock=lambda: float(next(now)),
    )

    assert [each.code for each in linter.lint("It was loud.")] == ["XX101"]
    assert [(each.code, each.problem) for each in linter.strikes] == [
        ("quiet", "took longer than its budget")
    ]


class Quiet(Drill):
    name = "quiet"
    codes = ("XX101",)

    def spare(self, document: Document, finding: Finding) -> str:
        return "quiet"


class Unknown(Drill):
    codes = ("CL1O2",)


class Idle(Drill):
    codes = ()


class Bare(Drill):
    good = ()


@pytest.mark.parametrize(
    ("guard", "told"),
    [
        (Unknown(), "house.drill-notes: 'CL1O2' is no code of a rule; did you mean 'CL102'?"),
        (Idle(), "house.drill-notes: '' is no code of a rule"),
        (Bare(), "house.drill-notes: a rule or guard needs bad and good examples"),
    ],
)
def test_guard_that_makes_no_sense_is_refused(guard: Drill, told: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Linter(packs=[LintPack(name="house", guards=(guard,))])

    assert str(caught.value).startswith(told)


def test_one_guard_twice_names_both_packs() -> None:
    packs = [LintPack(name=name, guards=(Drill(),)) for name in ("harbour", "theatre")]

    with pytest.raises(ConfigurationError, match="a guard of harbour and of theatre"):
        Linter(packs=packs)


def test_a_draft_is_linted_with_the_rules_words_and_guards_of_packs() -> None:
    words = LintPack(name="words", lexicon={"praise": ("zorbel",), "skill": ("mooring",)})
    linter = Linter(packs=[HOUSE, words])
    draft = linter.draft()
    text = "Fire drill: you must wave.\n\nZorbel shift!\n\nIt was loud.\n\nThe guest was loud."
    said = 'The guest said "it was loud". '

    for version in (text, text[12:], f"Well. {text}", text + said, said + text, "", text):
        assert draft.examine(version) == linter.examine(version)
    assert {"CL105", "XX101"} <= {each.code for each in draft.lint(text)}


# --- examples ----------------------------------------------------------------------------------


def test_examples_that_hold_are_no_news() -> None:
    assert broken_examples(HOUSE) == []


def test_each_example_that_does_not_hold_is_named() -> None:
    class Deaf(Shout):
        bad = ("So [quiet] here.", "So [loud] and [loud].")
        good = ("So loud here.",)

    class Blind(Drill):
        bad = ("Fire drill: you [must] wave.",)
        good = ("You must wave.", "You waved.")

    broken = broken_examples(LintPack(name="house", rules=(Deaf(),), guards=(Blind(),)))

    assert broken == [
        "XX101: bad example 'So [quiet] here.' is flagged at nothing",
        "XX101: bad example 'So [loud] and [loud].' is flagged at 'loud'",
        "XX101: good example 'So loud here.' is flagged",
        "drill-notes: bad example 'Fire drill: you [must] wave.' is flagged at nothing",
        "drill-notes: good example 'You must wave.' is flagged",
        "drill-notes: good example 'You waved.' is clean without the guard",
    ]


def test_a_rule_that_fails_on_its_examples_says_how() -> None:
    class Late(Shout):
        def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
            yield self.finding(0, 0)

    broken = broken_examples(LintPack(name="house", rules=(Late(),)))

    assert broken == [
        "XX101: ValueError: 0..0 is no place in the text",
        "XX101: bad example 'So [loud] here.' is flagged at nothing",
    ]
