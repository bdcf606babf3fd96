"""CL107: an evaluation's score, mark, grade or rank, told to the agent.

A value (a number, a grade, a rank, points lost) and what makes it a score: a noun such as
"mark", a verb such as "rated", or the part of the work it is given for. Units of the day's
work (calls, minutes), and numbers that are a customer's, make it something else.
"""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import AUXILIARIES, is_adverb
from ccsdk_coaching.lexicon.people import CUSTOMERS
from ccsdk_coaching.lexicon.turns import Turns
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.score_anchors import FRAMES, GONE, WEAK_NOUNS, anchor_before, anchor_behind
from ccsdk_coaching.score_values import Value, may_hold_value, values_of

__all__ = ["ScoreSharing"]

_REACH = 12
_ARRIVING = frozenset("came come finished finish ended ends comes".split())
# Around a value that stands for itself, and in the sentence before it.
_LEADING = frozenset("a an the just only now overall total result yours you your final so".split())
_TRAILING = frozenset(", . ! ; - \u2013 \u2014 up down this for from in on overall again )".split())
_OTHERS = CUSTOMERS | frozenset(
    "she he they his her their its credit energy nps csat survey tripadvisor google match game "
    "exam school football quiz hotel restaurant film product loyalty bonus reward air discount "
    "resolution occupancy utilisation utilization abandonment conversion retention attrition "
    "shrinkage uptime fcr aht sla backlog adherence attendance interest team's handle "
    "handling booking mr mrs ms dr battery".split()
)
_MEASURES = frozenset("hold handle wait talk time queue call response speed delay length".split())
_OTHER_SIGNS = _OTHERS | frozenset("average level time".split())
_NOT_OTHERS = (("dead", "air"), ("mystery", "shopper"), ("mystery", "guest"), ("secret", "shopper"))
# Who judges calls: "they" may mean them.
_JUDGES = frozenset(
    "qa quality auditor auditors assessor assessors evaluator evaluators calibration".split()
)
_THEY = frozenset("they their".split())
_BREAKS = frozenset(";.!?\u2014") | {"but", "whereas"}
_LEFT_OUT = Turns(
    (
        (
            "no without not never leave left skip hide keep forget",
            r"\b(?:no|without|not|never|leave|left|skip|hide|keep|forget)(?: \w+){0,3} "
            r"(?:scores?|marks?|grades?|points|numbers?|ratings?|rank)\b",
            "score scores mark marks grade grades points number numbers rating ratings rank",
        ),
        (
            "out aside hidden off",
            r"\b(?:scores?|marks?|grades?) (?:are|is|was|were|stay|stays|left)(?: \w+)? "
            r"(?:out(?! of)|aside|hidden|off)\b",
            "score scores mark marks grade grades",
        ),
    )
)


class ScoreSharing(SentenceRule):
    """Find scores, grades and ranks of the agent."""

    code = "CL107"
    name = "score-sharing"
    severity = "warning"
    is_local = True
    message = "A score closes the talk; describe the behaviour behind it"
    triggers = {
        "en": (
            *(
                "score scores scored mark marks marked grade grades graded rating ratings rated "
                "rank ranked ranks ranking result evaluation evaluations scorecard total points "
                "point percentage percent qa assessment audit averaged average got gets earned "
                "earns received came placed finished table leaderboard bottom overall from give "
                "gave given award awarded failed passed lost minus plus docked deducted off "
                "league quality compliance empathy tone greeting closing listening knowledge top "
                "scoring reached fourth fifth second third per stars out place places slipped "
                "rate percentile auto-fail autofail have quartile worth dropped pts pt star gone "
                "knocked monitoring up down board gives shaved landed ended tally shy tier band "
                "status"
            ).split(),
            "you at",
            "you to",
            *sorted(WEAK_NOUNS),
        )
    }
    bad = (
        "[Your mark is 64] for the gala.",
        "[Two points off] for the cloakroom.",
        "[You scored 87%] on this one.",
        "[You ranked third] in October.",
        "[I gave this call a 7] for the ending.",
        "[Empathy: 4/5], and the map was lovely.",
        "[You are in the top ten] of the house this month.",
        "[You dropped three places] in the ranking.",
        "[You got a 62] for the crypt tour.",
        "[You're 9th] out of 12 on the quality board.",
        "The audit is in. [88 percent], up from 80.",
        "[Your overall rating for the season is amber].",
    )
    good = (
        "You seated 64 guests in 18 minutes.",
        "Row 9, seat 14 was double-sold; you caught it.",
        "The guest rated us 9 out of 10.",
        "No score today: let's talk about the greeting.",
        "The scorecard has 12 questions.",
        "You were the first to see the smoke.",
        "80% of your callers asked for the matinee.",
        "You won three new members over the weekend.",
        "In your call the price came last.",
        "Service level stood at 92 percent.",
        "Mark from gate 3 rang.",
    )

    def check(self, document: Document, config: CoachingConfig) -> Iterable[Finding]:
        """Yield nothing where scores are allowed, or no value stands."""
        if config.allow_scores:
            return
        for sentence in document.candidates(self):
            if may_hold_value(sentence):
                yield from self.check_sentence(document, sentence, config)

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each statement of a score."""
        tokens = sentence.tokens
        last_end = -1
        for value in values_of(tokens):
            if value.first <= last_end:
                continue
            span = _statement(document, tokens, value)
            if span is None or span[0] <= last_end or _is_left_out(sentence):
                continue
            start, end = tokens.starts[span[0]], tokens.ends[span[1]]
            if document.speaker_at(start) != "writer":
                continue
            if reporter(document, tokens, span[0]) in ("customer", "other"):
                continue
            last_end = span[1]
            yield self.finding(start, end)


def _is_left_out(sentence: Sentence) -> bool:
    """Return whether a sentence says that it leaves scores out."""
    return _LEFT_OUT.search(sentence.low, sentence.vocabulary) is not None


def _statement(document: Document, tokens: Tokens, value: Value) -> tuple[int, int] | None:
    """Return first and last index of the statement of a score, None if a value is none."""
    left, right = _around(tokens.words, value)
    span = _span(document, tokens, value, left, right)
    if span is None:
        return None
    begin = value.first - len(left)
    if value.kind == "points" and right and right[0] in GONE:
        begin += max((at + 1 for at, word in enumerate(left) if word == ","), default=0)
    return None if _is_others(document, tokens, begin, value, right) else span


def _around(words: list[str], value: Value) -> tuple[list[str], list[str]]:
    """Return the words before and behind a value, as far as its clause and its reach go."""
    left = words[max(value.first - _REACH, 0) : value.first]
    if not _BREAKS.isdisjoint(left):
        left = left[max(at for at, word in enumerate(left) if word in _BREAKS) + 1 :]
    right = words[value.last + 1 : value.last + 7]
    if not _BREAKS.isdisjoint(right):
        right = right[: next(at for at, word in enumerate(right) if word in _BREAKS)]
    return left, right


def _span(
    document: Document, tokens: Tokens, value: Value, left: list[str], right: list[str]
) -> tuple[int, int] | None:
    """Return first and last index of a value with what makes it a score, None if nothing does."""
    if value.kind == "verdict":
        return (value.first - 1, value.last) if left[-1:] == ["you"] else None
    anchor = anchor_before(left, value, right)
    if anchor is not None:
        begin = value.first - len(left)
        first = begin + anchor
        if value.kind == "rank" and not _is_ranked_self(document, tokens, first):
            return None
        return _with_owner(tokens, first, begin), value.last
    extent = anchor_behind(value, right)
    if extent is not None:
        return value.first, value.last + extent
    if _is_bare(document, tokens, value):
        return value.first, value.last
    return None


def _is_ranked_self(document: Document, tokens: Tokens, verb: int) -> bool:
    """Return whether the agent, and no thing, came second: the order of things is no rank."""
    words = tokens.words
    if words[verb] not in _ARRIVING:
        return True
    before = verb - 1
    while before >= 0 and (is_adverb(words[before]) or words[before] in AUXILIARIES):
        before -= 1
    if before < 0 or words[before] in ("you", "and", "i", ",", ";", ":", "-"):
        return True
    return person_at(document, tokens, before) == "agent" or is_unlisted_name(
        document, tokens, before
    )


def _is_bare(document: Document, tokens: Tokens, value: Value) -> bool:
    """Return whether a value is all a sentence has, beside one that names an evaluation."""
    words = tokens.words
    if value.kind not in ("share", "ratio", "points", "grade", "rank"):
        return False
    if any(word[0].isalpha() and word not in _LEADING for word in words[: value.first]):
        return False
    tail = words[value.last + 1 : value.last + 2]
    if tail and tail[0] not in _TRAILING:
        return False
    sentence = document.sentence_at(tokens.starts[0])
    other = sentence and document.neighbour(sentence, -1)
    if not other or other.lang != "en" or _is_left_out(other):
        return False
    said = other.tokens.words
    return not FRAMES.isdisjoint(said) and _OTHERS.isdisjoint(said)


def _with_owner(tokens: Tokens, first: int, begin: int) -> int:
    """Return where a statement begins, with the owner or subject before its noun or verb."""
    words = tokens.words
    for place in range(first - 1, max(first - 6, begin - 1), -1):
        if words[place] in ("your", "you", "i", "we"):
            return place
        if words[place] in _BREAKS or words[place] == ",":
            break
    return first


def _judges(before: list[str]) -> bool:
    """Return whether those who judge calls, and no customer, are named before a "they"."""
    return not _JUDGES.isdisjoint(before) and CUSTOMERS.isdisjoint(before)


def _is_others(
    document: Document, tokens: Tokens, begin: int, value: Value, right: list[str]
) -> bool:
    """Return whether a value is a customer's, or of something else than the evaluation."""
    words = tokens.words
    end = value.last + 1
    for word in right[:3]:
        if word in ("and", "but", "while", ","):
            break
        end += 1
    if _OTHER_SIGNS.isdisjoint(words[begin:end]):
        return False
    for place in range(begin, end):
        word = words[place]
        if word not in _OTHER_SIGNS:
            continue
        before = words[place - 1]
        if word == "average" and words[place + 1] in _MEASURES:
            return True
        if place == 0 and words[2:3] == [","]:
            continue  # a name that is called: "Mr Hahn, ..."
        if (before, word) in _NOT_OTHERS or (word in _THEY and _judges(words[:place])):
            continue
        if word == "level" and before == "service":
            return True
        if word == "time" and before in ("hold", "wait", "talk", "wrap-up", "response"):
            return True
        if word in _OTHERS and person_at(document, tokens, place) != "agent":
            return True
    return False
