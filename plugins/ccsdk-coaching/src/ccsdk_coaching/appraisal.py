"""Praise that is a whole clause: evaluation, and nothing else that carries meaning.

A sentence is cut into clauses at marks and before a new subject. A clause counts when it has a
word or a phrase that evaluates, and when all that is left of it are function words, words of
degree, times, names, and words for the work as a whole. What stands behind a preposition may also
say where and for whom. So no list of whole sentences is needed: "an outstanding advisor in every
respect" and "simply first-rate" are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.appraisals import (
    ADJECTIVES,
    CORE_NEUTRAL,
    EVALUATION_PHRASES,
    OUTER_NEUTRAL,
    PERSONS,
    PHRASE_WORDS,
    TIMES,
    VERBS,
    WORKS,
)
from ccsdk_coaching.lexicon.patterns import by_word, late
from ccsdk_coaching.lexicon.people import NAMES
from ccsdk_coaching.lexicon.polarity import EVALUATIVE_ADVERBS
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.sentences import Sentence
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["APPRAISAL_WORDS", "appraisals_of"]

APPRAISAL_WORDS = ADJECTIVES | PERSONS | VERBS | PHRASE_WORDS
_PHRASE = late(lambda: by_word("|".join(rf"\b(?:{each})\b" for each in EVALUATION_PHRASES)))
_DRAWN = late(r"(?:so{2,}|ve+ry+|rea+lly+|wo+w+|omg|oh+|a+h+|\d{1,2})\Z")
_COUNTS = frozenset("one two three four five six ten half 1 2 3 4 5 6 10".split())
_MARKS = frozenset(",;:!?.()[]\u2014\u2013\u2026\n") | {"--", "-"}
_JOINS = frozenset("and but so because while since for".split())
_SUBJECTS = frozenset("you i we it that this he she they there the your my".split())
_INTO = frozenset("on in at for from with of to by across over through throughout during".split())
# They take an evaluation to where it was good: "great with children" names a skill.
_SKILL_LINKS = frozenset("at with for to of".split())
_BE = frozenset("are were 're was is 's been am 'm be".split())
_AGENT = frozenset("you your u ur".split())
_ASKING = frozenset("is are was were do does did can could would will have has".split())
_BY_WORK = frozenset("that this it what everything".split())
_CLAUSE_MAX = 16
_SPAN_MAX = 44


def appraisals_of(document: Document, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield first and last index of the words of each clause that only evaluates."""
    tokens = sentence.tokens
    phrases = _phrases(sentence)
    for begin, end in _clauses(tokens.words, phrases):
        found = _appraisal(document, tokens, begin, end, phrases)
        if found is not None:
            yield found


def _phrases(sentence: Sentence) -> dict[int, int]:
    """Return the last index of each phrase that evaluates, by its first."""
    tokens = sentence.tokens
    return {
        tokens.at(sentence.start + match.start()): tokens.at(sentence.start + match.end() - 1)
        for match in _PHRASE.finditer(sentence.low)
    }


def _clauses(words: list[str], phrases: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the clauses as runs of words, phrases kept whole."""
    begin = place = 0
    while place < len(words):
        if place in phrases:
            place = phrases[place] + 1
            continue
        word = words[place]
        starts = word in _JOINS and words[place + 1 : place + 2] and (words[place + 1] in _SUBJECTS)
        if word in _MARKS or starts:
            if place > begin:
                yield begin, place
            begin = place + 1
        place += 1
    if len(words) > begin:
        yield begin, len(words)


def _appraisal(
    document: Document, tokens: Tokens, begin: int, end: int, phrases: dict[int, int]
) -> tuple[int, int] | None:
    """Return what praises in a clause, None if the clause has other things to tell."""
    if end - begin > _CLAUSE_MAX:
        return None
    words = tokens.words
    found: list[tuple[int, int, str]] = []
    outer = -1
    place = begin
    while place < end:
        last = phrases.get(place)
        kind = "phrase" if last is not None else _kind(document, tokens, place, begin)
        last = place if last is None else last
        if kind in ("phrase", "adjective", "person", "verb", "adverb"):
            if outer < 0 or not found:
                found.append((place, last, kind))
                outer = -1
        elif words[place] in _INTO and found and outer < 0:
            outer = place
        elif not kind and not (outer >= 0 and words[place] in OUTER_NEUTRAL):
            return None
        place = last + 1
    if not found or not _is_praise(document, tokens, begin, end, found, outer):
        return None
    return _trimmed(tokens, begin, found)


def _kind(document: Document, tokens: Tokens, place: int, begin: int) -> str:
    """Return what a word is: one that evaluates, "neutral", or nothing for any other."""
    word = tokens.words[place]
    is_title = tokens.is_capital(place) and place > begin and not word.isdigit()
    is_name = word in NAMES and (word not in PERSONS or is_title)
    if is_name or (is_title and word not in CORE_NEUTRAL):
        return "neutral" if person_at(document, tokens, place) != "other" else ""
    if word in ("star", "stars") and place and tokens.words[place - 1] in _COUNTS:
        return ""  # a rating
    if word in VERBS:
        return "verb" if _has_agent(document, tokens, begin, place) else ""
    if word in EVALUATIVE_ADVERBS and _is_after_doing(tokens.words, begin, place):
        return "adverb"
    if word in ADJECTIVES or word.removesuffix("-ish") in ADJECTIVES:
        return "adjective"
    if word in PERSONS:
        return "person"
    return "neutral" if word in CORE_NEUTRAL or _DRAWN.match(word) else ""


def _has_agent(document: Document, tokens: Tokens, begin: int, place: int) -> bool:
    """Return whether a deed is the agent's: told of "you", by name, or without a subject."""
    before = [at for at in range(begin, place) if tokens.words[at] not in TIMES]
    return not before or any(person_at(document, tokens, at) == "agent" for at in before)


def _is_after_doing(words: list[str], begin: int, place: int) -> bool:
    return bool({"did", "do", "doing", "done", "does"} & set(words[begin:place]))


def _is_praise(
    document: Document,
    tokens: Tokens,
    begin: int,
    end: int,
    found: list[tuple[int, int, str]],
    outer: int,
) -> bool:
    """Return whether a clause of evaluation is said of the agent or the work, and stands alone."""
    words = tokens.words
    _, last, kind = found[-1]
    kinds = {each[2] for each in found}
    run = words[begin:end]
    if words[end : end + 1] == [":"] and end - begin <= 2:
        return False  # a heading
    is_asked = "?" in words[end : end + 1] or (words[-1] == "?" and words[begin] in _ASKING)
    if is_asked or run[:2] in (["all", "good"], ["no", "notes"]):
        return False
    if "good" in run and {"morning", "afternoon", "evening", "night", "day"} & set(run):
        return bool(_AGENT & set(run))
    has_work = any(word in WORKS for word in words[found[0][0] : end])
    if outer == last + 1 and kind == "adjective" and words[outer] in _SKILL_LINKS and not has_work:
        named = words[outer + 1 : end]
        if words[outer] == "to":
            return False  # "great to have you back"
        if words[outer] != "for" and not set(named) <= OUTER_NEUTRAL | NAMES:
            return False
        if {"me", "us"} & set(named):
            return False  # "Friday is fine for me"
    if kinds & {"phrase", "verb", "adverb"}:
        return True
    if not _is_said_of_agent(document, tokens, begin, found[0][0]):
        return False
    if "person" in kinds:
        return found[0][0] > begin or len(found) > 1
    return _stands_alone(words, begin, end, has_work=has_work)


def _is_said_of_agent(document: Document, tokens: Tokens, begin: int, first: int) -> bool:
    """Return whether nobody and nothing else is the subject of what evaluates."""
    words = tokens.words
    before = words[begin:first]
    if before and before[0] in _BE and "you" in words[:begin]:
        return True  # "you, my friend, are a gem"
    if before[-1:] == ["been"]:
        before = [word for word in before if word not in ("have", "has", "'ve", "had")]
    if before[:1] == ["you"] and {"have", "had", "'ve"} & set(before[1:2]):
        return True
    if {"i", "we", "i'm", "'m", "am", "they", "have", "had", "has", "'ve"} & set(before):
        is_told = {"you", "that", "it", "this"} & set(before)
        return bool(is_told) and not {"have", "had", "has"} & set(before)
    for place in range(begin, first):
        if person_at(document, tokens, place) in ("customer", "other"):
            return False
    is_timed = bool(_BE & set(before)) and not ((_AGENT | _BY_WORK | WORKS) & (set(before) - TIMES))
    named = any(person_at(document, tokens, place) == "agent" for place in range(begin, first))
    return named or not is_timed


def _stands_alone(words: list[str], begin: int, end: int, *, has_work: bool) -> bool:
    """Return whether an adjective is more than an interjection or a polite word."""
    run = words[begin:end]
    if len(run) > 1:
        has_subject = bool((_AGENT | _BY_WORK) & set(run[:-1]))
        return has_work or has_subject or not {"a", "an", "the"} & set(run)
    if run[0] in ("good", "fine", "nice", "great", "super", "lovely", "solid", "grand"):
        return False
    is_last = all(word in _MARKS for word in words[end:])
    is_led = words[begin - 1] in (":", "\u2014", "\u2013", "-")
    return is_last and (is_led or all(w in _MARKS or w in CORE_NEUTRAL for w in words[:begin]))


def _trimmed(tokens: Tokens, begin: int, found: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return the words from the subject or degree to the last that evaluates, not too long."""
    words = tokens.words
    first, last = found[0][0], found[-1][1]
    if last + 1 < len(words) and words[last + 1] in WORKS:
        last += 1
    while first > begin and words[first - 1] in CORE_NEUTRAL - {"thought", "think"}:
        if tokens.ends[last] - tokens.starts[first - 1] > _SPAN_MAX:
            break
        first -= 1
    while first < found[0][0] and tokens.ends[last] - tokens.starts[first] > _SPAN_MAX:
        first += 1
    if tokens.ends[last] - tokens.starts[first] > _SPAN_MAX:
        last = found[0][1]
    return first, last
