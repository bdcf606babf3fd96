"""CL108: always and never about a fault of the agent; a good habit is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause import subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import is_adverb, lemma
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_FAULT,
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    EVALUATIVE,
    FAULTS,
    NEGATIONS,
)
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.polarity import charge
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["AbsoluteYou"]

_ALWAYS = frozenset("always constantly continually forever perpetually invariably".split())
_EVERY = re.compile(
    r"\b(?:(?:each|every)(?: single| darn)? time|all the time|without fail|time and again|"
    r"time after time|over and over|on every (?:single )?(?:call|chat|shift))\b"
)
_FIXED = re.compile(
    r"\b(?:as always|always-on|never mind|you never know|always (?:a pleasure|welcome)|"
    r"can always|could "
    r"always|may always|never a dull|never better|will always be|better late than never|"
    r"now or never|never say never|once and for all|should always|must always|need to always|"
    r"have to always|forever grateful|like always)\b"
)
_AMBIGUOUS = frozenset("left cut sound look end wait".split())
_CLAUSE_MAX = 14
_STEALS = frozenset("without before instead rather than over late off away behind".split())


class AbsoluteYou(SentenceRule):
    """Find you always and you never where a fault follows."""

    code = "CL108"
    name = "absolute-you"
    severity = "info"
    message = "An absolute invites a counter-example; name the one occasion"
    triggers = {
        "en": (
            *sorted(_ALWAYS),
            "never",
            "every time",
            "each time",
            "every single time",
            "all the time",
            "without fail",
            "time and again",
            "time after time",
            "over and over",
        )
    }
    bad = (
        "[You always] park the trolley in the aisle.",
        "[Every time a coach arrives you] vanish.",
        "[You never] greet the second guest.",
        "[You constantly] interrupt the ushers.",
        "[Your notes never] name the floor.",
    )
    good = (
        "You always hold the door for late-comers.",
        "The scouts grumble that you always seat them last; you drew lots.",
        "You never rush the last guest.",
        "You can always call me.",
        "Every time a coach arrives you wave it in.",
    )

    def check_sentence(
        self, document: Document, sentence: Sentence, config: CoachingConfig
    ) -> Iterable[Finding]:
        """Yield each absolute that blames."""
        tokens = sentence.tokens
        words = tokens.words
        if _FIXED.search(sentence.low) or words[-1] == "?":
            return
        for place, word in enumerate(words):
            if word in _ALWAYS or word == "never":
                yield from self._adverb(document, tokens, place)
        for match in _EVERY.finditer(sentence.low):
            yield from self._occasion(document, sentence, match)

    def _adverb(self, document: Document, tokens: Tokens, place: int) -> Iterable[Finding]:
        words = tokens.words
        if document.speaker_at(tokens.starts[place]) != "writer":
            return
        if words[place - 1 : place] in (
            ["will"],
            ["'ll"],
            ["would"],
            ["could"],
            ["can"],
            ["should"],
            ["must"],
        ):
            return
        subject = subject_of(document, tokens, place)
        is_agents = subject.kind in ("agent", "work") and not (subject.is_dropped and place)
        if not is_agents and words[place - 1 : place] not in (["'re"], ["are"]):
            return
        if reporter(document, tokens, place) in ("customer", "other", "agent"):
            return
        if _is_fault(
            words, place + 1, is_never=words[place] == "never", is_work=subject.kind == "work"
        ):
            yield self.finding(tokens.starts[subject.start], tokens.ends[place])

    def _occasion(
        self, document: Document, sentence: Sentence, match: re.Match[str]
    ) -> Iterable[Finding]:
        tokens = sentence.tokens
        words = tokens.words
        start = sentence.start + match.start()
        first = tokens.at(start)
        if document.speaker_at(start) != "writer":
            return
        if reporter(document, tokens, first) in ("customer", "other", "agent"):
            return
        you = _you_behind(document, tokens, first, match[0])
        if you is not None:
            behind = words.index(",", you) if "," in words[you:] else len(words)
            is_done = _is_fault(words, you + 1, is_never=False, is_work=False)
            if is_done or charge(words, behind, len(words))[1]:
                yield self.finding(start, tokens.ends[you])
            return
        if "you" in words[:first]:
            at = words.index("you")
            if _is_fault(words[:first], at + 1, is_never=False, is_work=False):
                yield self.finding(start, sentence.start + match.end())


def _you_behind(document: Document, tokens: Tokens, first: int, text: str) -> int | None:
    """Return the subject of what happens every time: the last "you" before the main verb."""
    if text in ("all the time", "without fail") or "over" in text:
        return None
    words = tokens.words
    found = [place for place in range(first, min(first + 16, len(words))) if words[place] == "you"]
    if not found:
        return None
    comma = next((p for p in range(first, len(words)) if words[p] == ","), None)
    if comma is not None:
        behind = [place for place in found if place > comma]
        return behind[0] if behind else found[-1]
    return found[-1]


def _is_fault(words: list[str], begin: int, *, is_never: bool, is_work: bool) -> bool:
    """Return whether what is always done is a fault, or what is never done would be good."""
    run = _predicate(words, begin)
    if not run:
        return False
    verb, rest = lemma(run[0]), run[1:]
    ill, well = _tone(rest)
    if is_never:
        return not ill and _is_missed(run[0], verb, rest, well=well)
    if any(word in NEGATIONS for word in run[:4]) or (ill and not well):
        return True
    if verb == "leave":
        return not {"time", "room", "space", "note", "notes"} & set(rest)
    if verb in ACTIONS_GOOD or well:
        return bool(_STEALS & set(rest[:1])) and not well
    if run[0] in BEHAVIOUR_QUALITIES or run[0] in EVALUATIVE:
        return False
    if {"phone", "mobile"} & set(rest) and run[0] == "on":
        return True
    return verb in ACTIONS_FAULT or run[0] in FAULTS


def _predicate(words: list[str], begin: int) -> list[str]:
    """Return the words from the main verb to the end of its clause."""
    end = begin
    while end < len(words) and words[end] not in ";:.!?" and end - begin < _CLAUSE_MAX:
        end += 1
    while begin < end and words[begin] not in BEHAVIOUR_QUALITIES:
        if not is_adverb(words[begin]) and words[begin] not in ("once", "been", "be"):
            break
        begin += 1
    return words[begin:end]


def _tone(rest: list[str]) -> tuple[bool, bool]:
    """Return whether words behind a verb speak ill, and whether they speak well."""
    ill = any(word in FAULTS or word == "too" for word in rest) or any(
        lemma(word) in ACTIONS_FAULT and word not in _AMBIGUOUS
        for word in rest
        if word.endswith(("ing", "ed"))
    )
    is_glad = bool({"glad", "happy", "pleased", "delighted"} & set(rest))
    if "without" in rest[:-1]:
        ill = ill or lemma(rest[rest.index("without") + 1]) in ACTIONS_GOOD
    return ill, is_glad or any(w in BEHAVIOUR_QUALITIES or w in EVALUATIVE for w in rest)


def _is_missed(word: str, verb: str, rest: list[str], *, well: bool) -> bool:
    """Return whether what is never done would have been good."""
    if word.startswith("rais") and "voice" in rest:
        return False
    if word in FAULTS or (verb in ACTIONS_FAULT and not well):
        return False
    if verb in ("let", "make") and _lets_down(rest):
        return False
    return verb not in ("fail", "stop", "cease", "tire", "lose", "give")


def _lets_down(rest: list[str]) -> bool:
    """Return whether it is good never to let or make it happen: "never let them wait"."""
    return "down" in rest or "small" in rest or any(lemma(word) in ACTIONS_FAULT for word in rest)
