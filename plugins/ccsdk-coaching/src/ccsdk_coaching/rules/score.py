"""CL107: an evaluation's score, mark, grade or rank, told to the agent.

A value (a number, a grade, a rank, points lost) and what makes it a score: a noun such as
"mark", a verb such as "rated", or the part of the work it is given for. Units of the day's
work (calls, minutes), and numbers that are a customer's, make it something else.
"""

from __future__ import annotations

from collections.abc import Iterable

from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.appraisals import TIMES
from ccsdk_coaching.lexicon.en import AUXILIARIES, WORK, is_adverb
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.lexicon.people import CUSTOMERS
from ccsdk_coaching.lexicon.polarity import SKILLS
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.score_values import Value, values_of

__all__ = ["ScoreSharing"]

_REACH = 12
# With any number they make a score; the weak ones only with a percentage, a ratio or points.
_NOUNS = frozenset(
    "score scores mark marks grade grades rating ratings qa evaluation audit assessment percentage "
    "scorecard rank ranking".split()
)
_WEAK_NOUNS = (
    (SKILLS | WORK)
    - frozenset("offer offers order form forms letter letters steps step check checks map".split())
) | frozenset(
    "overall total result quality compliance average knowledge skills soft-skills "
    "process call chat performance points review month week quarter".split()
)
_VERBS = frozenset(
    "scored graded marked rated ranked averaged score rank rate grade mark average scores ranks "
    "scoring grading marking rating".split()
)
# They tell of a score only what else is worth points, a grade or a share of a whole.
_GIVING = frozenset(
    "give gave given giving get got gets award awarded earn earned earns receive received put "
    "take took taken taking deduct deducted dock docked docking knock knocked lose lost loses "
    "cost costs drop dropped came come ended are 're were stand stands sit sits reached hit "
    "collected adds notched achieved deserves merits worth placed finished climbed moved "
    "slipped fell "
    "rose slid minus down at failed passed fail pass missed shaved".split()
)
_REACHED = frozenset("came got scored reached landed stand sit put".split())
_ASPECTS = frozenset("quality compliance courtesy empathy overall total accuracy".split())
_GRADED = frozenset(
    "quality compliance monitoring tone empathy listening greeting closing accuracy rapport "
    "courtesy pace clarity politeness opening".split()
)
_AUDITS = frozenset("audit evaluation qa scorecard assessment monitoring".split())
# Whoever gives or is given "a 7".
_AWARDING = frozenset("gives gave give giving award awarded awarding".split())
_AWARDED = frozenset(
    "got get gets getting earned earn received receive landed scored achieved took had have have "
    "made managed 've".split()
)
_ARRIVING = frozenset("came come finished finish ended ends comes".split())
# Around a value that stands for itself, and in the sentence before it.
_LEADING = frozenset("a an the just only now overall total result yours you your final so".split())
_TRAILING = frozenset(", . ! ; - \u2013 \u2014 up down this for from in on overall again )".split())
_FRAMES = frozenset(
    "score scores qa evaluation evaluations audit audits result results assessment scorecard grade "
    "grades rating ratings monitoring ranking rankings leaderboard marks".split()
)
_SHARING = frozenset(
    "give gave get got scored earned earns came at are adds awarded award reached receive received "
    "collected achieved notched".split()
)
_GONE = frozenset(
    "dropped slipped shaved forfeited conceded off lost deducted docked down taken "
    "knocked gone away missing short".split()
)
_LINKS = frozenset(
    "is was 's : = - \u2013 \u2014 of at to from came stands stood be been reads , are were".split()
)
_BETWEEN = frozenset("now only just about exactly still a an barely around currently again".split())
_OTHERS = CUSTOMERS | frozenset(
    "she he they his her their its credit energy nps csat survey tripadvisor google match game "
    "exam school football quiz hotel restaurant film product loyalty bonus reward air discount "
    "resolution occupancy utilisation utilization abandonment conversion retention attrition "
    "shrinkage uptime fcr aht sla backlog adherence attendance interest team's handle "
    "handling booking mr mrs ms dr battery".split()
)
_MEASURES = frozenset("hold handle wait talk time queue call response speed delay length".split())
_BREAKS = frozenset(";.!?\u2014") | {"but", "whereas"}
_LEFT_OUT = late(
    r"\b(?:no|without|not|n't|never|leave|left|skip|hide|keep|forget)(?: \w+){0,3} (?:scores?|"
    r"marks?|grades?|points|numbers?|ratings?|rank)\b"
    r"|\b(?:scores?|marks?|grades?) (?:are|is|were|stay|stays|left)(?: \w+)? (?:out|aside|hidden|"
    r"off)"
)


class ScoreSharing(SentenceRule):
    """Find scores, grades and ranks of the agent."""

    code = "CL107"
    name = "score-sharing"
    severity = "warning"
    is_local = True
    message = "A score closes the talk; describe the behaviour behind it"
    triggers = {
        "en": tuple(
            "score scores scored mark marks marked grade grades graded rating ratings rated rank "
            "ranked ranks ranking result evaluation evaluations scorecard total points point "
            "percentage percent qa assessment audit averaged average got gets earned earns "
            "received came placed finished table leaderboard bottom overall from give gave given "
            "award awarded failed passed lost minus docked deducted off league quality "
            "compliance empathy tone greeting closing listening knowledge top scoring reached "
            "fourth fifth second third per stars out place places slipped rate percentile "
            "quartile worth dropped pts pt star gone knocked monitoring up down board marked "
            "gives shaved docked landed finished came ended".split()
        )
        + tuple(sorted(_WEAK_NOUNS))
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
        """Yield nothing where scores are allowed."""
        if not config.allow_scores:
            yield from super().check(document, config)

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
            if span is None or span[0] <= last_end or _LEFT_OUT.search(sentence.low):
                continue
            start, end = tokens.starts[span[0]], tokens.ends[span[1]]
            if document.speaker_at(start) != "writer":
                continue
            if reporter(document, tokens, span[0]) in ("customer", "other"):
                continue
            last_end = span[1]
            yield self.finding(start, end)


def _statement(document: Document, tokens: Tokens, value: Value) -> tuple[int, int] | None:
    """Return first and last index of the statement of a score, None if a value is none."""
    words = tokens.words
    begin = value.first
    while begin > 0 and value.first - begin < _REACH and words[begin - 1] not in _BREAKS:
        begin -= 1
    end = value.last + 1
    while end < len(words) and end - value.last <= 6 and words[end] not in _BREAKS:
        end += 1
    left, right = words[begin : value.first], words[value.last + 1 : end]
    is_gone = value.kind == "points" and bool(right) and right[0] in _GONE
    clause = begin + max((at + 1 for at, word in enumerate(left) if word == ","), default=0)
    if _is_others(document, tokens, clause if is_gone else begin, end, value):
        return None
    if value.kind == "verdict":
        return (value.first - 1, value.last) if left[-1:] == ["you"] else None
    anchor = _anchor(left, value)
    if anchor is None and value.kind == "plain" and _NOUNS & set(right):
        anchor = next((at for at, word in enumerate(left) if word in _REACHED), None)
    if anchor is not None:
        first = begin + anchor
        if value.kind == "rank" and not _is_ranked_self(document, tokens, first):
            return None
        return _with_owner(tokens, first, begin), value.last
    extent = _right_anchor(value, right)
    if extent is not None:
        return value.first, value.last + extent
    if _is_bare(document, tokens, value):
        return value.first, value.last
    return None


def _is_of_things(left: list[str], place: int) -> bool:
    """Return whether a thing is graded: "the grade of the steel", "the car is rated"."""
    if left[place] in _NOUNS and left[place + 1 : place + 3] in (["of", "the"], ["of", "a"]):
        owner = left[place + 3 : place + 4]
        return bool(owner) and owner[0] not in _WORKS | WORK | TIMES
    is_passive = left[place] in _VERBS and left[place - 1 : place] in (["is"], ["was"], ["are"])
    if not is_passive or place < 3 or left[place - 3] not in ("the", "a", "his", "her", "their"):
        return False
    return left[place - 2] not in _WORKS | WORK | SKILLS | TIMES


def _is_graded(left: list[str], place: int, gap: list[str], value: Value) -> bool:
    """Return whether a part of the form has a number, or the whole was "a solid nine of ten"."""
    word = left[place]
    if value.kind == "ratio":
        return (
            word in ("was", "is", "'s")
            and "a" in gap[:1]
            and place > 0
            and (left[place - 1] in ("that", "this", "it", "call", "chat"))
        )
    if value.kind != "plain" or not value.ends_phrase or word not in _GRADED:
        return False
    if word in ("quality", "compliance", "monitoring"):
        return gap[-1:] == [":"]
    return place == 0 and gap in ([], [":"], ["="], ["-"])


def _is_given(left: list[str], place: int, gap: list[str]) -> bool:
    """Return whether a plain number is what somebody is given: "you got a 74"."""
    if gap[-1:] not in (["a"], ["an"], ["another"]):
        return False
    if left[place] in _AWARDING:
        return True
    return left[place] in _AWARDED and "you" in left[max(place - 3, 0) : place]


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
    lead = [word for word in words[: value.first] if word[0].isalpha()]
    if not set(lead) <= _LEADING:
        return False
    tail = words[value.last + 1 : value.last + 2]
    if tail and tail[0] not in _TRAILING:
        return False
    sentence = document.sentence_at(tokens.starts[0])
    other = sentence and document.neighbour(sentence, -1)
    if not other or other.lang != "en" or _LEFT_OUT.search(other.low):
        return False
    said = set(other.tokens.words)
    return bool(_FRAMES & said) and not said & _OTHERS


def _anchor(left: list[str], value: Value) -> int | None:
    """Return the index of the word on the left that makes a value a score."""
    for place in range(len(left) - 1, -1, -1):
        word = left[place]
        gap = left[place + 1 :]
        if word in ("mark", "grade", "rank") and left[place + 1 : place + 2] == ["from"]:
            continue  # a name
        if _is_of_things(left, place):
            continue
        if word in _NOUNS and _is_linked(gap, value):
            return place
        if (word in _VERBS and value.kind != "plain") or (word in _VERBS and len(gap) <= 5):
            return place
        if word in _ASPECTS and not gap and value.kind == "plain" and value.ends_phrase:
            return place
        if word in _GIVING and value.is_score and _reaches(word, gap, value):
            return place
        is_item = word in _WORKS and not gap  # "call 2 of 3"
        if word in _WEAK_NOUNS and not is_item and value.is_share and _is_linked(gap, value):
            return place
        if _is_graded(left, place, gap, value):
            return place
        if value.kind == "plain" and value.ends_phrase and _is_given(left, place, gap):
            return place
        if value.kind == "plain" and word == "minus" and place == 0 and not gap:
            return place
    return None


def _is_linked(gap: list[str], value: Value) -> bool:
    """Return whether a noun leads to a value: next to it, or over a link such as "was"."""
    inner = [word for word in gap if word not in _BETWEEN]
    if not inner:
        return value.kind != "plain" or value.ends_phrase
    if inner[-1] in _LINKS:
        return "has" not in inner and "have" not in inner
    return value.kind != "plain" and len(inner) <= 5 and bool(_GIVING & set(inner))


def _reaches(word: str, gap: list[str], value: Value) -> bool:
    """Return whether a verb of giving or standing has the value as its object."""
    if value.kind == "rank":
        return len(gap) <= 5
    if value.kind in ("share", "ratio"):
        return word in _SHARING
    return len(gap) <= 6


def _right_anchor(value: Value, right: list[str]) -> int | None:
    """Return how many words behind a value make it a score."""
    inner = [word for word in right if word not in ("was", "were", "have", "been", "had", "to")]
    if value.kind == "points" and inner and inner[0] in _GONE | {"be"}:
        return 1 + right.index(inner[0])
    if value.kind == "plain" and value.ends_phrase and right[:1] == ["on"]:
        return 0 if _AUDITS & set(right[1:5]) else None
    if value.kind == "points" and right[:1] == ["for"] and right[1:2] in (["this"], ["that"]):
        return 0
    if value.kind == "rank" and (_FRAMES | {"quality"}) & set(right):
        return 0
    if right[:2] == ["from", "me"]:
        return 2
    if right[:2] in (["puts", "you"], ["put", "you"]):
        return 2
    if value.is_share and right[:1] and right[0] in ("for", "on", "in"):
        named = [word for word in right[1:4] if word in WORK or word in SKILLS or word in _WORKS]
        return 0 if named else None
    return None


_WORKS = frozenset("call chat email shift evaluation scorecard audit qa review assessment".split())


def _with_owner(tokens: Tokens, first: int, begin: int) -> int:
    """Return where a statement begins, with the owner or subject before its noun or verb."""
    words = tokens.words
    for place in range(first - 1, max(first - 6, begin - 1), -1):
        if words[place] in ("your", "you", "i", "we"):
            return place
        if words[place] in _BREAKS or words[place] == ",":
            break
    return first


def _is_others(document: Document, tokens: Tokens, begin: int, end: int, value: Value) -> bool:
    """Return whether a value is a customer's, or of something else than the evaluation."""
    words = tokens.words
    for place in range(begin, min(end, value.last + 4)):
        word = words[place]
        if word in ("and", "but", "while") and place > value.last:
            return False
        if word == "," and place > value.last:
            return False
        if word == "average" and words[place + 1] in _MEASURES:
            return True
        if place == 0 and words[2:3] == [","]:
            continue  # a name that is called: "Mr Hahn, ..."
        if word == "air" and words[place - 1] == "dead":
            continue
        if word == "level" and words[place - 1] == "service":
            return True
        if word == "time" and words[place - 1] in ("hold", "wait", "talk", "wrap-up", "response"):
            return True
        if word in _OTHERS and person_at(document, tokens, place) != "agent":
            return True
    return False
