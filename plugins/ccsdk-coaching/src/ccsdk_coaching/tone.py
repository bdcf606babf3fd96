"""How well and how ill a run of words speaks, told word by word.

A negation turns what follows it. Trouble that was mended, and what good work was about, speaks
neither way: "you found the lost key", "a kind word with the angry guest".
"""

from __future__ import annotations

from itertools import compress

from ccsdk_coaching.lexicon.en import AUXILIARIES, PREPOSITIONS, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_FAULT,
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    EFFECTS,
    EVALUATIVE,
    EVALUATIVE_ADVERBS,
    LIKED,
    NAMES_FOR_GOOD_PEOPLE,
    NEGATIONS,
)

__all__ = ["FAULTY_DEEDS", "charge", "is_noun", "is_quality"]

_VIRTUES = frozenset(
    "warmth kindness patience empathy courtesy calm tact humour humor honesty clarity care "
    "compassion grace flair skill ease eye heart charm precision accuracy rapport trust respect "
    "confidence attention courage initiative gift talent knack instinct easy promptness correct "
    "correctly right resilience improvement progress chapeau kudos bravo sparkles sparkled "
    "shines glows flows flowed impresses enthusiasm leaps masterclass textbook gold fingertips "
    "impeccable "
    "immaculate exquisite bullseye sublime finesse poise aplomb dignity panache "
    "diplomacy diligence thoroughness perseverance composure decency humanity generosity "
    "sensitivity delicacy integrity dedication commitment".split()
)
_GOOD = (
    _VIRTUES
    | EVALUATIVE
    | EVALUATIVE_ADVERBS
    | BEHAVIOUR_QUALITIES
    | EFFECTS
    | LIKED
    | (NAMES_FOR_GOOD_PEOPLE - frozenset("hit force dream machine credit natural".split()))
)
_DESCRIBING = EVALUATIVE | BEHAVIOUR_QUALITIES
_REACH = 4
# Where the last negation stands if there is none: out of reach.
_NOWHERE = -_REACH - 1
# What is wrong with their object was there before, and was mended.
_MENDING = frozenset(
    "calm soothe comfort reassure rescue save solve resolve fix repair sort settle spot catch "
    "notice defuse de-escalate find trace recover handle manage acknowledge help untangle "
    "unravel detect discover identify pinpoint diagnose prevent clarify clear anticipate support "
    "explain empathize empathise admit deal warn avoid spare correct mend cover pick".split()
)
# Faults by themselves, whatever is done with them.
FAULTY_DEEDS = ACTIONS_FAULT - frozenset(
    "wait look sound end talk jump hide push tap pass roll default transfer escalate cancel "
    "break eat drag trip leap race hang cut stray freeze chew".split()
)
_IN_TIME = frozenset({"on time", "in time", "at once", "in seconds", "by heart", "in full"})
_BEFORE_TIMES = frozenset(each.split()[0] for each in _IN_TIME)
_TIMES = frozenset(each.split()[1] for each in _IN_TIME)
# They speak with the word behind them only.
_WATCHED = frozenset("left sharp too like level real treat".split()) | _BEFORE_TIMES
_COULD = (["could"], ["can"])
_SUCH = frozenset("a real such true".split())
_MORE = frozenset("more better happier finer nicer".split())
# They praise beside another word that does: "lovely slow read-back", "short and sweet".
_PLAIN = frozenset("slow short quiet low small long longer sharp light".split())
_BEFORE_PLAIN = frozenset("how as so good great nice".split())
_LINKS = frozenset("and but , yet".split())
_EVEN = frozenset("stay stays stayed staying keep kept keeps remain remained so as dead".split())
_SENSES = frozenset("eye eyes ear ears mind memory focus thinking".split())
_STATES = frozenset("alone open empty blank behind out unlocked dark cold".split())
_NOTHING = frozenset("nothing nobody none no".split())
_DEFINITE = frozenset("the his her their your this that".split())
_GOOD_DEEDS = ACTIONS_GOOD - frozenset("let make be get look sound leave think".split())
_OBJECTS = PREPOSITIONS - frozenset("than as like near".split())
_AFTER_TOO = frozenset(", . ; ! ? and".split())
# What one does with the voice or the phone: ill in some turns.
_SPOKEN = frozenset("talk hang raise".split())
_MARKS = frozenset(";:.!?,")
# How a word counts: not at all, as the end of a clause, as a preposition before what good work is
# about; as a deed that mends, as a negation, as what speaks ill or well; or as `_sign` tells.
_SILENT, _ENDS, _ABOUT, _MENDS, _TURNS, _ILL, _WELL, _SAYS = range(8)


@kept
def is_quality(word: str) -> bool:
    """Return whether a word speaks well of somebody or something, adverbs in -ly too."""
    if word in _GOOD or word.startswith("well-"):
        return True
    for ending in ("ly", "est", "er"):
        if word.endswith(ending) and len(word) > 5:
            stem = word.removesuffix(ending)
            bases = {stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem}
            return bool(bases & _DESCRIBING)
    return False


def charge(words: list[str], begin: int, end: int) -> tuple[int, int]:
    """Return how many words speak well and how many ill; a negation turns what follows.

    Trouble that was mended ("found the lost key"), or that good work was about, does not speak
    ill.
    """
    return _tally(words, begin, end, [*map(_weight, words[begin:end])])


def _tally(words: list[str], begin: int, end: int, weights: list[int]) -> tuple[int, int]:
    """Return what `charge` does, from how each word counts."""
    good = bad = 0
    turned = _NOWHERE
    is_mended = False
    for place in compress(range(begin, end), weights):
        weight = weights[place - begin]
        if weight == _ENDS:
            turned, is_mended = _NOWHERE, False
            continue
        following = words[place + 1] if place + 1 < end else ""
        if weight == _ABOUT and following not in _TIMES:
            is_mended = is_mended or good > bad  # "lovely handling of the angry guest"
            continue
        if weight == _MENDS:
            is_mended = is_mended or place - turned > _REACH
            continue
        if weight == _TURNS:
            if not _heightens(words, place, end) and (
                words[place] != "not" or following not in ("only", "just")
            ):
                turned, is_mended = place, False
            continue
        if weight == _ILL:
            sign = -1
        else:
            sign = _sign_well(words, place) if weight == _WELL else _sign(words, place, following)
            if sign <= 0 and place - turned > _REACH and lemma(words[place]) in _MENDING:
                is_mended = True
                continue
            if good > bad and words[place] in _OBJECTS:
                is_mended = True
        if sign < 0 and following in _NOTHING:
            sign = 1  # "missed nothing"
        if sign == 0 or (sign < 0 and is_mended and words[place] != "too"):
            continue
        if place - turned <= _REACH and not _is_object(words, turned, place, sign):
            sign, turned = -sign, _NOWHERE
        good, bad = (good + 1, bad) if sign > 0 else (good, bad + 1)
    return good, bad


def _heightens(words: list[str], place: int, end: int) -> bool:
    """Return whether a negation praises all the more: "couldn't have been warmer"."""
    is_surpassed = words[place] == "nobody" and words[place + 1 : place + 2] in _COULD
    if words[place - 1 : place] not in _COULD and not is_surpassed:
        return False
    behind = words[place + 1 : min(place + 6, end)]
    return any(word in _MORE or (word.endswith("er") and is_quality(word)) for word in behind)


def is_noun(words: list[str], place: int) -> bool:
    """Return whether a word that may describe is a noun here: "the light", "at the fair"."""
    following = words[place + 1] if place + 1 < len(words) else ""
    return words[place - 1 : place] == ["the"] and (
        following in AUXILIARIES or not following or not following[0].isalpha()
    )


def _is_stranded(words: list[str], place: int) -> bool:
    """Return whether "left" has somebody or something behind in a bad state."""
    return any(
        word in _STATES or (word.endswith("ing") and word not in ("evening", "morning"))
        for word in words[place + 2 : place + 5]
    )


@kept
def _weight(word: str) -> int:
    """Return how a word counts for `charge`; most do not."""
    if word in NEGATIONS:
        return _TURNS
    if word in _MARKS:
        return _ENDS
    if word in _BEFORE_TIMES:
        return _ABOUT
    base = lemma(word)
    if word in _WATCHED or word == "shout" or base in _SPOKEN:
        return _SAYS
    # What is one thing by itself and another among its neighbours is looked at there.
    is_plain = word not in _OBJECTS and base not in _MENDING
    if is_quality(word):
        return _WELL if is_plain else _SAYS
    if word in _PLAIN:
        return _SAYS
    if is_faulty(word) or base in FAULTY_DEEDS:
        return _ILL if is_plain else _SAYS
    if word in _OBJECTS:
        return _SAYS if base in _MENDING else _ABOUT
    return _MENDS if base in _MENDING else _SILENT


def _is_object(words: list[str], turned: int, place: int, sign: int) -> bool:
    """Return whether the fault is in what was left undone: "didn't report the broken lock"."""
    between = words[turned + 1 : place]
    if between[:2] == ["a", "single"] or between[:1] == ["one"]:
        return False  # "not a single spelling mistake"
    return sign < 0 and any(lemma(word) in _GOOD_DEEDS or word in _DEFINITE for word in between)


def _sign(words: list[str], place: int, following: str) -> int:
    """Return 1 for a word that speaks well, -1 for one that speaks ill, else 0."""
    word = words[place]
    if word in _WATCHED:
        sign = _sign_with_next(words, place, following)
        if sign is not None:
            return sign
    if is_quality(word):
        return _sign_well(words, place)
    if word in ("long", "shout") and words[place - 1] in _BEFORE_PLAIN:
        return 0  # "how long it is", "good shout"
    if word in _PLAIN and _is_beside_quality(words, place):
        return 0
    base = lemma(word)
    if base == "raise" and "voice" in words[place + 1 : place + 4]:
        return -1
    if (base == "talk" and following in ("over", "past", "down")) or (
        base == "hang" and following == "up"
    ):
        return -1
    return -1 if is_faulty(word) or base in FAULTY_DEEDS else 0


def _sign_well(words: list[str], place: int) -> int:
    """Return 1 for a word that speaks well, 0 if it does not here: "too kind", "the light"."""
    before = words[place - 1] if place else ""
    return 0 if before == "too" or (before == "the" and is_noun(words, place)) else 1


def _is_beside_quality(words: list[str], place: int) -> bool:
    """Return whether a word of size or speed is joined to one that praises."""
    before, behind = words[max(place - 2, 0) : place][::-1], words[place + 1 : place + 3]
    if before and (is_quality(before[0]) or (before[0] in _LINKS and is_quality(before[-1]))):
        return True
    return len(behind) > 1 and behind[0] in _LINKS and is_quality(behind[1])


def _sign_with_next(words: list[str], place: int, following: str) -> int | None:
    """Return the sign of a word that speaks only with the one behind it, None if by itself."""
    word = words[place]
    if f"{word} {following}" in _IN_TIME or (word == "sharp" and following in _SENSES):
        return 1
    if word == "left" and (following in ("out", "off") or _is_stranded(words, place)):
        return -1
    if word == "level":
        return int(words[place - 1] in _EVEN)
    if word == "treat":
        return int(words[place - 1] in _SUCH)
    if word == "real":
        return int(following in ("thing", "deal") and words[place - 1] == "the")
    if word == "left" and words[place - 1] not in ("was", "were", "been", "is", "are"):
        return 0
    if word == "too":
        return -1 if following and following not in _AFTER_TOO else 0
    return 0 if word == "like" and words[place - 1] not in ("i", "we", "really") else None
