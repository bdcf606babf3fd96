"""How well and how ill English words speak, of whom, and what makes a number a score."""

from __future__ import annotations

import pytest

from ccsdk_coaching.evaluation import corpus_files, evaluate, read_notes
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.polarity import NONE, STRONG, WEAK, praise_of_agent
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.rules.order import headings_of
from ccsdk_coaching.score_values import values_of
from ccsdk_coaching.tone import charge, is_quality
from ccsdk_coaching.verdict import Verdict, judged


def charged(text: str) -> tuple[int, int]:
    tokens = Document(text).sentences[0].tokens
    return charge(tokens.words, 0, len(tokens))


def praised(text: str) -> int:
    document = Document(text)
    tokens = document.sentences[0].tokens
    return praise_of_agent(document, tokens, 0, len(tokens))


def said_behind_but(text: str) -> Verdict:
    document = Document(f"You were kind, but {text}")
    tokens = document.sentences[0].tokens
    return judged(document, tokens, tokens.words.index("but") + 1, len(tokens))


@pytest.mark.parametrize(
    "word",
    "unsigned unheard misplaced misrouted overlong overbooked toneless carelessly vaguely abruptly "
    "half-finished ill-prepared unclear".split(),
)
def test_endings_tell_a_fault(word: str) -> None:
    assert is_faulty(word)


@pytest.mark.parametrize(
    "word",
    "understood unhurried unless uncle mission mist overheard overseas spotless tireless "
    "nevertheless only early reply united university".split(),
)
def test_words_that_only_look_like_a_fault_are_none(word: str) -> None:
    assert not is_faulty(word)


@pytest.mark.parametrize("word", "kindly clearest quicker well-paced warmly calmer".split())
def test_endings_tell_a_quality(word: str) -> None:
    assert is_quality(word)


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("You were calm.", (1, 0)),
        ("You were not calm.", (0, 1)),
        ("You found the lost key.", (0, 0)),
        ("A kind word with the angry guest.", (1, 0)),
        ("You missed nothing.", (1, 0)),
        ("You did not report the broken lock.", (0, 1)),
        ("The label was left blank.", (0, 2)),
        ("You were on time.", (1, 0)),
        ("He stood at the fair.", (0, 0)),
        ("It was too fast.", (0, 1)),
    ],
)
def test_tone_is_counted_by_what_a_word_is_said_of(text: str, tone: tuple[int, int]) -> None:
    assert charged(text) == tone


@pytest.mark.parametrize(
    ("text", "strength"),
    [
        ("You rang the depot twice.", WEAK),
        ("You calmed the angry skipper.", STRONG),
        ("Your recap of the burst pipe was clear.", STRONG),
        ("Zoltan soothed the twins.", STRONG),
        ("You know every fern.", WEAK),
        ("The judge liked your plan.", NONE),
        ("The guest said you were kind.", NONE),
        ("The sofa is lovely.", NONE),
        ("You forgot the key.", NONE),
        ("You could have rushed him.", NONE),
        ("She smiled, and you spoke slowly.", STRONG),
    ],
)
def test_praise_is_the_agents_or_none(text: str, strength: int) -> None:
    assert praised(text) == strength


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("the fee was left out.", Verdict.CRITICISM),
        ("the fee went unsaid.", Verdict.CRITICISM),
        ("no plumber was booked.", Verdict.CRITICISM),
        ("the closing needs work.", Verdict.CRITICISM),
        ("she left without her key.", Verdict.CRITICISM),
        ("where was the recap?", Verdict.CRITICISM),
        ("somebody should have counted.", Verdict.CRITICISM),
        ("it took three calls.", Verdict.UNCLEAR),
        ("the bank had closed by then.", Verdict.CIRCUMSTANCE),
        ("the law changes again in May.", Verdict.CIRCUMSTANCE),
        ("it rained again.", Verdict.CIRCUMSTANCE),
        ("the pianist preferred to stand.", Verdict.CIRCUMSTANCE),
        ("she wanted another one.", Verdict.CIRCUMSTANCE),
        ("neither suited him.", Verdict.CIRCUMSTANCE),
        ("the code did not work.", Verdict.CIRCUMSTANCE),
        ("nobody had to wait.", Verdict.PRAISE),
        ("you found him a seat.", Verdict.PRAISE),
        ("you were thorough, too.", Verdict.PRAISE),
    ],
)
def test_what_follows_a_contrast_is_judged_by_its_subject(text: str, verdict: Verdict) -> None:
    assert said_behind_but(text) is verdict


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("You got 87% on it.", ["share"]),
        ("It was 7 out of 10.", ["ratio"]),
        ("It was 4/5 for tone.", ["ratio"]),
        ("Two points off.", ["points"]),
        ("It gets an A minus.", ["grade"]),
        ("You came third in the team.", ["rank"]),
        ("You failed the audit.", ["verdict"]),
        ("On this one you shone.", []),
        ("You took 40 calls in 9 minutes.", []),
        ("8 out of 10 samples came back.", ["plain"]),
        ("80% of your callers smiled.", []),
        ("You were the first to see it.", []),
    ],
)
def test_numbers_that_may_be_scores_are_told_from_the_others(text: str, kinds: list[str]) -> None:
    tokens = Document(text).sentences[0].tokens

    assert [value.kind for value in values_of(tokens)] == kinds


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Could be better", "improve"),
        ("Less strong", "improve"),
        ("What didn't go so well", "improve"),
        ("What I'd do differently", "improve"),
        ("Room for improvement", "improve"),
        ("Things that went well", "strong"),
        ("Please keep", "strong"),
        ("What to keep", "strong"),
        ("Start of the regatta", None),
        ("Good morning all", None),
    ],
)
def test_heading_is_read_by_its_words(heading: str, kind: str | None) -> None:
    found = [each[0] for each in headings_of(Document(f"{heading}: the bell."))]

    assert found == ([kind] if kind else [])


def test_line_alone_is_a_heading_only_above_something() -> None:
    assert [each[0] for each in headings_of(Document("Strengths\nthe bell"))] == ["strong"]
    assert headings_of(Document("the bell\nStrengths")) == []
    assert headings_of(Document("Strengths of Ana\nthe bell")) == []
    assert len(headings_of(Document("Strengths \nthe bell"))) == 1


def test_no_rule_fails_on_any_note() -> None:
    linter = Linter()

    evaluate(read_notes(corpus_files()), linter)

    assert linter.strikes == []
