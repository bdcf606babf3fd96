"""Who says something: the subject of the verb that reports it, with marks or without."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.en import AUXILIARIES, REPORTING, is_adverb
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.note import Note
    from ccsdk_coaching.reading.tokens import Tokens
    from ccsdk_coaching.reading.zones import Quote

__all__ = ["reporter", "speaker_of"]

_REACH = 24
_SELF = re.compile(r"(?:self[- ](?:review|assessment|rating|evaluation|note)|own words|reflection)")
_WRITTEN = re.compile(
    r"(?:complaint|review|survey|letter|feedback|comment|message|email|voicemail|transcript)s?\b"
)
_SAYING = frozenset(
    "say said says saying swears tell told tells ask asked asks claim claimed claims complain "
    "complained complains grumble grumbled grumbles think thinks thought believe believes "
    "believed feel feels felt insist insisted insists shout shouted wonder wondered wonders "
    "demand demanded demands reply replied admit admits admitted argue argued write wrote writes "
    "mention mentioned worry worried fear feared suggest suggested moan moaned object objected "
    "protest protested remark remarked swear swore accuse accused report reported state stated "
    "explain explained warn warned hear heard answer answered confess confessed whisper "
    "whispered sigh sighed joke joked point pointed loved love liked praised praise thanked "
    "hopes hoped hope notice noticed assume assumed convinced know knew knows mutter muttered "
    "snapped yelled cried texted emailed posted wants wanted reckon reckons reckoned repeat "
    "repeated keeps mumbled".split()
)

_ENDS = frozenset(";:.!?\u2014\u2013")
_JOINS = frozenset("and but so yet".split())
_ARTICLES = frozenset("the your a".split())
# All else is no reason to stop on the way back.
_TELLING = _SAYING | _ENDS | _JOINS | {","}
_ONE = frozenset("the a an his her one another".split())


def reporter(document: Note, tokens: Tokens, index: int) -> str:
    """Return who is said to say, without marks, what stands at an index: see `person_at`.

    A comma before a conjunction, a semicolon or a dash ends what is reported.
    """
    words = tokens.words
    if _SAYING.isdisjoint(words):
        return ""
    for place in range(index - 1, max(index - _REACH, -1), -1):
        word = words[place]
        if word not in _TELLING:
            continue
        if word in _SAYING:
            if _is_adjacent_you(words, place, index) or words[place - 1] in _ARTICLES:
                continue
            who = _subject_of(document, tokens, place)
            if who:
                return who
        elif word in _ENDS:
            return ""
        elif word == ",":
            if words[place - 1] not in _SAYING:
                return ""
        elif place and words[place - 1] == ",":
            return ""
    return ""


def _is_adjacent_you(words: list[str], verb: int, index: int) -> bool:
    """Return whether "you say" only qualifies a noun: "the first thing you say must ..."."""
    return verb == index - 1 and words[verb - 1] == "you"


def _subject_of(document: Note, tokens: Tokens, verb: int) -> str:
    """Return who the subject of a verb is, by looking left over adverbs and auxiliaries."""
    words = tokens.words
    for place in range(verb - 1, max(verb - 8, -1), -1):
        word = words[place]
        if word in AUXILIARIES or is_adverb(word):
            continue
        who = person_at(document, tokens, place)
        if who or word in ";:.!?,":
            return who
        if place and words[place - 1] in _ONE:
            return "other"  # whoever it is: "the baker claims"
    return ""


def speaker_of(document: Note, quote: Quote) -> str:
    """Return whose words a quotation holds: customer, agent or unknown."""
    sentence = document.sentence_at(quote.start)
    if sentence is None or sentence.lang != "en":
        return "unknown"
    tokens = sentence.tokens
    opening = tokens.at(quote.start)
    before = document.low[max(sentence.start, quote.start - 80) : quote.start]
    if _SELF.search(before):
        return "agent"
    who = _before(document, tokens, opening) or _behind(document, quote)
    if not who and _WRITTEN.search(before):
        return "customer"
    return {"agent": "agent", "customer": "customer", "other": "customer"}.get(who, "unknown")


def _before(document: Note, tokens: Tokens, opening: int) -> str:
    """Return the speaker by what leads to a quotation: a verb, a name and a colon, a possessor."""
    words = tokens.words
    place = opening - 1
    if place < 0:
        return ""
    if words[place] == ":" and place:
        who = person_at(document, tokens, place - 1)
        if who:
            return who
    if words[place] == "'s" and place:
        return person_at(document, tokens, place - 1)
    for verb in range(place, max(place - 10, -1), -1):
        if words[verb] in ".!?;":
            return ""
        if words[verb] in REPORTING:
            return _subject_of(document, tokens, verb)
    return ""


def _behind(document: Note, quote: Quote) -> str:
    """Return the speaker by what follows a quotation: `she said`, `said the caller`."""
    sentence = document.sentence_at(quote.end) or document.sentence_at(quote.end + 1)
    if sentence is None:
        return ""
    tokens = sentence.tokens
    begin = tokens.at(quote.end)
    words = tokens.words[begin : begin + 6]
    for step, word in enumerate(words):
        if word in ".!?;" or word in ("and", "but"):
            return ""
        if word in REPORTING:
            nearby = [*range(begin + step - 1, begin - 1, -1)]
            nearby += range(begin + step + 1, min(begin + step + 4, len(tokens)))
            for place in nearby:
                who = person_at(document, tokens, place)
                if who:
                    return who
            return ""
    return ""
