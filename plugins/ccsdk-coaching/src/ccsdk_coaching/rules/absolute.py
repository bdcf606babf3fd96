"""CL108: always and never about a fault of the agent; a good habit is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

import attrs

from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.lexicon.en import AUXILIARIES, SUBORDINATORS, is_adverb, lemma
from ccsdk_coaching.lexicon.faults import is_faulty
from ccsdk_coaching.lexicon.habits import (
    BURDENS,
    CLAIMS,
    ENDURING,
    GAZES,
    GIVING_UP,
    PROGRESS,
    TOYS,
    TWICE,
    TWICE_OVER,
    is_bad_deed,
)
from ccsdk_coaching.lexicon.patterns import late
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_FAULT,
    ACTIONS_GOOD,
    BEHAVIOUR_QUALITIES,
    EVALUATIVE,
    NEGATIONS,
)
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.tone import charge

__all__ = ["AbsoluteYou"]

_ALWAYS = frozenset("always constantly continually forever perpetually invariably".split())
_EVERY = late(
    r"\b(?:(?:each|every)(?: single| darn)? time|all the time|without fail|time and again|"
    r"time after time|over and over|again and again|day in,? day out|without exception|"
    r"(?:on |in |at )?(?:each and |every )?every (?:single )?(?:call|chat|shift|day|morning|"
    r"recording|"
    r"contact|email|one))\b"
)
_FIXED = late(
    r"\b(?:as always|always-on|never mind|you never know|always (?:a pleasure|welcome)|"
    r"can always|could "
    r"always|may always|never a dull|never better|will always be|better late than never|"
    r"now or never|never say never|once and for all|should always|must always|need to always|"
    r"have to always|forever grateful|like always)\b"
)
_AMBIGUOUS = frozenset("left cut sound look end wait waiting".split())
_CLAUSE_MAX = 14
_TURNS = frozenset("did do does have has had are were was is".split())
_NOT_YET = frozenset("will 'll would could can should must".split())
_TURN_MAX = 9
# "Before he has finished": whatever it is comes too early.
_ENDINGS = frozenset("finished done through ready finish spoken answered explained".split())
_SPAN_MAX = 64
_STEALS = frozenset("without before instead rather than over late off away behind".split())
# Before a "you" that is no subject of what happens every time.
_WITHIN = SUBORDINATORS | frozenset("that to for with than".split())
_GONE = frozenset("away busy elsewhere gone asleep nowhere absent offline out".split())
# "You never thought you could": no fault, and no habit.
_THOUGHT = frozenset("think thought dream dreamt imagine imagined expect expected".split())
_MODAL = frozenset("could can would will might may should must".split())


class AbsoluteYou(SentenceRule):
    """Find you always and you never where a fault follows."""

    code = "CL108"
    name = "absolute-you"
    severity = "info"
    is_local = True
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
            "again and again",
            "day in",
            "without exception",
            "every",
        )
    }
    bad = (
        "[You always] park the trolley in the aisle.",
        "[Every time a coach arrives you] vanish.",
        "[You never] greet the second guest.",
        "[You constantly] interrupt the ushers.",
        "[Your notes never] name the floor.",
        "[You're always] in a hurry on Fridays.",
        "[You constantly] check your phone.",
        "[Each time you] open the chapel, the candles are left burning.",
        "[You reach for the mute key every time] a bell rings.",
        "[You always] make guests repeat their names.",
        "[Jo always] barges into the vestry.",
    )
    good = (
        "You always hold the door for late-comers.",
        "The scouts grumble that you always seat them last; you drew lots.",
        "You never rush the last guest.",
        "You can always call me.",
        "Every time a coach arrives you wave it in.",
        "You always ask before you put someone on hold.",
        "You never make a caller repeat himself.",
        "You never thought you could do it, and then you did.",
        "You never let a guest spell a name twice.",
        "Never once did you hurry the choir.",
        "The verger's gripe was that you always lock up early.",
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
        if words[place] == "never" and words[place + 1 : place + 2] in (["in"], ["before"]):
            return  # "never in my life"
        if words[place - 1 : place] and words[place - 1] in _NOT_YET:
            return
        turned = _turned(document, tokens, place)
        if turned is not None:
            if _is_fault(words, turned + 1, is_never=words[place] == "never"):
                yield self.finding(tokens.starts[place], tokens.ends[turned])
            return
        subject = _subject_of(document, tokens, place)
        is_agents = subject.kind in ("agent", "work") and not (subject.is_dropped and place)
        if not is_agents and words[place - 1 : place] not in (["'re"], ["are"]):
            return
        if reporter(document, tokens, place) in ("customer", "other", "agent"):
            return
        is_asked = words[max(subject.start - 1, 0)] == "why" and subject.start > 0
        if is_asked or _is_claimed(document, tokens, subject.start):
            return
        adverb = words[place]
        is_often = adverb not in ("always", "invariably", "never")
        is_never = adverb == "never"
        is_fault = _is_fault(words, place + 1, is_never=is_never, is_often=is_often)
        if words[place + 1 : place + 2] in ([], ["."], ["!"], [","], [";"]) and not is_never:
            is_fault = _is_fault(words[:place], subject.head + 1, is_never=False)
        if is_fault or (not is_never and _is_blamed(words, subject.start, place + 1)):
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
            behind = words.index(",", you) if "," in words[you:] else you + 2
            is_done = _is_fault(
                words, you + 1 + (words[you + 1 : you + 2] in (["are"], ["'re"])), is_never=False
            )
            if is_done or charge(words, behind, len(words))[1]:
                yield self.finding(start, tokens.ends[you])
                return
        at = _subject_before(document, tokens, first)
        if at is not None and _is_fault(words[:first], at + 1, is_never=False):
            end = sentence.start + match.end()
            is_far = end - tokens.starts[at] > _SPAN_MAX
            yield self.finding(start if is_far else tokens.starts[at], end)


def _subject_of(document: Document, tokens: Tokens, place: int) -> Subject:
    """Return the subject of what stands at an index, a name that no list holds as the agent."""
    subject = subject_of(document, tokens, place)
    is_word = subject.kind == "other" and subject.head == subject.start
    if is_word and is_unlisted_name(document, tokens, subject.head):
        return attrs.evolve(subject, kind="agent")
    return subject


def _turned(document: Document, tokens: Tokens, place: int) -> int | None:
    """Return the subject behind "never", where it is turned round: "never once did you ..."."""
    words = tokens.words
    if words[place + 1 : place + 2] == ["you"] and words[place] != "never":
        return place + 1
    if place and words[place - 1].isalpha() and words[place - 1] not in ("and", "but"):
        return None
    for at in range(place + 1, min(place + _TURN_MAX, len(words) - 1)):
        if words[at] in _TURNS:
            who = person_at(document, tokens, at + 1)
            return at + 1 if who == "agent" else None
        if words[at] in ",;:":
            return None
    return None


def _subject_before(document: Document, tokens: Tokens, first: int) -> int | None:
    """Return the agent before "every time", as the subject of the clause that it ends."""
    words = tokens.words
    for place in range(first - 1, -1, -1):
        if words[place] in ";:.!?":
            return None
        if words[place] == "you" or (
            (place == 0 or words[place - 1] in ",:") and _is_named(document, tokens, place)
        ):
            return place
    return None


def _is_named(document: Document, tokens: Tokens, place: int) -> bool:
    if not tokens.is_capital(place) and tokens.words[place] not in ("he", "she"):
        return False
    who = person_at(document, tokens, place)
    return who == "agent" or (not who and is_unlisted_name(document, tokens, place))


def _is_claimed(document: Document, tokens: Tokens, start: int) -> bool:
    """Return whether somebody else claims it, whatever the verb: "the neighbour swears you ..."."""
    words = tokens.words
    if words[start - 1 : start] == ["that"] and CLAIMS & set(words[:start]):
        return not {"my", "your"} & set(words[:start])
    verb = start - 2 if words[start - 1 : start] == ["that"] else start - 1
    if verb < 1 or not words[verb].endswith(("s", "ed")) or words[verb] in AUXILIARIES:
        return False
    return person_at(document, tokens, verb - 1) in ("customer", "other")


def _you_behind(document: Document, tokens: Tokens, first: int, text: str) -> int | None:
    """Return the subject of what happens every time: the last "you" before the main verb."""
    if first and (text in ("all the time", "without fail") or "over" in text):
        return None
    words = tokens.words
    found = [
        place
        for place in range(first, min(first + 16, len(words)))
        if words[place] == "you" and words[place - 1] not in _WITHIN
    ]
    if not found:
        return None
    comma = next((p for p in range(first, len(words)) if words[p] == ","), None)
    if comma is not None:
        behind = [place for place in found if place > comma]
        return behind[0] if behind else found[-1]
    return found[-1]


def _is_fault(words: list[str], begin: int, *, is_never: bool, is_often: bool = False) -> bool:
    """Return whether what is always done is a fault, or what is never done would be good.

    `is_often` says that an adverb of annoyance goes before: "you are constantly ...".
    """
    run = _predicate(words, begin)
    if not run:
        return False
    if is_never and "," in run[1:]:
        run = run[: run.index(",", 1)]
    verb, rest = lemma(run[0]), run[1:]
    ill, well = _tone(rest)
    if verb in ("wait", "lower") and {"until", "voice"} & set(rest):
        return is_never
    if verb in ("make", "let", "keep", "leave") and not is_never and TWICE_OVER & set(rest):
        return True
    is_early = "before" in rest and _ENDINGS & set(rest)
    if verb == "do" and rest[:1] in (["this"], ["that"]) and len(rest) <= 2:
        return not is_never
    if (is_bad_deed(run) or is_early) and not well:
        return not is_never
    if is_never:
        return not ill and _is_missed(run[0], verb, rest, well=well)
    if any(word in NEGATIONS for word in run[:4]) or (ill and not well) or _is_distracted(run):
        return True
    if verb == "leave":
        return not {"time", "room", "space", "note", "notes"} & set(rest)
    if verb in ACTIONS_GOOD or well:
        return _steals(verb, rest) and not well
    if run[0] in BEHAVIOUR_QUALITIES or run[0] in EVALUATIVE:
        return False
    is_annoying = is_often and verb not in PROGRESS and "for" not in rest
    return is_annoying or verb in ACTIONS_FAULT or is_faulty(run[0])


def _is_blamed(words: list[str], start: int, verb: int) -> bool:
    """Return whether what stands before says that it is a fault: "is something you always do"."""
    behind = lemma(words[verb]) if verb < len(words) else ""
    if start < 2 or (behind != "do" and (behind in ACTIONS_GOOD or words[start - 1] != ":")):
        return False
    good, bad = charge(words, 0, start)
    is_left_out = behind == "do" and not good and any(word in NEGATIONS for word in words[:start])
    return bad > good or is_left_out


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
    ill = any(is_faulty(word) or word == "too" for word in rest) or any(
        lemma(word) in ACTIONS_FAULT and word not in _AMBIGUOUS
        for word in rest
        if word.endswith(("ing", "ed"))
    )
    ill = ill or bool({"can't", "ca", "cannot"} & set(rest))
    is_glad = bool({"glad", "happy", "pleased", "delighted"} & set(rest))
    if "without" in rest[:-1]:
        ill = ill or lemma(rest[rest.index("without") + 1]) in ACTIONS_GOOD
    return ill, is_glad or any(w in BEHAVIOUR_QUALITIES or w in EVALUATIVE for w in rest)


def _steals(verb: str, rest: list[str]) -> bool:
    """Return whether a good deed is done at the wrong time or in the wrong place."""
    if rest[:1] == ["before"]:
        return rest[1:2] != ["you"]
    if rest[:1] == ["after"] and verb in ("arrive", "begin", "start"):
        return True
    return bool(_STEALS & set(rest[:1]))


def _is_distracted(run: list[str]) -> bool:
    """Return whether somebody is busy with what is none of the work: "on your phone"."""
    if lemma(run[0]) in GAZES and TOYS & set(run[1:5]):
        return True
    if lemma(run[0]) == "finish" and {"sentence", "sentences"} & set(run[1:4]):
        return True
    if lemma(run[0]) == "take" and "break" in run[1:4]:
        return True
    return (
        run[0] in _GONE
        or "last" in run[:2]
        or run[:3] in (["on", "a", "break"], ["on", "your", "break"])
    )


def _is_missed(word: str, verb: str, rest: list[str], *, well: bool) -> bool:
    """Return whether what is never done would have been good."""
    if word.startswith("rais") and "voice" in rest:
        return False
    if is_faulty(word) or word in _MODAL or (verb in ACTIONS_FAULT and not well):
        return False
    if verb in ("let", "make", "have", "leave", "keep", "force", "put") and _burdens(rest):
        return False
    if verb in ("turn", "send") and rest[-1:] == ["away"]:
        return False
    if verb in _THOUGHT or (verb == "show" and rest[:1] == ["it"]):
        return False
    return verb not in ENDURING and " ".join([verb, *rest[:1]]) not in GIVING_UP


def _burdens(rest: list[str]) -> bool:
    """Return whether it is good never to let or make it happen: "never let them wait"."""
    if TWICE & set(rest):
        return True
    if "down" in rest or "small" in rest or any(lemma(word) in ACTIONS_FAULT for word in rest):
        return True
    return any(word in BURDENS for word in rest[1:5])
