"""Values that may be scores: numbers, shares, points, grades, ranks, and passed or failed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import compress
from typing import NamedTuple

from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Value", "may_hold_value", "values_of"]

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
_ENDS = frozenset("bottom last top".split())
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
_BEHIND = frozenset(
    "for on in down up from by this that last at with after again and but so".split()
)
_UNCOUNTED = _BEHIND | frozenset("puts is was points overall by marks stars to because".split())
_MOVES = frozenset("place places spots ranks".split())
_BEFORE_ONE = frozenset("minus lost only".split())
_BEFORE_GRADES = frozenset("you it this a an straight solid : is was grade to low".split())
_STANDING = frozenset("stand are 're sit stands".split())
_LABELS = frozenset("expectations expectation improvement standard standards".split())
_WHOLES = frozenset("marks points score".split())
# Of traffic lights and medals: grades where a noun says so.
_COLOURS = frozenset("red amber yellow green bronze silver gold platinum".split())
_TIERS = frozenset("tier band".split())
_GRADED = frozenset("grade graded rating rated score scored status rag".split())
_AUDITS = frozenset("evaluation audit assessment qa check scorecard".split())


class Value(NamedTuple):
    """Hold a value from word to word, and of which kind it is.

    Args:
        first: Index of its first word.
        last: Index of its last word.
        kind: share (a percentage), ratio, points, grade, label, rank, verdict or plain.
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


_Reader = Callable[[Tokens, int], Value | None]


def may_hold_value(sentence: Sentence) -> bool:
    """Return whether the words may make a value; those of most sentences make none."""
    said = sentence.vocabulary
    if not _ALONE.isdisjoint(said) or not "".join(said).isalpha():  # a digit
        return True
    for word in _ACCOMPANIED & said:
        if not _COMPANIONS[word].isdisjoint(said):
            return True
    if "one" in said and sentence.low.startswith("one"):
        return True
    return not _GRADES.isdisjoint(said) and _CAPITAL.search(sentence.text) is not None


def values_of(tokens: Tokens) -> Iterator[Value]:
    """Yield the values of a sentence, in order."""
    last = -1
    words = tokens.words
    # Most words begin no value: they are passed over without a step of our own.
    for place in compress(range(len(words)), map(_reader_of, words)):
        read = _reader_of(words[place])
        if read is not None and place > last:
            value = read(tokens, place)
            if value is not None:
                yield value
                last = value.last


@kept
def _reader_of(word: str) -> _Reader | None:
    """Return what reads a value that begins with a word; None of most, which begin none."""
    if word[0].isdigit():
        return _reader_of_digits(word)
    # "The ninety-second mark" is a time.
    return _READERS.get(word.rpartition("-")[2] if word.startswith(_TENS) else word)


def _reader_of_digits(word: str) -> _Reader | None:
    for pattern, read in ((_DIGITS, _number), (_PERCENT, _share), (_RATIO, _ratio)):
        if pattern.match(word):
            return read
    return None


def _is_number(word: str) -> bool:
    return word != "" and _reader_of(word) is _number


def _next_three(words: list[str], place: int) -> tuple[str, str, str]:
    """Return three words behind a place, empty ones behind the last."""
    first, second, third = (*words[place + 1 : place + 4], "", "", "")[:3]
    return first, second, third


def _number(tokens: Tokens, place: int) -> Value | None:
    """Return the value that begins with a number: with its whole, its percent or its points."""
    words = tokens.words
    before = words[place - 1] if place else ""
    if words[place] == "one" and before and before not in _BEFORE_ONE:
        return None  # "on this one"
    first, second, third = _next_three(words, place)
    if first in _ORDINAL_ENDS:
        return _rank(words, place, place + 1)
    if first == "out" and second == "of" and _is_number(third):
        return _unless_counted(words, place, place + 3)
    if first in _MONTHS or _is_scale(words, place, first, second):
        return None
    if first in _POINTS and second == "out" and third == "of":
        return Value(place, min(place + 4, len(words) - 1), "ratio")
    if first in ("of", "over", "/") and second:
        return _unless_counted(words, place, place + 2) if _is_number(second) else None
    if first == "%" or first == "percent":
        return None if second == "of" else Value(place, place + 1, "share")
    if first == "per" and second == "cent":
        return None if third == "of" else Value(place, place + 2, "share")
    if first in _MOVES and not _RANKED.isdisjoint(words[place + 2 : place + 6]):
        return Value(place, place + 1, "rank")
    if first in _POINTS:
        return Value(place, place + 1, "points")
    if first in _UNITS or before in ("page", "no"):
        return None
    ends = not first[:1].isalpha() or first in _BEHIND
    return Value(place, place, "plain", ends_phrase=ends)


def _is_scale(words: list[str], place: int, first: str, second: str) -> bool:
    """Return whether a number is an end of a scale: "graded 1 to 5", but not "from 4 to 9"."""
    if first == "to":
        return _is_number(second) and words[place - 1 : place] != ["from"]
    is_end = place > 1 and words[place - 1] == "to" and _is_number(words[place - 2])
    return is_end and words[place - 3 : place - 2] != ["from"]


def _share(tokens: Tokens, place: int) -> Value | None:
    """Return a percentage, None if it is one of something."""
    return None if tokens.words[place + 1 : place + 2] == ["of"] else Value(place, place, "share")


def _ratio(tokens: Tokens, place: int) -> Value:
    """Return a ratio that is one word: 4/5."""
    return Value(place, place, "ratio")


def _unless_counted(words: list[str], first: int, last: int) -> Value | None:
    """Return a ratio, None where it counts something: "8 out of 10 samples"."""
    following = words[last + 1] if last + 1 < len(words) else ""
    is_counting = following[:1].isalpha() and following not in _UNCOUNTED
    return None if is_counting else Value(first, last, "ratio")


def _grade(tokens: Tokens, place: int) -> Value | None:
    """Return a grade in letters: an A, a B minus, C+."""
    if not tokens.is_capital(place):
        return None
    words = tokens.words
    following, beyond, _ = _next_three(words, place)
    has_sign = following in ("+", "\u2212", "minus", "plus") or (following == "-" and not beyond)
    if not has_sign:
        if not place or words[place - 1] not in _BEFORE_GRADES:
            return None
        if following[:1].isalpha() and following not in _BEHIND:
            return None
    elif place == 0 and words[0] == "a":
        return None
    return Value(place, place + 1 if has_sign else place, "grade")


def _full(tokens: Tokens, place: int) -> Value | None:
    """Return all there is to have: full marks, a top score."""
    words, following = tokens.words, place + 1
    is_full = following < len(words) and words[following] in _WHOLES
    return Value(place, following, "points") if is_full else None


def _top(tokens: Tokens, place: int) -> Value | None:
    """Return a place among the first or last: in the top ten, bottom of the table."""
    behind = tokens.words[place + 1 : place + 6]
    is_ranked = behind and (behind[0] in _PORTIONS or _is_number(behind[0]))
    if not is_ranked or _RANKED.isdisjoint(behind):
        return _full(tokens, place) if tokens.words[place] == "top" else None
    return Value(place, place + 1, "rank")


def _numbered(tokens: Tokens, place: int) -> Value | None:
    """Return a rank behind a word that says so: number two."""
    behind = tokens.words[place + 1 : place + 2]
    is_number = behind and _is_number(behind[0])
    return _rank(tokens.words, place, place + 1) if is_number else None


def _ordinal(tokens: Tokens, place: int) -> Value | None:
    """Return a rank that is one word: third."""
    return _rank(tokens.words, place, place)


def _rank(words: list[str], place: int, last: int) -> Value | None:
    """Return a rank that an ordinal makes, if its ranking is named or its verb ranks."""
    behind = words[last + 1 : last + 6]
    first = behind[0] if behind else ""
    is_of = _ranks_of(behind)
    if first in ("to", "time", "call", "of") and not is_of:
        return None
    if first in _MONTHS or not _QUEUES.isdisjoint(behind):
        return None  # a date, or a place in a line
    is_ranked = (
        is_of
        or not _RANKED.isdisjoint(behind)
        or not _RANKING.isdisjoint(words[max(place - 3, 0) : place])
        or (
            place > 0
            and words[place - 1] in _STANDING
            and not _LISTS.isdisjoint(words[max(place - 8, 0) : place])
        )
    )
    return Value(place, last, "rank") if is_ranked else None


def _ranks_of(behind: list[str]) -> bool:
    """Return whether a whole or an end follows: "12th of 14", "second from bottom"."""
    if behind[:1] == ["from"]:
        return not _ENDS.isdisjoint(behind[1:3])
    rest = behind[1:] if behind[:1] == ["out"] else behind
    return rest[:1] == ["of"] and len(rest) > 1 and _is_number(rest[1])


def _label(tokens: Tokens, place: int) -> Value | None:
    """Return a grade in words: meets expectations, needs improvement."""
    for step, word in enumerate(tokens.words[place + 1 : place + 3], 1):
        if word in _LABELS:
            return Value(place, place + step, "label")
    return None


def _colour(tokens: Tokens, place: int) -> Value | None:
    """Return a grade that is a colour: the silver tier, a rating of amber."""
    following = _next_three(tokens.words, place)[0]
    if following in _TIERS:
        return Value(place, place + 1, "grade")
    is_noun = not following[:1].isalpha() or following in _UNCOUNTED
    return Value(place, place, "label") if is_noun else None


def _verdict(tokens: Tokens, place: int) -> Value | None:
    """Return passed or failed, and the evaluation that was."""
    for step, word in enumerate(tokens.words[place + 1 : place + 5], 1):
        if word in _AUDITS:
            return Value(place, place + step, "verdict")
    return None


_READERS: Mapping[str, _Reader] = {
    **dict.fromkeys(_NUMBERS, _number),
    **dict.fromkeys(_ORDINALS, _ordinal),
    **dict.fromkeys("abcdef", _grade),
    **dict.fromkeys(("failed", "passed", "fail", "pass"), _verdict),
    **dict.fromkeys(("meets", "exceeds", "below", "needs", "partially"), _label),
    **dict.fromkeys(("full", "perfect", "high", "low"), _full),
    **dict.fromkeys(_COLOURS, _colour),
    **dict.fromkeys(("top", "bottom"), _top),
    **dict.fromkeys(("number", "no", "#"), _numbered),
}
# A letter is a grade only as a capital.
_GRADES = frozenset("abcdef")
_CAPITAL = re.compile(r"[A-F](?<![^\W_].)(?<!\AA)(?![^\W_])", re.DOTALL)
# By a word that begins a value: those of which one must stand in its sentence, too. Where a
# number has to, it begins a value itself, but for "one", which alone may open a sentence, too.
_COMPANIONS: Mapping[str, frozenset[str]] = {
    "one": _BEFORE_ONE,
    **dict.fromkeys(("number", "no", "#"), frozenset(("one",))),
    **dict.fromkeys(_ORDINALS, _RANKED | _RANKING | _ENDS | {"one"}),
    **dict.fromkeys(_COLOURS, _TIERS | _GRADED),
    **dict.fromkeys(("top", "bottom"), _RANKED | _WHOLES),
    **{word: _WHOLES for word, read in _READERS.items() if read is _full},
    **{word: _LABELS for word, read in _READERS.items() if read is _label},
    **{word: _AUDITS for word, read in _READERS.items() if read is _verdict},
}
_ACCOMPANIED = frozenset(_COMPANIONS)
_ALONE = frozenset(_READERS) - _ACCOMPANIED - _GRADES
