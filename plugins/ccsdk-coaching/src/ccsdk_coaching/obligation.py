"""Whom a duty is laid on where its subject is a thing: `the leak should have been reported`."""

from __future__ import annotations

from itertools import pairwise

from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.epistemic import SOON
from ccsdk_coaching.lexicon.en import (
    WORK,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.people import CUSTOMERS, OTHERS
from ccsdk_coaching.lexicon.polarity import SKILLS
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["laid_on"]

_HAVING = frozenset("need needs has have".split())
# Of subjects that are neither the agent nor another person.
_THIRD = frozenset(("other", "it"))
_MILD = frozenset("should must ought".split())
# What agents do with things: "the leak should have been reported".
_HANDLED = frozenset(
    "report log ask mention offer verify confirm check explain note record tell read spell name "
    "greet "
    "tag state write call send update warn inform reported asked told said mentioned stated pass "
    "route escalate transfer close sign file answer handle keep do make give repeat save document "
    "document summarise summarize acknowledge address complete enter attach copy quote quoted "
    "logged filed said done made given kept signed passed taken take raise flag flagged put hand "
    "typed printed scanned uploaded initialled dated stamped emailed texted posted archived "
    "cleared "
    "apologise read-back double-check fill filled spell tell label weigh wipe lock count".split()
)
_FOREMOST = frozenset(("first", "last"))
_SOONER = frozenset("first earlier sooner before last".split())
_EACH = frozenset("every each all any".split())
_INTO = frozenset("in into on at".split())
_PLACES = WORK | frozenset("line subject sentence ticket file record form email".split())
_YOUR_WORK = WORK | SKILLS
# What notes and labels do that somebody writes.
_SAYING = frozenset("say state show name carry list mention include contain".split())


def _is_before_you(words: list[str], last: int, behind: list[str]) -> bool:
    """Return whether it is to be done before "you" do something, and so by you."""
    if "you" not in words:
        return False
    is_passive = behind[:1] == ["be"] and behind[1:2] and behind[1].endswith(("ed", "en", "d", "t"))
    return bool(is_passive) and any(
        words[at] in ("before", "when", "as", "until") and words[at + 1 : at + 2] == ["you"]
        for at in range(last + 1, len(words))
    )


def _stands_in_work(behind: list[str]) -> bool:
    """Return whether it is to stand in the agent's work: "the date should open your note"."""
    if not SOON.isdisjoint(behind):
        return False
    for at, word in enumerate(behind):
        if (
            word in _EACH
            and behind[at - 1] in _INTO
            and not _PLACES.isdisjoint(behind[at + 1 : at + 3])
        ):
            return True
        if word == "your" and not _YOUR_WORK.isdisjoint(behind[at + 1 : at + 4]):
            return True
        is_inside = word in ("your", "the") and behind[at - 1] in _INTO
        if is_inside and not _PLACES.isdisjoint(behind[at + 1 : at + 4]):
            return True
    return False


def laid_on(document: Document, tokens: Tokens, first: int, last: int) -> Subject:
    """Return the subject, or the agent's work where "it" or a passive stands for that."""
    subject = subject_of(document, tokens, first)
    words = tokens.words
    head = words[subject.head]
    if head == "it" and "your" in _told(document, tokens, subject):
        return subject._replace(kind="work")
    if head == "there" and words[first] in _HAVING:
        return subject._replace(kind="work")
    is_third = subject.kind in _THIRD
    behind: list[str] = []
    if is_third:
        behind = [word for word in words[last + 1 : last + 6] if not is_adverb(word)]
        if words[first] in _MILD and _is_handled(words, last, behind):
            return subject._replace(kind="work")
        if subject.kind == "other" and _is_of_yours(words, subject.start, first):
            return subject._replace(kind="work")
    if "from" in words and _has_pair(words[max(first - 3, 0) : last + 4], "from", "you"):
        return subject._replace(kind="agent", is_background=False)
    if is_third and (_is_ordered(words, last, behind) or _is_before_you(words, last, behind)):
        return subject._replace(kind="work", is_background=False)
    if "by" in words and _has_pair(words[last + 1 :], "by", "you"):
        return subject._replace(kind="agent")
    if subject.kind == "other" and head not in OTHERS:
        is_content = behind[:1] and behind[0] in _SAYING and not tokens.is_capital(subject.head)
        if is_content or _stands_in_work(words[last + 1 :]):
            return subject._replace(kind="work")
    return subject


def _is_of_yours(words: list[str], start: int, first: int) -> bool:
    """Return whether it is part of the agent's work: "the first line of your email"."""
    if words[first - 2 : first] == ["of", "yours"]:
        return True
    if "your" not in words:
        return False
    return any(
        word == "your"
        and words[at - 1] in ("of", "in")
        and OTHERS.isdisjoint(words[at + 1 : first])
        and CUSTOMERS.isdisjoint(words[at + 1 : first])
        for at, word in enumerate(words[start + 1 : first], start + 1)
    )


def _has_pair(words: list[str], one: str, two: str) -> bool:
    """Return whether two words stand side by side."""
    return (one, two) in pairwise(words)


def _told(document: Document, tokens: Tokens, subject: Subject) -> list[str]:
    """Return the words before "it": those of the sentence before, where it opens its own."""
    if subject.start == 0:
        here = document.sentence_at(tokens.starts[0])
        before = document.neighbour(here, -1) if here is not None else None
        if before is not None and before.lang == "en":
            return before.tokens.words
    return tokens.words[: subject.start]


def _is_handled(words: list[str], last: int, behind: list[str]) -> bool:
    """Return whether it is what agents deal with: "the leak should have been reported"."""
    if behind[:2] == ["have", "been"] and lemma((*behind, "", "")[2]) in _HANDLED:
        return True
    if behind[:1] != ["be"] or lemma((*behind, "")[1]) not in _HANDLED:
        return False
    return SOON.isdisjoint(words[last + 1 :]) or "before" in words[last:]


def _is_ordered(words: list[str], last: int, behind: list[str]) -> bool:
    """Return whether it had to come sooner: "the date should have come first"."""
    if (
        behind[:1]
        and behind[0] in ("come", "go")
        and not _FOREMOST.isdisjoint(words[last + 2 : last + 5])
    ):
        return True
    return behind[:1] == ["have"] and not _SOONER.isdisjoint(words[last + 2 : last + 7])
