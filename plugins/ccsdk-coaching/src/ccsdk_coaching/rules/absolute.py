"""CL108: always and never about a fault of the agent; a good habit is none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ccsdk_coaching.clause import Subject, subject_of
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.habitual import is_bad_habit
from ccsdk_coaching.lexicon.en import AUXILIARIES, SUBORDINATORS, lemma
from ccsdk_coaching.lexicon.habits import (
    CLAIMING,
    CLAIMS,
    EVERY,
    FIXED,
)
from ccsdk_coaching.lexicon.polarity import (
    ACTIONS_GOOD,
    NEGATIONS,
)
from ccsdk_coaching.lexicon.turns import places_of
from ccsdk_coaching.model import Finding, SentenceRule
from ccsdk_coaching.reading.document import Document
from ccsdk_coaching.reading.people import is_unlisted_name, person_at
from ccsdk_coaching.reading.sentences import Sentence
from ccsdk_coaching.reading.speakers import reporter
from ccsdk_coaching.reading.tokens import Tokens
from ccsdk_coaching.tone import charge

__all__ = ["AbsoluteYou"]

_ALWAYS = frozenset("always constantly continually forever perpetually invariably".split())
_HABITUAL = _ALWAYS | {"never"}
_JOINING = frozenset(("and", "but"))
_PARTING = frozenset(",;:")
_TURNS = frozenset("did do does have has had are were was is".split())
_NOT_YET = frozenset("will 'll would could can should must".split())
_TURN_MAX = 9
_SPAN_MAX = 64
_WRITER = frozenset("i we my me our".split())
_BLAMED = frozenset(("agent", "work"))
_THEIRS = frozenset(("customer", "other"))
_OTHERS = _THEIRS | {"agent"}
_ARE = frozenset(("are", "'re"))
# "Never in my life", "never before".
_ONCE_BEFORE = frozenset(("in", "before"))
# Behind an adverb they leave it the last word of its clause.
_ENDS = frozenset(("", ".", "!", ",", ";"))
# They say how often, and do not complain of it.
_PLAINLY = frozenset(("always", "invariably"))
# Before a "you" that is no subject of what happens every time.
_WITHIN = SUBORDINATORS | frozenset("that to for with than".split())


class AbsoluteYou(SentenceRule):
    """Find you always and you never where a fault follows."""

    code = "CL108"
    name = "absolute-you"
    severity = "info"
    is_local = True
    message = "An absolute invites a counter-example; name the one occasion"
    triggers = {
        "en": (
            *sorted(_HABITUAL),
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
        low, said = sentence.low, sentence.vocabulary
        occasions = EVERY.finditer(low, said)
        is_habitual = not _HABITUAL.isdisjoint(said)
        if not (is_habitual or occasions) or FIXED.search(low, said):
            return ()
        tokens = sentence.tokens
        if tokens.words[-1] == "?":
            return ()
        found = []
        for place in places_of(tokens.words, _HABITUAL):
            finding = self._adverb(document, tokens, place)
            if finding is not None:
                found.append(finding)
        for match in occasions:
            finding = self._occasion(document, sentence, match)
            if finding is not None:
                found.append(finding)
        return found

    def _adverb(self, document: Document, tokens: Tokens, place: int) -> Finding | None:
        words = tokens.words
        adverb = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        before = words[place - 1] if place else ""
        is_never = adverb == "never"
        if before in _NOT_YET or (is_never and following in _ONCE_BEFORE):
            return None
        if document.speaker_at(tokens.starts[place]) != "writer":
            return None
        turned = _turned(document, tokens, place)
        if turned is not None:
            if is_bad_habit(words, turned + 1, is_never=is_never):
                return self.finding(tokens.starts[place], tokens.ends[turned])
            return None
        subject = _subject_of(document, tokens, place)
        is_agents = subject.kind in _BLAMED and not (subject.is_dropped and place)
        if not is_agents and before not in _ARE:
            return None
        if reporter(document, tokens, place) in _OTHERS:
            return None
        start = subject.start
        if (start and words[start - 1] == "why") or _is_claimed(document, tokens, start):
            return None
        if following in _ENDS and not is_never:
            is_fault = is_bad_habit(words[:place], subject.head + 1, is_never=False)
        else:
            is_often = not is_never and adverb not in _PLAINLY
            is_fault = is_bad_habit(words, place + 1, is_never=is_never, is_often=is_often)
        if is_fault or (not is_never and start > 1 and _is_blamed(words, start, place + 1)):
            return self.finding(tokens.starts[start], tokens.ends[place])
        return None

    def _occasion(
        self, document: Document, sentence: Sentence, match: re.Match[str]
    ) -> Finding | None:
        tokens = sentence.tokens
        words = tokens.words
        start = sentence.start + match.start()
        if document.speaker_at(start) != "writer":
            return None
        first = tokens.at(start)
        if reporter(document, tokens, first) in _OTHERS:
            return None
        you = _you_behind(document, tokens, first, match[0])
        if you is not None:
            verb = you + 1
            if verb < len(words) and words[verb] in _ARE:
                verb += 1
            if is_bad_habit(words, verb, is_never=False) or _is_charged(words, you):
                return self.finding(start, tokens.ends[you])
        at = _subject_before(document, tokens, first)
        if at is not None and is_bad_habit(words[:first], at + 1, is_never=False):
            end = sentence.start + match.end()
            is_far = end - tokens.starts[at] > _SPAN_MAX
            return self.finding(start if is_far else tokens.starts[at], end)
        return None


def _is_charged(words: list[str], you: int) -> bool:
    """Return whether what "you" do speaks ill, behind the comma where there is one."""
    behind = words.index(",", you) if "," in words[you:] else you + 2
    return charge(words, behind, len(words))[1] > 0


def _subject_of(document: Document, tokens: Tokens, place: int) -> Subject:
    """Return the subject of what stands at an index, a name that no list holds as the agent."""
    subject = subject_of(document, tokens, place)
    is_word = subject.kind == "other" and subject.head == subject.start
    if is_word and is_unlisted_name(document, tokens, subject.head):
        return subject._replace(kind="agent")
    return subject


def _turned(document: Document, tokens: Tokens, place: int) -> int | None:
    """Return the subject behind "never", where it is turned round: "never once did you ..."."""
    words = tokens.words
    behind = place + 1
    if words[place] != "never" and behind < len(words) and words[behind] == "you":
        return behind
    if place and words[place - 1].isalpha() and words[place - 1] not in _JOINING:
        return None
    for at in range(behind, min(place + _TURN_MAX, len(words) - 1)):
        word = words[at]
        if word in _TURNS:
            who = person_at(document, tokens, at + 1)
            return at + 1 if who == "agent" else None
        if word in _PARTING:
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
    verb = start - 1
    if start and words[verb] == "that":
        before = words[:start]
        if not CLAIMS.isdisjoint(before):
            return "my" not in before and "your" not in before
        verb -= 1
    word = words[verb]
    if verb > 0 and word in CLAIMING:
        return _WRITER.isdisjoint(words[:verb])
    if word == "," and "according" in words[:verb]:
        return person_at(document, tokens, verb - 1) in _THEIRS
    if verb < 1 or not word.endswith(("s", "ed")) or word in AUXILIARIES:
        return False
    return person_at(document, tokens, verb - 1) in _THEIRS


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


def _is_blamed(words: list[str], start: int, verb: int) -> bool:
    """Return whether what stands before says that it is a fault: "is something you always do"."""
    behind = lemma(words[verb]) if verb < len(words) else ""
    if start < 2 or (behind != "do" and (behind in ACTIONS_GOOD or words[start - 1] != ":")):
        return False
    good, bad = charge(words, 0, start)
    is_left_out = behind == "do" and not good and any(word in NEGATIONS for word in words[:start])
    return bad > good or is_left_out
