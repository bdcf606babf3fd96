"""What makes a value a score: a noun, a verb, or a part of the work beside it."""

from __future__ import annotations

from ccsdk_coaching.lexicon.appraisals import TIMES
from ccsdk_coaching.lexicon.en import WORK
from ccsdk_coaching.lexicon.polarity import SKILLS
from ccsdk_coaching.score_values import Value

__all__ = ["FRAMES", "GONE", "WEAK_NOUNS", "anchor_before", "anchor_behind"]

# With any number they make a score; the weak ones only with a percentage, a ratio or points.
_NOUNS = frozenset(
    "score scores mark marks grade grades rating ratings qa evaluation audit assessment percentage "
    "scorecard rank ranking tally auto-fail autofail".split()
)
WEAK_NOUNS = (
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
_WORKS = frozenset("call chat email shift evaluation scorecard audit qa review assessment".split())
_TIMED = WORK | TIMES | _WORKS
_NAMED = WORK | SKILLS | _WORKS
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
_BRINGING = frozenset(
    "have has had 've got put puts takes took brings brought lifts lifted moves moved".split()
)
# Nothing else on the left makes a number, or another value, a score.
_PLAIN_ANCHORS = _NOUNS | _VERBS | _ASPECTS | _GRADED | _AWARDING | _AWARDED | {"minus"}
_ANCHORS = _NOUNS | _VERBS | _GIVING | WEAK_NOUNS | frozenset("was is 's".split())
_ENDS_BEFORE = (["at"], ["to"], ["with"], ["on"])
FRAMES = frozenset(
    "score scores qa evaluation evaluations audit audits result results assessment scorecard grade "
    "grades rating ratings monitoring ranking rankings leaderboard marks".split()
)
_RANKINGS = FRAMES | {"quality"}
_SHARING = frozenset(
    "give gave get got scored earned earns came at are adds awarded award reached receive received "
    "collected achieved notched".split()
)
GONE = frozenset(
    "dropped slipped shaved forfeited conceded off lost deducted docked down taken "
    "knocked gone away missing short shy".split()
)
_BEING = frozenset("was were have been had to".split())
_LINKS = frozenset(
    "is was 's : = - \u2013 \u2014 of at to from came stands stood be been reads , are were".split()
)
_DAYS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday today tomorrow".split()
)
_BETWEEN = frozenset("now only just about exactly still a an barely around currently again".split())


def anchor_before(left: list[str], value: Value, right: list[str]) -> int | None:
    """Return the index of the word on the left that makes a value a score."""
    if value.is_score:
        return None if _ANCHORS.isdisjoint(left) else _anchor(left, value)
    is_near = not _PLAIN_ANCHORS.isdisjoint(left) or left[-1:] in _ENDS_BEFORE
    anchor = _plain_anchor(left, value) if is_near else None
    if anchor is None and not _NOUNS.isdisjoint(right):
        return next((at for at, word in enumerate(left) if word in _REACHED), None)
    return anchor


def _anchor(left: list[str], value: Value) -> int | None:
    """Return what makes a share, a ratio, points, a grade or a rank a score."""
    for place in range(len(left) - 1, -1, -1):
        word = left[place]
        if word not in _ANCHORS or _is_name(left, place) or _is_of_things(left, place):
            continue
        gap = left[place + 1 :]
        if word in _VERBS or (word in _NOUNS and _is_linked(gap, value)):
            return place
        if word in _GIVING and _reaches(word, gap, value):
            return place
        is_item = word in _WORKS and not gap  # "call 2 of 3"
        if word in WEAK_NOUNS and not is_item and value.is_share and _is_linked(gap, value):
            return place
        if value.kind in ("ratio", "grade") and _is_whole(left, place):
            return place
    return None


def _plain_anchor(left: list[str], value: Value) -> int | None:
    """Return what makes a number a score."""
    for place in range(len(left) - 1, -1, -1):
        word = left[place]
        if word not in _PLAIN_ANCHORS or _is_name(left, place) or _is_of_things(left, place):
            continue
        gap = left[place + 1 :]
        if word in _NOUNS and _is_linked(gap, value):
            return place
        if word in _VERBS and len(gap) <= 5 and (value.ends_phrase or word.endswith("d")):
            return place
        if value.ends_phrase and (
            (word in _ASPECTS and not gap)
            or (word in _GRADED and _is_graded(word, place, gap))
            or _is_given(left, place, gap)
        ):
            return place
        if left == ["minus"]:
            return place
    if value.ends_phrase and _is_brought(left):
        return len(left) - (3 if "you" in left[-2:] else 2)
    return None


def anchor_behind(value: Value, right: list[str]) -> int | None:
    """Return how many words behind a value make it a score."""
    if not right:
        return None
    if value.kind == "points":
        inner = next((word for word in right if word not in _BEING), "")
        if inner in GONE or inner == "be":
            return 1 + right.index(inner)
    if value.kind == "plain" and value.ends_phrase and right[:1] == ["on"]:
        return None if _AUDITS.isdisjoint(right[1:5]) else 0
    if value.kind == "points" and right[:1] == ["for"] and right[1:2] in (["this"], ["that"]):
        return 0
    if value.kind == "rank" and not _RANKINGS.isdisjoint(right):
        return 0
    if value.kind == "plain" and right[:2] in (["off", "for"], ["off", "on"]):
        return None if _NAMED.isdisjoint(right[2:5]) else 1
    if right[:2] == ["from", "me"]:
        return 2
    if right[:2] in (["puts", "you"], ["put", "you"]):
        return 2
    if value.is_share and right[0] in ("for", "on", "in"):
        return None if _NAMED.isdisjoint(right[1:4]) else 0
    return None


def _is_of_things(left: list[str], place: int) -> bool:
    """Return whether a thing is graded: "the grade of the steel", "the car is rated"."""
    if left[place] in _NOUNS and left[place + 1 : place + 3] in (["of", "the"], ["of", "a"]):
        owner = left[place + 3 : place + 4]
        return bool(owner) and owner[0] not in _TIMED
    is_passive = left[place] in _VERBS and left[place - 1 : place] in (["is"], ["was"], ["are"])
    if not is_passive or place < 3 or left[place - 3] not in ("the", "a", "his", "her", "their"):
        return False
    return left[place - 2] not in _TIMED and left[place - 2] not in SKILLS


def _is_name(left: list[str], place: int) -> bool:
    """Return whether a word that may be a noun is somebody: "Mark from gate 3"."""
    return left[place] in ("mark", "grade", "rank") and left[place + 1 : place + 2] == ["from"]


def _is_whole(left: list[str], place: int) -> bool:
    """Return whether all of a call has a ratio or a grade: "that was a solid nine of ten"."""
    return (
        left[place] in ("was", "is", "'s")
        and left[place + 1 : place + 2] == ["a"]
        and place > 0
        and left[place - 1] in ("that", "this", "it", "call", "chat")
    )


def _is_brought(left: list[str]) -> bool:
    """Return whether a number is where somebody stands: "that takes you to 93"."""
    if left[-2:] in (["you", "at"], ["you", "to"]):
        return left[-3:-2] != [] and left[-3] in _BRINGING
    return left[-1:] in (["with"], ["on"]) and left[-2:-1] in (["passed"], ["failed"])


def _is_graded(word: str, place: int, gap: list[str]) -> bool:
    """Return whether a part of the form has a number: "Empathy: 4"."""
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


def _is_linked(gap: list[str], value: Value) -> bool:
    """Return whether a noun leads to a value: next to it, or over a link such as "was"."""
    inner = [word for word in gap if word not in _BETWEEN]
    if not inner:
        return value.kind != "plain" or value.ends_phrase
    if inner[-1] == "at" and not _DAYS.isdisjoint(inner):
        return False  # a time of day
    if inner[-1] in _LINKS:
        return "has" not in inner and "have" not in inner
    return value.kind != "plain" and len(inner) <= 5 and not _GIVING.isdisjoint(inner)


def _reaches(word: str, gap: list[str], value: Value) -> bool:
    """Return whether a verb of giving or standing has the value as its object."""
    if value.kind == "label":
        return False
    if value.kind == "rank":
        return len(gap) <= 5
    if value.kind in ("share", "ratio"):
        return word in _SHARING
    return len(gap) <= 6
