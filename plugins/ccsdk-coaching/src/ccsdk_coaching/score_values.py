"""Values that may be scores: numbers, shares, points, grades, ranks, and passed or failed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import attrs

from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Value", "values_of"]

_DIGITS = late(r"\d{1,3}(?:[.,]\d{1,2})?\Z")
_PERCENT = late(r"\d{1,3}(?:[.,]\d{1,2})?%\Z")
_RATIO = late(r"\d{1,3}(?:[.,]\d)?/\d{1,3}\Z")
_NUMBERS = frozenset(
    "zero half one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred".split()
)
_TENS = ("twenty-", "thirty-", "forty-", "fifty-", "sixty-", "seventy-", "eighty-", "ninety-")
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last".split()
)
_ORDINAL = late(r"\d{1,3}(?:st|nd|rd|th)\Z")
# Behind an ordinal they make it a rank.
_RANKED = frozenset(
    "place team table leaderboard league ranking rankings list board group site department place "
    "quarter month october november december january february march april may june july august "
    "september review week year house desk branch agents advisors advisers shift percentile "
    "quartile half".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()
)
_LISTS = frozenset("ranking rankings leaderboard league table".split())
_PORTIONS = frozenset("of in half third quarter quartile decile percentile".split())
_QUEUES = frozenset("queue line row".split())
_RANKING = frozenset("ranked rank ranks placed finished came come ranking leaderboard".split())
_POINTS = frozenset("point points pt pts mark marks star stars".split())
_ORDINAL_ENDS = frozenset("st nd rd th".split())
_UNITS = frozenset(
    "call calls minute minutes min mins second seconds sec secs hour hours day days week weeks "
    "month months year years guest guests chat chats email emails ticket tickets people customer "
    "customers caller callers booking bookings time times order orders case cases euro euros "
    "pound pounds dollar dollars page pages question questions item items criteria section "
    "sections am pm o'clock km kg degrees refund refunds claim claims step steps thing things "
    "part parts of student students member members agent agents criterion line lines floor row "
    "seat room tables parcels letters words languages stops rooms visitors patients "
    "passengers".split()
)
_BEGINNINGS = (
    _NUMBERS
    | _ORDINALS
    | frozenset("full top perfect high low bottom number no failed passed fail pass".split())
    | frozenset("abcdef")
)


@attrs.frozen
class Value:
    """Hold a value from word to word, and of which kind it is.

    Args:
        first: Index of its first word.
        last: Index of its last word.
        kind: share (a percentage), ratio, points, grade, rank, verdict or plain.
        ends_phrase: Whether no noun follows that it counts.
    """

    first: int
    last: int
    kind: str
    ends_phrase: bool = True

    @property
    def is_share(self) -> bool:
        """Return whether it is a share of a whole: a percentage, a ratio or points."""
        return self.kind in ("share", "ratio", "points", "grade")

    @property
    def is_score(self) -> bool:
        """Return whether it is more than a plain number."""
        return self.kind != "plain"


def values_of(tokens: Tokens) -> Iterator[Value]:
    """Yield the values of a sentence, in order."""
    last = -1
    for place, word in enumerate(tokens.words):
        if place > last and _may_begin(word):
            value = _value_at(tokens, place)
            if value is not None:
                yield value
                last = value.last


@lru_cache(maxsize=8192)
def _may_begin(word: str) -> bool:
    """Return whether a value may begin with a word; most begin none."""
    if not word[0].isalpha():
        return word[0].isdigit() or word == "#"
    return word in _BEGINNINGS or word.startswith(_TENS)


def _value_at(tokens: Tokens, place: int) -> Value | None:
    words = tokens.words
    word = words[place]
    if word == "one" and words[place - 1 : place] not in ([], ["minus"], ["lost"], ["only"]):
        return None  # "on this one"
    if _is_number(word):
        if words[place + 1 : place + 2] and words[place + 1] in _ORDINAL_ENDS:
            return _rank_from(words, place, place + 1)
        return _number(words, place)
    if _PERCENT.match(word):
        is_part = words[place + 1 : place + 2] == ["of"]
        return None if is_part else Value(place, place, "share")
    if _RATIO.match(word):
        return Value(place, place, "ratio")
    if word in ("full", "top", "perfect", "high", "low") and words[place + 1 : place + 2] in (
        ["marks"],
        ["points"],
        ["score"],
    ):
        return Value(place, place + 1, "points")
    return _grade(tokens, place) or _rank(words, place) or _verdict(words, place)


def _is_number(word: str) -> bool:
    if word[0].isdigit():
        return _DIGITS.match(word) is not None
    return word in _NUMBERS or word.startswith(_TENS)


def _number(words: list[str], place: int) -> Value | None:
    """Return the value that begins with a number: with its whole, its percent or its points."""
    following = words[place + 1 : place + 4]
    if following[:2] == ["out", "of"] and len(following) > 2 and _is_number(following[2]):
        return _unless_counted(words, place, place + 3, "ratio")
    if following[:1] == ["points"] and following[1:3] == ["out", "of"]:
        return Value(place, min(place + 4, len(words) - 1), "ratio")
    if following[:1] in (["of"], ["over"], ["/"]) and len(following) > 1:
        if _is_number(following[1]):
            return _unless_counted(words, place, place + 2, "ratio")
        return None
    if following[:1] == ["%"] or following[:1] == ["percent"]:
        return None if following[1:2] == ["of"] else Value(place, place + 1, "share")
    if following[:2] == ["per", "cent"]:
        return None if following[2:3] == ["of"] else Value(place, place + 2, "share")
    is_move = bool(following) and following[0] in ("place", "places", "spots", "ranks")
    if is_move and _RANKED & set(words[place + 2 : place + 6]):
        return Value(place, place + 1, "rank")
    if following[:1] and following[0] in _POINTS:
        return Value(place, place + 1, "points")
    if (following[:1] and following[0] in _UNITS) or words[place - 1 : place] in (["page"], ["no"]):
        return None
    ends = not following or not following[0][0].isalpha() or following[0] in _BEHIND
    return Value(place, place, "plain", ends_phrase=ends)


_BEHIND = frozenset("for on in down up from this that last at with after again and but so".split())


def _unless_counted(words: list[str], first: int, last: int, kind: str) -> Value | None:
    """Return a ratio, None where it counts something: "8 out of 10 samples"."""
    following = words[last + 1 : last + 2]
    is_counting = (
        bool(following)
        and following[0][0].isalpha()
        and following[0]
        not in _BEHIND
        | {
            "puts",
            "is",
            "was",
            "points",
            "overall",
            "by",
            "marks",
            "stars",
            "to",
            "because",
        }
    )
    return None if is_counting else Value(first, last, kind)


def _grade(tokens: Tokens, place: int) -> Value | None:
    """Return a grade in letters: an A, a B minus, C+."""
    words = tokens.words
    word = words[place]
    if len(word) != 1 or word not in "abcdef" or not tokens.is_capital(place):
        return None
    before = words[place - 1] if place else ""
    following = words[place + 1] if place + 1 < len(words) else ""
    has_sign = following in ("+", "\u2212", "minus", "plus") or (
        following == "-" and not words[place + 2 : place + 3][:1]
    )
    is_framed = before in (
        "you",
        "it",
        "this",
        "a",
        "an",
        "straight",
        "solid",
        ":",
        "is",
        "was",
        "grade",
        "to",
        "low",
    )
    if not (is_framed or has_sign) or (place == 0 and word == "a"):
        return None
    if not has_sign and following and following[0].isalpha() and following not in _BEHIND:
        return None
    return Value(place, place + 1 if has_sign else place, "grade")


def _rank(words: list[str], place: int) -> Value | None:
    """Return a rank: third in the team, bottom of the table, number two, in the top ten."""
    word = words[place]
    behind = words[place + 1 : place + 6]
    if word in ("top", "bottom"):
        is_ranked = behind[:1] and (behind[0] in _PORTIONS or _is_number(behind[0]))
        return Value(place, place + 1, "rank") if is_ranked and _RANKED & set(behind) else None
    is_number = word in ("number", "#", "no") and bool(behind) and _is_number(behind[0])
    if not (word in _ORDINALS or _ORDINAL.match(word) or is_number):
        return None
    return _rank_from(words, place, place + 1 if is_number else place)


def _rank_from(words: list[str], place: int, last: int) -> Value | None:
    """Return a rank that an ordinal makes, if its ranking is named or its verb ranks."""
    behind = words[last + 1 : last + 6]
    if behind[:1] in (["to"], ["time"], ["call"], ["of"]) and not _ranks_of(behind):
        return None
    if _MONTHS & set(behind[:1]) or _QUEUES & set(behind[:3]):
        return None  # a date, or a place in a line
    is_ranked = bool(_RANKED & set(behind) or _RANKING & set(words[max(place - 3, 0) : place]))
    is_standing = words[place - 1 : place] in (["stand"], ["are"], ["'re"], ["sit"], ["stands"])
    is_ranked = is_ranked or (
        is_standing and not _LISTS.isdisjoint(words[max(place - 8, 0) : place])
    )
    return Value(place, last, "rank") if is_ranked or _ranks_of(behind) else None


def _ranks_of(behind: list[str]) -> bool:
    """Return whether a whole follows that is a number: "12th of 14", "second out of nine"."""
    rest = behind[1:] if behind[:1] == ["out"] else behind
    return rest[:1] == ["of"] and len(rest) > 1 and _is_number(rest[1])


def _verdict(words: list[str], place: int) -> Value | None:
    """Return passed or failed, and the evaluation that was."""
    if words[place] not in ("failed", "passed", "fail", "pass"):
        return None
    for step, word in enumerate(words[place + 1 : place + 5], 1):
        if word in ("evaluation", "audit", "assessment", "qa", "check", "scorecard"):
            return Value(place, place + step, "verdict")
    return None
