"""How well and how ill a run of words speaks, told word by word.

A negation turns what follows it. Trouble that was mended, and what good work was about, speaks
neither way: "you found the lost key", "a kind word with the angry guest".
"""

from __future__ import annotations

from functools import lru_cache

from ccsdk_coaching.lexicon.en import AUXILIARIES, PREPOSITIONS, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
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
    "shines glows flows flowed impresses enthusiasm".split()
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
# What is wrong with their object was there before, and was mended.
_MENDING = frozenset(
    "calm soothe comfort reassure rescue save solve resolve fix repair sort settle spot catch "
    "notice defuse de-escalate find trace recover handle manage acknowledge help untangle "
    "unravel detect discover identify pinpoint diagnose prevent clarify clear anticipate support "
    "explain empathize empathise deal warn avoid spare correct mend cover pick".split()
)
# Faults by themselves, whatever is done with them.
FAULTY_DEEDS = ACTIONS_FAULT - frozenset(
    "wait look sound end talk jump hide push tap pass roll default transfer escalate cancel "
    "break eat drag trip leap race hang cut stray freeze chew".split()
)
_IN_TIME = frozenset({"on time", "in time", "at once", "in seconds", "by heart", "in full"})
# They speak with the word behind them only.
_WATCHED = frozenset("left sharp too like".split()) | {each.split()[0] for each in _IN_TIME}
_SENSES = frozenset("eye eyes ear ears mind memory focus thinking".split())
_STATES = frozenset("alone open empty blank behind out unlocked dark cold".split())
_NOTHING = frozenset("nothing nobody none no".split())
_DEFINITE = frozenset("the his her their your this that".split())
_GOOD_DEEDS = ACTIONS_GOOD - frozenset("let make be get look sound leave think".split())
_OBJECTS = PREPOSITIONS - frozenset("than as like near".split())
_AFTER_TOO = frozenset(", . ; ! ? and".split())


@lru_cache(maxsize=8192)
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
    good = bad = 0
    turned = -_REACH - 1
    is_mended = False
    for place in range(begin, end):
        word = words[place]
        if not _weighs(word):
            continue
        following = words[place + 1] if place + 1 < end else ""
        if word in NEGATIONS:
            if word == "not" and following in ("only", "just"):
                continue
            turned, is_mended = place, False
            continue
        if word in ";:.!?,":
            turned, is_mended = -_REACH - 1, False
            continue
        sign = _sign(words, place, following)
        if sign <= 0 and place - turned > _REACH and lemma(word) in _MENDING:
            is_mended = True
            continue
        if word in _OBJECTS and good > bad:
            is_mended = True  # "lovely handling of the angry guest"
        if sign < 0 and following in _NOTHING:
            sign = 1  # "missed nothing"
        if sign == 0 or (sign < 0 and is_mended and word != "too"):
            continue
        if place - turned <= _REACH and not _is_object(words, turned, place, sign):
            sign, turned = -sign, -_REACH - 1
        good, bad = (good + 1, bad) if sign > 0 else (good, bad + 1)
    return good, bad


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


@lru_cache(maxsize=8192)
def _weighs(word: str) -> bool:
    """Return whether a word counts at all for `charge`; most do not."""
    if word in NEGATIONS or word in _OBJECTS or word in ";:.!?," or word in _WATCHED:
        return True
    base = lemma(word)
    is_deed = base in FAULTY_DEEDS or base in _MENDING or base in ("talk", "hang", "raise")
    return is_deed or is_quality(word) or is_faulty(word)


def _is_object(words: list[str], turned: int, place: int, sign: int) -> bool:
    """Return whether the fault is in what was left undone: "didn't report the broken lock"."""
    between = words[turned + 1 : place]
    return sign < 0 and any(lemma(word) in _GOOD_DEEDS or word in _DEFINITE for word in between)


def _sign(words: list[str], place: int, following: str) -> int:
    """Return 1 for a word that speaks well, -1 for one that speaks ill, else 0."""
    word = words[place]
    if f"{word} {following}" in _IN_TIME:
        return 1
    if word == "sharp" and following in _SENSES:
        return 1
    if word == "left" and _is_stranded(words, place):
        return -1
    if word == "left" and words[place - 1] not in ("was", "were", "been", "is", "are"):
        return 0
    if word == "too":
        return -1 if following and following not in _AFTER_TOO else 0
    if word == "like" and words[place - 1] not in ("i", "we", "really"):
        return 0
    if is_quality(word):
        return 0 if is_noun(words, place) or words[place - 1 : place] == ["too"] else 1
    base = lemma(word)
    if base == "raise" and "voice" in words[place + 1 : place + 4]:
        return -1
    if (base == "talk" and following in ("over", "past", "down")) or (
        base == "hang" and following == "up"
    ):
        return -1
    return -1 if is_faulty(word) or base in FAULTY_DEEDS else 0
