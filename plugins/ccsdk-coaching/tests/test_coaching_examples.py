"""Every rule flags its bad examples where they are marked, and leaves its good ones alone."""

from __future__ import annotations

import pytest

from ccsdk.errors import ConfigurationError
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.model import Rule, SentenceRule, marked
from ccsdk_coaching.packs import LintPack
from ccsdk_coaching.rules import RULES

LINTER = Linter()
BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


@pytest.mark.parametrize(("rule", "example"), BAD, ids=[f"{r.code}-{e[:40]}" for r, e in BAD])
def test_bad_example_is_flagged_where_it_is_marked(rule: Rule, example: str) -> None:
    text, spans = marked(example)

    found = [(each.start, each.end) for each in LINTER.lint(text) if each.code == rule.code]

    assert len(found) == len(spans)
    for (start, end), (left, right) in zip(found, spans, strict=True):
        assert max(start, left) < min(end, right)


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=[f"{r.code}-{e[:40]}" for r, e in GOOD])
def test_good_example_is_clean(rule: Rule, example: str) -> None:
    found = [each for each in LINTER.lint(example) if each.code == rule.code]

    assert found == []


class Silent(SentenceRule):
    code = "XX101"
    name = "silent"
    good = ("All is well.",)


def test_rule_without_bad_examples_refuses_to_load() -> None:
    with pytest.raises(ConfigurationError, match="XX101"):
        Linter(packs=[LintPack(name="house", rules=(Silent(),))])


def test_rule_whose_bad_example_marks_no_span_refuses_to_load() -> None:
    class Unmarked(Silent):
        bad = ("Nothing is marked here.",)

    with pytest.raises(ConfigurationError, match="no \\[ \\]"):
        Linter(packs=[LintPack(name="house", rules=(Unmarked(),))])


def test_rule_that_flags_everything_fails_its_good_examples() -> None:
    class Eager(SentenceRule):
        code = "XX102"
        name = "eager"
        bad = ("[All]",)
        good = ("Nothing",)

        def check_sentence(self, document, sentence, config):  # type: ignore[no-untyped-def]
            yield self.finding(sentence.start, sentence.end)

    found = Linter(rules=(Eager(),)).lint("Nothing")

    assert [each.code for each in found] == ["XX102"]
