"""Whether what somebody always or never does is a fault, by the words of its predicate."""

from __future__ import annotations

from ccsdk_coaching.lexicon.en import is_adverb, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.habits import (
    AWAY,
    BURDENS,
    CHECKS,
    CLOSED,
    ENDURING,
    GAZES,
    GIVING_UP,
    MENDS,
    NOTICES,
    OUTDATED,
    PROGRESS,
    QUOTES,
    TOYS,
    TWICE,
    TWICE_OVER,
    VERSIONS,
    is_bad_deed,
)
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_FAULT,
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    EVALUATIVE,
    NEGATIONS,
)

__all__ = ["is_bad_habit"]

_WELL = BEHAVIOUR_QUALITIES | EVALUATIVE | frozenset("glad happy pleased delighted".split())
_UNABLE = frozenset("too can't ca cannot".split())
_BRINGING = frozenset("make let keep leave".split())
# What it is good to leave.
_LEFT = frozenset("time room space note notes message messages voicemail comment".split())
_AMBIGUOUS = frozenset("left cut sound look end wait waiting".split())
_CLAUSE_MAX = 14
# "Before he has finished": whatever it is comes too early.
_ENDINGS = frozenset("finished done through ready finish spoken answered explained".split())
_STEALS = frozenset("without before instead rather than over late off away behind".split())
_GONE = frozenset("away busy elsewhere gone asleep nowhere absent offline out".split())
# "You never thought you could": no fault, and no habit.
_THOUGHT = frozenset("think thought dream dreamt imagine imagined expect expected".split())
_AGAINST = frozenset("when while though although whereas".split())
_SEEMING = frozenset("be seem appear sound".split())
_EASY = frozenset("one ones calls tickets cases chats emails jobs claims files orders".split())
_MOMENTS = frozenset("minute moment second".split())
_HOME = frozenset("home up off to".split())
_MODAL = frozenset("could can would will might may should must".split())


def is_bad_habit(words: list[str], begin: int, *, is_never: bool, is_often: bool = False) -> bool:
    """Return whether what is always done is a fault, or what is never done would be good.

    `is_often` says that an adverb of annoyance goes before: "you are constantly ...".
    """
    run = _predicate(words, begin)
    if not run:
        return False
    if is_never and "," in run[1:]:
        run = run[: run.index(",", 1)]
    verb, rest = lemma(run[0]), run[1:]
    if "last" in rest and not _MOMENTS.isdisjoint(rest):
        return not is_never
    if verb in ("wait", "lower") and ("until" in rest or "voice" in rest):
        return is_never
    if verb in _BRINGING and not is_never and not TWICE_OVER.isdisjoint(rest):
        return True
    if verb == "do" and rest[:1] in (["this"], ["that"]) and len(rest) <= 2:
        return not is_never
    well = not _WELL.isdisjoint(rest)
    is_early = "before" in rest and not _ENDINGS.isdisjoint(rest)
    if not well and (is_early or is_bad_deed(run)):
        return not is_never
    if is_never:
        return not _excuses(verb, rest) and _is_missed(run[0], verb, rest, well=well)
    if not NEGATIONS.isdisjoint(run[:4]) or _is_distracted(run) or _is_untrue(verb, rest):
        return True
    if "after" in rest and _is_belated(verb, rest[rest.index("after") + 1 :]):
        return True
    if not well and _speaks_ill(rest):
        return True
    if verb == "leave":
        return _LEFT.isdisjoint(rest)
    if verb in ACTIONS_GOOD or well:
        return _steals(verb, rest) and not well
    if run[0] in BEHAVIOUR_QUALITIES or run[0] in EVALUATIVE:
        return False
    is_annoying = is_often and verb not in PROGRESS and "for" not in rest
    return is_annoying or verb in ACTIONS_FAULT or is_faulty(run[0])


def _predicate(words: list[str], begin: int) -> list[str]:
    """Return the words from the main verb to the end of its clause."""
    end = begin
    while end < len(words) and words[end] not in ";:.!?" and end - begin < _CLAUSE_MAX:
        end += 1
    if "," in words[begin + 1 : end]:
        comma = words.index(",", begin + 1)
        end = comma if words[comma + 1 : comma + 2] in (["and"], ["so"], ["which"]) else end
    while begin < end and words[begin] not in BEHAVIOUR_QUALITIES:
        if not is_adverb(words[begin]) and words[begin] not in ("once", "been", "be"):
            break
        begin += 1
    return words[begin:end]


def _excuses(verb: str, rest: list[str]) -> bool:
    """Return whether words behind a verb make it good never to do it: "never leave it late".

    To mend what is wrong is good all the same: "never apologise for the wait".
    """
    if verb in MENDS:
        return "late" in rest or (rest[-1:] != [] and rest[-1].endswith("ly") and _speaks_ill(rest))
    if verb in NOTICES:
        return not _UNABLE.isdisjoint(rest) or any(is_faulty(word) for word in rest)
    return _speaks_ill(rest)


def _is_untrue(verb: str, rest: list[str]) -> bool:
    """Return whether somebody says what does not hold: "3 when the system says 10"."""
    if verb not in QUOTES:
        return False
    for place, word in enumerate(rest[1:], 1):
        if word in VERSIONS and rest[place - 1] in OUTDATED:
            return True
        if word in _AGAINST:
            return _has_digit(rest[:place]) and _has_digit(rest[place:])
    return False


def _has_digit(words: list[str]) -> bool:
    return any(char.isdigit() for word in words for char in word)


def _is_belated(verb: str, behind: list[str]) -> bool:
    """Return whether what is done after something comes too late: "check after you've paid"."""
    if "gone" in behind and not _HOME.isdisjoint(behind[behind.index("gone") + 1 :][:1]):
        return True
    return verb in CHECKS and not CLOSED.isdisjoint(behind[:5])


def _speaks_ill(rest: list[str]) -> bool:
    """Return whether words behind a verb speak ill."""
    if not _UNABLE.isdisjoint(rest):
        return True
    for word in rest:
        if is_faulty(word):
            return True
        is_deed = word.endswith(("ing", "ed")) and word not in _AMBIGUOUS
        if is_deed and lemma(word) in ACTIONS_FAULT:
            return True
    return "without" in rest[:-1] and lemma(rest[rest.index("without") + 1]) in ACTIONS_GOOD


def _steals(verb: str, rest: list[str]) -> bool:
    """Return whether a good deed is done at the wrong time or in the wrong place."""
    if rest[:1] == ["before"]:
        return rest[1:2] != ["you"]
    if rest[:1] == ["after"] and verb in ("arrive", "begin", "start"):
        return True
    return bool(rest) and rest[0] in _STEALS


def _is_distracted(run: list[str]) -> bool:
    """Return whether somebody is busy with what is none of the work: "on your phone"."""
    verb, near = lemma(run[0]), run[1:4]
    if verb in GAZES and not TOYS.isdisjoint(run[1:5]):
        return True
    if verb == "finish" and ("sentence" in near or "sentences" in near):
        return True
    if verb == "take" and "break" in near:
        return True
    if ("easy" in near or "easiest" in near) and not _EASY.isdisjoint(run[1:5]):
        return True
    at = next((at for at, word in enumerate(run[:4]) if word in ("in", "on")), None)
    if at is not None and (at == 0 or verb in _SEEMING) and not AWAY.isdisjoint(run[at : at + 4]):
        return True
    return (
        run[0] in _GONE
        or run[:2] == ["half", "asleep"]
        or "last" in run[:2]
        or run[:3] in (["on", "a", "break"], ["on", "your", "break"])
    )


def _is_missed(word: str, verb: str, rest: list[str], *, well: bool) -> bool:
    """Return whether what is never done would have been good."""
    if word.startswith("rais") and "voice" in rest:
        return False
    if (
        is_faulty(word)
        or word in _MODAL
        or (verb in ACTIONS_FAULT and not (well or _leaves(verb, rest)))
    ):
        return False
    if verb in ("let", "make", "have", "leave", "keep", "force", "put") and _burdens(rest):
        return False
    if verb in ("turn", "send") and rest[-1:] == ["away"]:
        return False
    if verb in _THOUGHT or (verb == "show" and rest[:1] == ["it"]):
        return False
    return verb not in ENDURING and " ".join([verb, *rest[:1]]) not in GIVING_UP


def _leaves(verb: str, rest: list[str]) -> bool:
    """Return whether something is left that somebody is glad of: "leave a note"."""
    return verb == "leave" and not _LEFT.isdisjoint(rest[:3])


def _burdens(rest: list[str]) -> bool:
    """Return whether it is good never to let or make it happen: "never let them wait"."""
    if not TWICE.isdisjoint(rest):
        return True
    if "down" in rest or "small" in rest or any(lemma(word) in ACTIONS_FAULT for word in rest):
        return True
    return any(word in BURDENS for word in rest[1:5])
