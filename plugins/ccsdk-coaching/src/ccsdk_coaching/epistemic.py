"""Whether a modal guesses or cheers rather than obliges: `you must be tired`."""

from __future__ import annotations

from itertools import pairwise

from ccsdk_coaching.lexicon.en import DETERMINERS, FEELINGS, is_adverb
from ccsdk_coaching.lexicon.polarity import EVALUATIVE

__all__ = ["SOON", "is_guess", "is_writers_own"]

SOON = frozenset(
    "soon tomorrow tonight monday tuesday wednesday thursday friday saturday sunday by within any "
    "shortly now already noon midnight".split()
)
_GUESSED = frozenset(
    "arrive come reach land appear show work receive find hear notice last fit suit help enough "
    "recover heal".split()
)
_CHEERED = frozenset("celebrate teach brag boast bottle frame patent".split())
_PARDONED = frozenset("forgive excuse pardon".split())
_MARVELLED = frozenset("laugh love admire wonder".split())
_SENSED = frozenset("feel love like enjoy want miss wonder think mean hate wish care".split())
# "You must know": what somebody is guessed to be, feel or have done.
_SUPPOSED = _SENSED | {"know", "have"}
_STATED = frozenset("must should have has got ought".split())
_PLACED = frozenset("before after first last with".split())
_REWARDS = frozenset("yourself credit pride bow".split())
_GLAD = frozenset("proud good great free better happy pleased".split())
# What writers are to say or do, and no agent.
_SELF_SAID = frozenset("say admit confess laugh own".split())
_WHOSE = frozenset("a an the one our my their some somebody".split())
_ARTICLES = frozenset("the your a an each every".split())
_TOLD = frozenset("tell warn ask thank congratulate commend remind applaud let show give".split())
_PARTING = frozenset("run dash rush shoot fly hop scoot".split())
_FRANK = frozenset("honest straight frank blunt fair open upfront direct clear real".split())
_WHEN = frozenset("before after until till first".split())
_CLAUSES = frozenset("that how what the it her his their".split())
_THINGS = DETERMINERS | {"it", "them"}
# All verbs with which `is_guess` may say yes; on work, with "should", any may.
_GUESSING = (_SUPPOSED | _MARVELLED | _PARDONED | _GUESSED | _CHEERED) | frozenset(
    "hand see hear read believe be come take give pat treat reward receive find notice get "
    "expect".split()
)


def is_writers_own(words: list[str], first: int, last: int) -> bool:
    """Return whether a duty without a subject is the writer's: "gotta be straight with you"."""
    behind = [word for word in words[last + 1 : last + 12] if not is_adverb(word)]
    verb, rest = (*behind[:1], "")[0], behind[1:]
    if verb in _SELF_SAID and words[first] != "should":
        return not rest or rest[0] not in _ARTICLES
    if verb in _TOLD and rest[:1] == ["you"]:
        return True  # "ought to tell you"
    if verb in _PARTING and (not rest or rest[0] not in _THINGS):
        return words[first] != "should"
    if verb == "be" and rest and rest[0] in _FRANK:
        return "you" in rest[1:4]
    if verb in ("mention", "hand") and rest[:2] in (["that", "i"], ["it", "to"]):
        return True
    return any(word == "i" and rest[at] in _WHEN for at, word in enumerate(rest[1:]))


def is_guess(words: list[str], first: int, last: int, *, is_work: bool) -> bool:
    """Return whether the modal at `first` to `last` guesses or cheers rather than obliges."""
    modal = words[first]
    if "rights" in words and ("by", "rights") in pairwise(words[:first]):
        return True
    begin = last + 1
    if words[begin : begin + 1] == [","] and "," in words[begin + 1 : begin + 6]:
        begin = words.index(",", begin + 1) + 1  # "you must, I think, be ..."
    end = min(begin + 7, len(words))
    while begin < end and is_adverb(words[begin]) and words[begin] != "well":
        begin += 1
    if begin >= end:
        return False
    verb = words[begin]
    if verb not in _GUESSING and not (is_work and modal == "should"):
        return False  # most verbs: only an order has them
    rest = [word for word in words[begin + 1 : end] if not is_adverb(word) or word == "well"]
    if modal == "must" and verb in _SUPPOSED:
        return True
    if modal in ("have", "got") and (verb in _MARVELLED or [verb, *rest[:1]] == ["hand", "it"]):
        return True
    if verb in _PARDONED or (verb in ("see", "hear", "read") and rest[:1] == ["this"]):
        return True  # "you have to see this"
    if words[last] == "better" and verb == "believe":
        return True
    if modal == "supposed":
        return verb == "be" and rest[:1] != [] and rest[0] in ("this", "that")
    if verb == "be" and rest and modal in _STATED:
        if rest[0] in FEELINGS or (rest[0] in ("so", "very") and rest[1:2] and rest[1] in FEELINGS):
            return True
        if modal == "must" and _is_state(rest[0]):
            return True
    if modal != "should":
        return False
    if verb == "come" and not _PLACED.isdisjoint(rest):
        return False
    if is_work and verb != "have" and (verb in _GUESSED or not SOON.isdisjoint(rest)):
        return True
    return _cheers(verb, rest) or _expects(verb, rest, words[last + 1 :])


def _is_state(word: str) -> bool:
    """Return whether "must be" with this word says what somebody is, not what to be."""
    return word.endswith("ing") or word in EVALUATIVE or word in _WHOSE


def _cheers(verb: str, rest: list[str]) -> bool:
    """Return whether "should" encourages: `you should be proud`, `you should hear them`."""
    if verb in _CHEERED:
        return True
    if verb == "have" and rest[:1] in (["seen"], ["heard"]) and rest[1:2] != ["that"]:
        return True
    if verb in ("take", "give", "pat", "treat", "reward"):
        return not _REWARDS.isdisjoint(rest)
    if verb == "feel":
        return not _GLAD.isdisjoint(rest)
    if verb in ("know", "see", "hear"):
        return bool(rest) and rest[0] in _CLAUSES
    return False


def _expects(verb: str, rest: list[str], behind: list[str]) -> bool:
    """Return whether "should" expects something to happen: `you should get it by Friday`."""
    if verb in ("receive", "find", "hear", "notice", "see") and rest:
        return rest[0] in _THINGS
    is_perfect = verb == "have" and bool(rest) and rest[0] not in _THINGS
    if verb in ("get", "have", "be", "expect") and not is_perfect and not SOON.isdisjoint(behind):
        return True
    return verb == "have" and rest[:1] == ["access"]
