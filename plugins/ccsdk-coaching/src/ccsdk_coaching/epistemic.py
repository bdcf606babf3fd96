"""Whether a modal guesses or cheers rather than obliges: `you must be tired`."""

from __future__ import annotations

from ccsdk_coaching.lexicon.en import DETERMINERS, FEELINGS, is_adverb
from ccsdk_coaching.lexicon.polarity import EVALUATIVE

__all__ = ["SOON", "is_guess"]

SOON = frozenset(
    "soon tomorrow tonight monday tuesday wednesday thursday friday saturday sunday by within any "
    "shortly now already noon midnight".split()
)
_GUESSED = frozenset(
    "arrive come reach land appear show work receive find hear notice last fit suit help enough "
    "recover heal be".split()
)
_CHEERED = frozenset("celebrate teach brag boast bottle frame patent".split())
_PARDONED = frozenset("forgive excuse pardon".split())
_SENSED = frozenset("feel love like enjoy want miss wonder think mean hate wish care".split())


def is_guess(words: list[str], first: int, last: int, *, is_work: bool) -> bool:
    """Return whether the modal at `first` to `last` guesses or cheers rather than obliges."""
    modal = words[first]
    after = [word for word in words[last + 1 : last + 8] if not is_adverb(word) or word == "well"]
    if not after:
        return False
    verb, rest = after[0], after[1:]
    if modal == "must" and (verb == "have" or verb in _SENSED | {"know"}):
        return True
    if verb in _PARDONED or (verb in ("see", "hear", "read") and rest[:1] == ["this"]):
        return True  # "you have to see this"
    if verb == "be" and rest and modal in ("must", "should", "have", "has", "got", "ought"):
        if rest[0] in FEELINGS or (rest[0] in ("so", "very") and rest[1:2] and rest[1] in FEELINGS):
            return True
        if modal == "must" and _is_state(rest[0]):
            return True
    if modal != "should":
        return False
    if verb == "come" and {"before", "after", "first", "last", "with"} & set(rest):
        return False
    if is_work and verb != "have" and (verb in _GUESSED - {"be"} or SOON & set(rest)):
        return True
    return _cheers(verb, rest) or _expects(verb, rest, words[last + 1 :])


def _is_state(word: str) -> bool:
    """Return whether "must be" with this word says what somebody is, not what to be."""
    return word.endswith("ing") or word in EVALUATIVE or word in ("a", "an", "the", "one")


def _cheers(verb: str, rest: list[str]) -> bool:
    """Return whether "should" encourages: `you should be proud`, `you should hear them`."""
    if verb in _CHEERED:
        return True
    if verb == "have" and rest[:1] in (["seen"], ["heard"]) and rest[1:2] != ["that"]:
        return True
    if verb in ("take", "give", "pat", "treat", "reward"):
        return bool({"yourself", "credit", "pride", "bow"} & set(rest))
    if verb == "feel":
        return bool({"proud", "good", "great", "free", "better", "happy", "pleased"} & set(rest))
    if verb in ("know", "see", "hear"):
        return rest[:1] in [[each] for each in "that how what the it her his their".split()]
    return False


def _expects(verb: str, rest: list[str], behind: list[str]) -> bool:
    """Return whether "should" expects something to happen: `you should get it by Friday`."""
    if verb in ("receive", "find", "hear", "notice", "see") and rest:
        return rest[0] in DETERMINERS or rest[0] in ("it", "them", "that")
    is_perfect = verb == "have" and bool(rest) and rest[0] not in DETERMINERS | {"it", "them"}
    if verb in ("get", "have", "be", "expect") and SOON & set(behind) and not is_perfect:
        return True
    return verb == "have" and rest[:1] == ["access"]
