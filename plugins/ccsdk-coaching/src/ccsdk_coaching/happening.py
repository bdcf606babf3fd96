"""What happens by itself or is done by somebody: the weather, machines, the passive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.en import is_adverb, lemma
from ccsdk_coaching.lexicon.nature import NATURE
from ccsdk_coaching.lexicon.polarity import ACTIONS_GOOD, NEGATIONS

if TYPE_CHECKING:
    from ccsdk_coaching.clause import Subject

__all__ = ["idles", "is_done", "is_natural", "is_passive"]

_BE = frozenset("was were is are been be being got get gets".split())
# Done to a thing, by whoever was to do it.
_HANDLED = (ACTIONS_GOOD | frozenset("do give sign tell pay ask".split())) - frozenset(
    "close cancel stop book open take".split()
)
# What things do or fail to do by themselves.
_MACHINE_VERBS = frozenset(
    "work load start connect respond arrive fit open print answer pick come live want reply die "
    "crash run freeze stop refuse help reopen exist turn show".split()
)
_WEATHER = ("rain", "snow", "hail", "pour", "thunder", "storm", "freeze", "froze", "dark", "drizzl")
# Where a thing should not have gone; and who hears is no thing.
_MISSENT = frozenset("wrong old former previous".split())
_HEARD = frozenset("heard hear hears told knew knows".split())
# What is said, rather than a line that fails.
_SPOKEN_LINES = (["line", "about"], ["line", "on"], ["lines", "about"])
# Without one of these only the subject tells of nature.
_HINTS = _MISSENT | _HEARD | frozenset("line lines it had by".split())


def idles(run: list[str]) -> bool:
    """Return whether a thing fails to do what it does by itself: "the code did not work"."""
    for place, word in enumerate(run):
        if word not in NEGATIONS or word in ("no", "without"):
            continue
        behind = [each for each in run[place + 1 : place + 5] if not is_adverb(each)]
        verb, particle = (*behind, "", "")[:2]
        if lemma(verb) in _MACHINE_VERBS or verb.removesuffix("ed") in _MACHINE_VERBS:
            return particle not in ("up", "across", "out") or verb.startswith(("pick", "show"))
    return False


def is_passive(run: list[str]) -> bool:
    """Return whether something was done, or was to be done, to what a run begins with."""
    if _BE.isdisjoint(run[:-1]):
        return False
    if "by" in run and any(
        word == "by" and not NATURE.isdisjoint(run[at + 1 : at + 3]) for at, word in enumerate(run)
    ):
        return False  # "was held up by snow"
    place = next(at for at, word in enumerate(run) if word in _BE)
    behind = next((w for w in run[place + 1 :] if w not in NEGATIONS and not is_adverb(w)), "")
    is_participle = behind != lemma(behind) or behind in ("put", "set", "read", "cut")
    return (is_participle and lemma(behind) in _HANDLED) or behind == "left"


def is_done(run: list[str]) -> bool:
    """Return whether a run is in the passive, whatever is done: "no plumber was booked"."""
    return any(
        word in ("was", "were", "got", "been") and run[place + 1].endswith(("ed", "en", "t", "ld"))
        for place, word in enumerate(run[:-1])
    )


def is_natural(words: list[str], begin: int, run: list[str], subject: Subject | None) -> bool:
    """Return whether a run that says nothing of the agent tells what happens by itself."""
    if not _tells_of_nature(words, begin, run, subject):
        return False
    return not is_passive(run) and not (run[0] == "no" and is_done(run))


def _tells_of_nature(words: list[str], begin: int, run: list[str], subject: Subject | None) -> bool:
    """Return whether a run tells of the weather, of what was over before, or of a house."""
    if not _HINTS.isdisjoint(run):
        if (not _MISSENT.isdisjoint(run) and "to" in run) or run[1:3] in _SPOKEN_LINES:
            return False
        if not _HEARD.isdisjoint(run) and not NEGATIONS.isdisjoint(run):
            return False
        if run[0] == "it" and any(word.startswith(_WEATHER) for word in run[1:4]):
            return True
        if "had" in run[:6] and ("just" in run[:8] or "already" in run[:8]):
            return True
        if "by" in run and "then" in run[run.index("by") :]:
            return True
    if subject is not None:
        return words[subject.head] in NATURE and words[subject.start] != "its"
    start = begin
    while start < begin + 3 and start < len(words) and is_adverb(words[start]):
        start += 1
    return not NATURE.isdisjoint(words[start : min(start + 2, begin + len(run))])
