"""Each turn of phrase holds one of the words beside which alone it is looked for."""

from __future__ import annotations

import random
import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from ccsdk_coaching import appraisal, plaudit_zh, polarity_zh
from ccsdk_coaching.lexicon import habits, inabilities, limits
from ccsdk_coaching.lexicon.praises import praises
from ccsdk_coaching.lexicon.turns import Turns
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.rules import belief, score
from ccsdk_coaching.rules.praise import GenericPraise
from ccsdk_coaching.rules.zh import belief as belief_zh
from ccsdk_coaching.rules.zh import praise as praise_zh
from ccsdk_coaching.rules.zh import score as score_zh

TURNS: dict[str, Turns] = {
    "appraisals": appraisal._PHRASES,
    "praises": praises(),
    "praises of a house": praises(("plump", "top shelf")),
    "every time": habits.EVERY,
    "fixed": habits.FIXED,
    "limits": limits.LIMITS,
    "inabilities": inabilities.INABILITIES,
    "overcome": belief._OVERCOME,
    "scores left out": score._LEFT_OUT,
}
# What is looked for before a dear pattern in Chinese, and patterns of which each match has it.
FIRST: dict[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "belief": (belief_zh._CORE, (belief_zh._BELIEF.pattern,)),
    "fault": (polarity_zh._MAY_BE_FAULT, (polarity_zh._FAULT_WORD.pattern,)),
    "phrase of praise": (praise_zh._MAY_PRAISE, (praise_zh._PHRASE.pattern,)),
    "praise": (plaudit_zh._FIRST_PRAISE, (plaudit_zh.PRAISE.pattern,)),
    "quality": (polarity_zh._DESCRIPTIVE, (polarity_zh._QUALITIES,)),
    "request": (polarity_zh._ASK, (polarity_zh._ASK_TEXT,)),
    "score": (score_zh._MAY_BE_TOLD, tuple(score_zh._WAYS.values())),
}
SAMPLES = 200
WORD = re.compile(r"\w+")


def written(parsed: Any, chance: random.Random) -> str:
    """Return a text that a parsed pattern may match; what it only looks at is left out."""
    return "".join(_piece(code, of, chance) for code, of in parsed)


def _piece(code: Any, of: Any, chance: random.Random) -> str:
    if code is sre.LITERAL:
        return chr(of)
    if code is sre.BRANCH:
        return written(chance.choice(of[1]), chance)
    if code is sre.SUBPATTERN:
        return written(of[-1], chance)
    if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = of
        times = chance.choice((least, min(int(most), least + 1)))
        return "".join(written(inner, chance) for _ in range(times))
    if code is sre.IN:
        return _one_of(of, chance)
    if code in (sre.ANY, sre.NOT_LITERAL):
        return "x"
    assert code in (sre.AT, sre.ASSERT, sre.ASSERT_NOT), code
    return ""


def _one_of(of: Any, chance: random.Random) -> str:
    if of[0][0] is sre.NEGATE:
        return "x"
    code, what = chance.choice(of)
    if code is sre.LITERAL:
        return chr(what)
    if code is sre.RANGE:
        return chr(what[0])
    return {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "7"}.get(what, "x")


@pytest.mark.parametrize("name", sorted(TURNS))
def test_a_turn_holds_one_of_its_words(name: str) -> None:
    chance = random.Random(1)
    alone = []
    for (words, pattern), others in zip(TURNS[name].turns, TURNS[name].others, strict=True):
        parsed, compiled = _parser.parse(pattern), re.compile(pattern)
        tried = 0
        for _ in range(SAMPLES):
            text = written(parsed, chance)
            for around in (text, f"x{text}", f"{text}x", f" {text} ", f"{text}, every"):
                if compiled.search(around):
                    tried += 1
                    said = WORD.findall(around)
                    if words.isdisjoint(said) or (others and others.isdisjoint(said)):
                        alone.append((pattern[:60], around))
        assert tried, pattern
    assert alone == []


@pytest.mark.parametrize("name", sorted(FIRST))
def test_what_is_looked_for_first_stands_in_all_that_is_found(name: str) -> None:
    chance = random.Random(4)
    first, patterns = FIRST[name]
    missed = []
    for pattern in patterns:
        parsed, compiled = _parser.parse(pattern), re.compile(pattern)
        for _ in range(10 * SAMPLES):
            text = written(parsed, chance)
            missed += [
                around
                for around in (text, f"你{text}", f"{text}。", f"单{text}")
                if compiled.search(around) and not first.search(around)
            ]
    assert missed == []


@pytest.mark.parametrize("name", ["appraisals", "praises"])
def test_praise_calls_its_rule(name: str) -> None:
    chance = random.Random(3)
    prefilter = Linter(rules=[GenericPraise()]).prefilter
    for _, pattern in TURNS[name].turns:
        parsed, compiled = _parser.parse(pattern), re.compile(pattern)
        for text in (written(parsed, chance) for _ in range(SAMPLES)):
            if compiled.search(text):
                sentences = Document(text).sentences
                assert any(prefilter.bits(each) for each in sentences), text


def test_turns_find_what_one_pattern_of_them_finds() -> None:
    patterns = {"cat dog": r"\b(?:cat|dog)s?\b", "big": r"\bbig (?:\w+ )?\w+", "a": r"\ba\b"}
    turns = Turns(
        [
            ("cat dog cats dogs", patterns["cat dog"]),
            ("big", patterns["big"], "cat dog dogs big a the x"),
            ("a", patterns["a"]),
        ]
    )
    one = re.compile("|".join(patterns.values()))
    chance = random.Random(2)
    for _ in range(2_000):
        text = " ".join(chance.choices("cat dog dogs big a the x".split(), k=chance.randrange(9)))
        found = [each.span() for each in turns.finditer(text, frozenset(text.split()))]
        assert found == [each.span() for each in one.finditer(text)]
