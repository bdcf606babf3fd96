"""English clauses: where one begins, and who its subject is.

There is no parser: a subject is found by looking left from its verb, over adverbs and
auxiliaries, to a pronoun or the head of a noun phrase; what stands before that says whether
the clause is a main one, a condition or a relative clause. A dropped subject is the agent's,
unless an earlier clause of the sentence has lent its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ccsdk_coaching.kind import TITLED, kind_of_subject
from ccsdk_coaching.lexicon.en import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    INTRODUCERS,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    STOPS,
    SUBORDINATORS,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.kept import kept
from ccsdk_coaching.lexicon.people import OTHERS
from ccsdk_coaching.naming import is_unknown_name
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Subject", "clause_start", "opening_of", "subject_of"]

_REACH = 14
_OBJECTS = frozenset("him them me us".split())
_ANYTHING = frozenset("nothing anything something everything all".split())
_AFTER_VERBS = DETERMINERS | PREPOSITIONS | _OBJECTS | {"you", "it", "up", "out"}
_ENDS_PHRASE = PRONOUNS | PREPOSITIONS | STOPS
_NUMERALS = frozenset("two three four five six seven eight nine ten eleven twelve several".split())
# Of an expression such as "it is important that you ...", whose clause is no background.
_WEIGHTY = frozenset(
    "important remember sure fact point rule clear true vital essential note noted that is was "
    "think feel believe say said mean means know felt thought suggest suggested agreed agree "
    "view opinion feeling impression conviction belief requires require reminder expectation "
    "advice tip next aware certain obvious".split()
)
_SUBORDINATING = SUBORDINATORS | _ANYTHING
_NO_SUBORDINATION = (STOPS | CONJUNCTIONS | REPORTING | AUXILIARIES) | {"'s", "please", "guys"}
# What may stand before a clause that is no background for it.
_LEADING = _WEIGHTY | REPORTING
_PARTING = CONJUNCTIONS - {"and", "or", "nor"}
_BEFORE_YOU = STOPS | CONJUNCTIONS | (SUBORDINATORS - {"what"})
_ENDS_CLAUSE = STOPS | CONJUNCTIONS
_PARENTHETIC = frozenset("though however as while in too".split())
# Between a subject and its verb, beside other adverbs.
_BETWEEN = AUXILIARIES | ADVERBS | {",", "not", "n't"}
_QUANTITIES = frozenset("all both least".split())
_ALONE = PRONOUNS - {"this", "that", "one"}
# Left of a noun phrase: its own words, or where it ends.
_ENDS_LEFT = STOPS | _PARTING
_LINKS = PREPOSITIONS - {"like", "next"}
_OWNERS = frozenset("your his her their my our".split())
_FOREIGN = SUBORDINATORS | REPORTING | AUXILIARIES | PRONOUNS
_MARKED = _ENDS_LEFT | _LINKS | _OWNERS | DETERMINERS | _FOREIGN | {"'s"}
_BEFORE_OPENING = STOPS | ADVERBS
_SAY = frozenset("say said use used write wrote".split())
_MEANT = frozenset("these those it them him her".split())  # "your code for these"
_QUOTES = frozenset("\"'\u201c\u201d\u2018\u2019")
_RELATIVE = frozenset("who which whoever what".split())


class Subject(NamedTuple):
    """Tell who a verb's subject is.

    Args:
        kind: agent, work (of the agent), writer, customer, other, question or none.
        start: Index of the first word of its phrase; of the verb if it is dropped.
        head: Index of its noun.
        is_background: Whether the clause is a condition, a time or a relative one.
        is_dropped: Whether it is not said at all.
        owned: Whether "your", or the agent's name, stands before the noun.
    """

    kind: str
    start: int
    head: int
    is_background: bool = False
    is_dropped: bool = False
    owned: bool = False


def clause_start(words: list[str], index: int) -> int:
    """Return where the clause around an index begins: behind a mark or a conjunction."""
    place = index
    while place > 0:
        word = words[place - 1]
        if word in _ENDS_CLAUSE:
            return place
        place -= 1
    return 0


def subject_of(document: Document, tokens: Tokens, verb: int) -> Subject:
    """Return the subject of the modal or verb at an index."""
    words = tokens.words
    place = _over_adverbs(words, verb - 1)
    word = words[place] if place >= 0 else ""
    if word in _QUOTES and place > 1:
        phrase = _quoted(words, place)
        if phrase is not None:
            return phrase
    if not word or word in _ENDS_CLAUSE:
        return _dropped(document, tokens, verb, place)
    if word in _RELATIVE or (word == "that" and place and words[place - 1] not in STOPS):
        return Subject("none", place, place, is_background=True)
    if _is_what_you_say(words, place):
        return Subject("work", place - 1, place - 1, owned=True)
    start, head, owner = _phrase(tokens, place)
    for first in (start - 2, start - 1, start):
        if first >= 0 and words[first] == "you" and words[first + 1] == "and":
            return Subject("agent", first, first, is_background=_is_background(words, first))
    kind = kind_of_subject(document, tokens, start, head, owner)
    return Subject(
        kind,
        start,
        head,
        is_background=_is_background(words, start),
        owned=owner == "your" or kind == "work",
    )


def _quoted(words: list[str], place: int) -> Subject | None:
    """Return the agent's phrase in marks that end at an index: `your "one moment" has to go`."""
    for opening in range(place - 1, max(place - 10, 0), -1):
        if words[opening] in _QUOTES:
            if words[opening - 1] in ("your", "that", "the", "this"):
                return Subject("work", opening - 1, opening - 1, owned=True)
            if words[opening - 2 : opening - 1] == ["you"] and words[opening - 1] in _SAY:
                return Subject("work", opening - 2, opening - 2, owned=True)
            return None
    return None


def _is_what_you_say(words: list[str], place: int) -> bool:
    """Return whether a verb at an index ends a phrase such as "the first thing you say"."""
    if place < 2 or words[place - 1] != "you":
        return False
    return words[place - 2] not in _BEFORE_YOU


def _over_adverbs(words: list[str], place: int) -> int:
    """Return the index of the word that ends the subject, left of an index."""
    while place >= 0:
        word = words[place]
        if word not in _BETWEEN and not is_adverb(word):
            return place
        if word == ",":
            opening = _parenthesis(words, place)
            if not opening:
                return place
            place = opening
        elif word in _QUANTITIES and place and words[place - 1] in PREPOSITIONS:
            return place
        place -= 1
    return place


def _parenthesis(words: list[str], comma: int) -> int:
    """Return where what a comma ends begins: "your greeting, though warm, should ..."."""
    for place in range(comma - 1, max(comma - 7, 0), -1):
        if words[place] == ",":
            return place if words[place + 1] in _PARENTHETIC else 0
    return 0


def _phrase(tokens: Tokens, last: int) -> tuple[int, int, str]:
    """Return start and head of the noun phrase that ends at an index, and who owns it."""
    words = tokens.words
    if words[last] in _ALONE and not (words[last] in _MEANT and words[last - 1] in _LINKS):
        return last, last, ""
    head, owner = last, ""
    place = last
    while place > 0 and last - place < _REACH:
        word = words[place - 1]
        if word not in _MARKED:
            if words[place] in PRONOUNS:
                break
        elif word in _ENDS_LEFT:
            break
        elif word in _LINKS:
            head = place - 2 if place >= 2 else head
            owner = ""
        elif word in DETERMINERS or word == "'s":
            if word in _OWNERS:
                owner = word
            elif word == "'s":
                owner = f"'s{place - 2}"
            place -= 1
            if word != "'s" and not (place > 0 and words[place - 1] in PREPOSITIONS):
                break
            continue
        elif word in _FOREIGN or words[place] in PRONOUNS:
            break
        place -= 1
    return place, max(head, 0), owner


def _is_background(words: list[str], start: int) -> bool:
    """Return whether the clause whose subject begins here is no main clause."""
    if start == 0:
        return False
    before = words[start - 1]
    if before == "that":
        return start < 2 or words[start - 2] not in _LEADING
    if before in _SUBORDINATING:
        return True
    if before in _NO_SUBORDINATION or is_adverb(before):
        return False
    return words[clause_start(words, start - 1)] not in INTRODUCERS


def _dropped(document: Document, tokens: Tokens, verb: int, place: int) -> Subject:
    """Return the subject that a verb without one inherits from the clauses before it."""
    words = tokens.words
    if place >= 0 and (words[place] in CONJUNCTIONS or words[place] == ","):
        begin = place
        while begin > 0:
            begin = clause_start(words, begin - 1)
            lent = opening_of(document, tokens, begin)
            if lent is not None:
                return lent._replace(is_dropped=True)
            if begin and words[begin - 1] in ";:.!?":
                break
            begin -= 1
    return Subject("agent", verb, verb, is_dropped=True)


def _is_verb(words: list[str], place: int) -> bool:
    """Return whether a word behind a noun is its verb, known or told by its ending."""
    word = words[place]
    if lemma(word) != word and not word.endswith(("s", "ing")):
        return True
    following = words[place + 1 : place + 2]
    return word.endswith("ed") and bool(following) and following[0] in _AFTER_VERBS


def _is_present_verb(words: list[str], head: int, place: int) -> bool:
    """Return whether a noun phrase's last word is its verb: "the law changes again"."""
    return (
        head > place + 1
        and words[head].endswith("s")
        and not words[head].endswith("ss")
        and words[head + 1] not in STOPS
        and not words[head - 1].endswith("s")
    )


def opening_of(document: Document, tokens: Tokens, begin: int) -> Subject | None:
    """Return the subject that opens a clause, None if it opens with something else.

    Several rules ask it of the same clauses: what was found is kept beside the words.
    """
    openings: dict[int, Any] = tokens.openings
    if begin in openings:
        found: Subject | None = openings[begin]
        return found
    openings[begin] = opening = _opening_of(document, tokens, begin)
    return opening


def _opening_of(document: Document, tokens: Tokens, begin: int) -> Subject | None:
    words = tokens.words
    size = len(words)
    place = begin
    while place < size and _may_precede(words[place]):
        place += 1
    if place >= size:
        return None
    word = words[place]
    if word == "you":
        return Subject("agent", place, place)
    is_background = word in SUBORDINATORS
    if is_background and place + 1 < size:
        place += 1
        word = words[place]
    if word in PRONOUNS:
        kind = kind_of_subject(document, tokens, place, place, "")
        return Subject(kind, place, place, is_background)
    if word in DETERMINERS:
        head = _head_of(document, tokens, place)
        kind = kind_of_subject(document, tokens, place, head, word if word in _OWNERS else "")
        return Subject(kind, place, head, is_background)
    if word in TITLED and place + 1 < size:
        kind = kind_of_subject(document, tokens, place, place + 1, "")
        return Subject(kind, place, place + 1, is_background)
    if tokens.is_capital(place) and person_at(document, tokens, place):
        kind = kind_of_subject(document, tokens, place, place, "")
        return Subject(kind, place, place, is_background)
    if place == 0 and is_unknown_name(document, tokens):
        return Subject("agent", place, place)
    if word not in _NUMERALS:
        return None
    head = _head_of(document, tokens, place)
    return Subject(kind_of_subject(document, tokens, place, head, ""), place, head, is_background)


@kept
def _may_precede(word: str) -> bool:
    """Return whether a word may stand before the subject that opens a clause."""
    return word in _BEFORE_OPENING or is_adverb(word)


@kept
def _may_end(word: str) -> bool:
    """Return whether a noun phrase may end before a word, whatever its noun is."""
    return (word in AUXILIARIES or word in _OBJECTS or word in _ENDS_PHRASE or is_adverb(word)) or (
        word.endswith("ed") or lemma(word) != word
    )


def _head_of(document: Document, tokens: Tokens, place: int) -> int:
    """Return the index of the noun of a phrase that begins with a determiner at an index."""
    words = tokens.words
    last = len(words) - 1
    head = place + 1
    while head < last and head < place + 4:
        following = words[head + 1]
        may_end = _may_end(following)
        if may_end and following in AUXILIARIES and following != "'s":
            break
        if following != "'s" and person_at(document, tokens, head):
            behind = words[head + 2] if head + 2 <= last else ""
            if not (behind in AUXILIARIES and words[head] in OTHERS):  # "the bank card is"
                break
        if may_end:
            if following in _OBJECTS and head > place + 1:
                return head - 1  # what stands before "him" is a verb
            if following in _ENDS_PHRASE or is_adverb(following):
                return head - _is_present_verb(words, head, place)
            if _is_verb(words, head + 1):
                break
        head += 1
    return min(last, head)
