"""Praise that is a whole clause: evaluation, and nothing else that carries meaning.

A sentence is cut into clauses at marks and before a new subject. A clause counts when it has a
word or a phrase that evaluates, and when all that is left of it are function words, words of
degree, times, names, and words for the work as a whole. What stands behind a preposition may also
say where and for whom. So no list of whole sentences is needed: "an outstanding advisor in every
respect" and "simply first-rate" are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ccsdk_coaching.lexicon.appraisals import (
    ADJECTIVES,
    CORE_NEUTRAL,
    EVALUATION_TURNS,
    OUTER_NEUTRAL,
    PERSONS,
    TIMES,
    VERBS,
    WORKS,
)
from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.patterns import late, rarest
from ccsdk_coaching.lexicon.people import NAMES
from ccsdk_coaching.lexicon.polarity import EVALUATIVE_ADVERBS
from ccsdk_coaching.lexicon.praises import at_word
from ccsdk_coaching.lexicon.turns import Turns
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.sentences import Sentence
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["APPRAISAL_WORDS", "appraisals_of"]

_PHRASES = Turns((turn[0], at_word(turn[1], r"\b"), *turn[2:]) for turn in EVALUATION_TURNS)
_EVALUATING = ADJECTIVES | PERSONS | VERBS | EVALUATIVE_ADVERBS
_NEEDED = rarest(ADJECTIVES | PERSONS | VERBS)
# Else an adverb may do, behind one of these words of a sentence.
_ADVERBS = rarest(EVALUATIVE_ADVERBS)
_DONE = frozenset("did do doing done does didn don doesn".split())
APPRAISAL_WORDS = _EVALUATING | _PHRASES.words
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
# Of these, one says whom or what a clause evaluates.
_MEANT_BRIEFLY = _AGENT | _BY_WORK
_MEANT = (_MEANT_BRIEFLY | WORKS) - TIMES
_HAVE = frozenset("have had has".split())
_HAVE_BEEN = frozenset("have had 've".split())
# Who is not the agent, and who tells of whom: "I think you are great".
_TELLING = frozenset("i we i'm 'm am they have had has 've".split())
_TOLD = frozenset("you that it this".split())
_DOING = frozenset("did do doing done does".split())
_GREETINGS = frozenset("morning afternoon evening night day".split())
_NO_PRAISE = (["all", "good"], ["no", "notes"])
_OF_NO_PRAISE = frozenset(each[0] for each in _NO_PRAISE)
_ARTICLES = frozenset("a an the".split())
_POLITE = frozenset("good fine nice great super lovely solid grand".split())
# They praise whoever is the subject.
_OF_ANYBODY = frozenset("phrase verb adverb".split())
_PLACES = OUTER_NEUTRAL | NAMES
_LEADING = CORE_NEUTRAL - {"thought", "think"}
_CLAUSE_MAX = 16
_SPAN_MAX = 44
# What a word may be, by one letter, so that most clauses are told by a look at a string: neutral,
# open to a closer look, an evaluation, a mark; a join, which ends a clause before a subject, and
# subjects that are neutral or not.
_LETTERS = (
    dict.fromkeys(CORE_NEUTRAL, "n")
    | dict.fromkeys((OUTER_NEUTRAL - CORE_NEUTRAL) | _INTO | NAMES, "o")
    | dict.fromkeys(_SUBJECTS, "t")
    | dict.fromkeys(_SUBJECTS & CORE_NEUTRAL, "s")
    | dict.fromkeys(_JOINS, "j")
    | dict.fromkeys(_MARKS, "m")
    | dict.fromkeys(_EVALUATING | {f"{each}-ish" for each in ADJECTIVES}, "e")
)
# Any other word, which has something else to tell unless it is a name.
_OTHER = "x"
# A subject that opens a phrase.
_OPENING = "q"
_JOIN = re.compile("j(?=[stq])")
# A clause that evaluates: most do not.
_CLAUSE = re.compile("[^me]*e[^m]*")


def appraisals_of(document: Document, sentence: Sentence) -> list[tuple[int, int]]:
    """Return first and last index of the words of each clause that only evaluates."""
    matches = _PHRASES.finditer(sentence.low, sentence.vocabulary)
    # Words of packs are read as others, so that the vocabulary does not tell of them.
    if not (matches or sentence.lexicon) and not _may_evaluate(sentence.vocabulary):
        return []
    tokens = sentence.tokens
    letters = "".join(map(_letter, tokens.words))
    phrases: dict[int, int] = {}
    if matches:
        phrases = _phrases(sentence, matches)
        letters = _with_phrases(letters, phrases)
    if "j" in letters:
        letters = _JOIN.sub("m", letters)
    found = []
    for clause in _CLAUSE.finditer(letters):
        begin, end = clause.span()
        if end - begin > _CLAUSE_MAX or _tells_more(tokens, letters, begin, end):
            continue
        appraisal = _appraisal(document, tokens, letters, begin, end, phrases)
        if appraisal:
            found.append(appraisal)
    return found


def _may_evaluate(vocabulary: frozenset[str]) -> bool:
    """Return whether a sentence of these words may evaluate without a phrase that does."""
    if not _NEEDED.isdisjoint(vocabulary):
        return True
    return not (_DONE.isdisjoint(vocabulary) or _ADVERBS.isdisjoint(vocabulary))


@kept
def _letter(word: str) -> str:
    """Return a letter for what a word may be; one that is drawn out says nothing: "sooo"."""
    return _LETTERS.get(word) or ("n" if _DRAWN.match(word) else _OTHER)


def _phrases(sentence: Sentence, matches: Iterable[re.Match[str]]) -> dict[int, int]:
    """Return the last index of each phrase that evaluates, by its first."""
    at, start = sentence.tokens.at, sentence.start
    return {at(start + each.start()): at(start + each.end() - 1) for each in matches}


def _with_phrases(letters: str, phrases: dict[int, int]) -> str:
    """Return the letters with those of each phrase as one evaluation."""
    for first, last in phrases.items():
        opening = _OPENING if letters[first] in "st" else "e"
        letters = f"{letters[:first]}{opening}{'e' * (last - first)}{letters[last + 1 :]}"
    return letters


def _tells_more(tokens: Tokens, letters: str, begin: int, end: int) -> bool:
    """Return whether a clause has a word that neither evaluates nor is neutral, nor a name."""
    place = letters.find(_OTHER, begin, end)
    while place >= 0:
        if place == begin or not tokens.source[tokens.starts[place]].isupper():
            return True
        place = letters.find(_OTHER, place + 1, end)
    return False


def _appraisal(
    document: Document,
    tokens: Tokens,
    letters: str,
    begin: int,
    end: int,
    phrases: dict[int, int],
) -> tuple[int, int] | None:
    """Return what praises in a clause, None if the clause has other things to tell."""
    words = tokens.words
    found: list[tuple[int, int, str]] = []
    outer = -1
    place = begin
    while place < end:
        if letters[place] in "ns":
            place += 1
            continue
        last = phrases.get(place, place) if phrases else place
        kind = "phrase" if place in phrases else _kind(document, tokens, place, begin)
        if kind and kind != "neutral":
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
    is_title = place > begin and tokens.is_capital(place) and not word.isdigit()
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
    return not _DOING.isdisjoint(words[begin:place])


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
    first = found[0][0]
    _, last, kind = found[-1]
    run = words[begin:end]
    mark = words[end] if end < len(words) else ""
    if mark == ":" and end - begin <= 2:
        return False  # a heading
    is_asked = mark == "?" or (words[-1] == "?" and words[begin] in _ASKING)
    if is_asked or (run[0] in _OF_NO_PRAISE and run[:2] in _NO_PRAISE):
        return False
    if "good" in run and not _GREETINGS.isdisjoint(run):
        return not _AGENT.isdisjoint(run)
    has_work = not WORKS.isdisjoint(words[first:end])
    if outer == last + 1 and kind == "adjective" and words[outer] in _SKILL_LINKS and not has_work:
        named = words[outer + 1 : end]
        if words[outer] == "to":
            return False  # "great to have you back"
        if words[outer] != "for" and not _PLACES.issuperset(named):
            return False
        if "me" in named or "us" in named:
            return False  # "Friday is fine for me"
    kinds = {kind} if len(found) == 1 else {each[2] for each in found}
    if not _OF_ANYBODY.isdisjoint(kinds):
        return True
    # What nothing stands before is said of nobody else.
    if first > begin and not _is_said_of_agent(document, tokens, begin, first):
        return False
    if "person" in kinds:
        return first > begin or len(found) > 1
    return _stands_alone(words, begin, end, has_work=has_work)


def _is_said_of_agent(document: Document, tokens: Tokens, begin: int, first: int) -> bool:
    """Return whether nobody and nothing else is the subject of what evaluates."""
    words = tokens.words
    before = words[begin:first]
    if before and before[0] in _BE and "you" in words[:begin]:
        return True  # "you, my friend, are a gem"
    if before[-1:] == ["been"]:
        before = [word for word in before if word not in ("have", "has", "'ve", "had")]
    if before[:1] == ["you"] and before[1:2] and before[1] in _HAVE_BEEN:
        return True
    if not _TELLING.isdisjoint(before):
        return not _TOLD.isdisjoint(before) and _HAVE.isdisjoint(before)
    people = [person_at(document, tokens, place) for place in range(begin, first)]
    if "customer" in people or "other" in people:
        return False
    is_timed = not _BE.isdisjoint(before) and _MEANT.isdisjoint(before)
    return not is_timed or "agent" in people


def _stands_alone(words: list[str], begin: int, end: int, *, has_work: bool) -> bool:
    """Return whether an adjective is more than an interjection or a polite word."""
    run = words[begin:end]
    if len(run) > 1:
        return has_work or not _MEANT_BRIEFLY.isdisjoint(run[:-1]) or _ARTICLES.isdisjoint(run)
    if run[0] in _POLITE:
        return False
    is_last = all(word in _MARKS for word in words[end:])
    is_led = words[begin - 1] in (":", "\u2014", "\u2013", "-")
    return is_last and (is_led or all(w in _MARKS or w in CORE_NEUTRAL for w in words[:begin]))


def _trimmed(tokens: Tokens, begin: int, found: list[tuple[int, int, str]]) -> tuple[int, int]:
    """Return the words from the subject or degree to the last that evaluates, not too long."""
    words, starts, ends = tokens.words, tokens.starts, tokens.ends
    evaluated, last = found[0][0], found[-1][1]
    if last + 1 < len(words) and words[last + 1] in WORKS:
        last += 1
    first = evaluated
    earliest = ends[last] - _SPAN_MAX
    while first > begin and words[first - 1] in _LEADING and starts[first - 1] >= earliest:
        first -= 1
    if starts[first] < earliest:
        last = found[0][1]
    return first, last
