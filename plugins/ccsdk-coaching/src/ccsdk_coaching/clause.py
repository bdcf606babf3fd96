"""English clauses: where one begins, and who its subject is.

There is no parser: a subject is found by looking left from its verb, over adverbs and
auxiliaries, to a pronoun or the head of a noun phrase; what stands before that says whether
the clause is a main one, a condition or a relative clause. A dropped subject is the agent's,
unless an earlier clause of the sentence has lent its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccsdk_coaching.lexicon.en import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    INTRODUCERS,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
    STOPS,
    SUBORDINATORS,
    WORK,
    is_adverb,
    lemma,
)
from ccsdk_coaching.lexicon.people import CUSTOMERS, OTHERS, TITLES
from ccsdk_coaching.naming import is_obliged_name, is_of_nobody, is_unknown_name, names_agent
from ccsdk_coaching.reading.people import person_at

if TYPE_CHECKING:
    from ccsdk_coaching.reading.document import Document
    from ccsdk_coaching.reading.tokens import Tokens

__all__ = ["Subject", "clause_start", "opening_of", "subject_of"]

_REACH = 14
_OBJECTS = frozenset("him them me us".split())
_TITLED = TITLES - frozenset("sir madam".split())
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
# What may stand before a clause that is no background for it.
_LEADING = _WEIGHTY | REPORTING
_PARTING = CONJUNCTIONS - {"and", "or", "nor"}
_BEFORE_YOU = STOPS | CONJUNCTIONS | (SUBORDINATORS - {"what"})


@attrs.frozen
class Subject:
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
        if word in STOPS or word in CONJUNCTIONS:
            return place
        place -= 1
    return 0


def subject_of(document: Document, tokens: Tokens, verb: int) -> Subject:
    """Return the subject of the modal or verb at an index."""
    words = tokens.words
    place = _over_adverbs(words, verb - 1)
    if place < 0 or words[place] in STOPS or words[place] in CONJUNCTIONS:
        return _dropped(document, tokens, verb, place)
    if words[place] in ("who", "which", "whoever", "what") or (
        words[place] == "that" and place and words[place - 1] not in STOPS
    ):
        return Subject("none", place, place, is_background=True)
    if _is_what_you_say(words, place):
        return Subject("work", place - 1, place - 1, owned=True)
    start, head, owner = _phrase(tokens, place)
    for first in (start - 2, start - 1, start):
        if first >= 0 and words[first : first + 2] == ["you", "and"]:
            return Subject("agent", first, first, is_background=_is_background(words, first))
    kind = _kind(document, tokens, start, head, owner)
    return Subject(
        kind,
        start,
        head,
        is_background=_is_background(words, start),
        owned=owner == "your" or kind == "work",
    )


def _is_what_you_say(words: list[str], place: int) -> bool:
    """Return whether a verb at an index ends a phrase such as "the first thing you say"."""
    if place < 2 or words[place - 1] != "you":
        return False
    return words[place - 2] not in _BEFORE_YOU


def _over_adverbs(words: list[str], place: int) -> int:
    """Return the index of the word that ends the subject, left of an index."""
    while place >= 0:
        word = words[place]
        if word == "," and place > 1:
            # A parenthesis: "your greeting, though warm, should ..."
            opening = next(
                (p for p in range(place - 1, max(place - 7, 0), -1) if words[p] == ","), 0
            )
            inside = words[opening + 1 : place]
            if (
                opening
                and inside
                and (inside[0] in ("though", "however", "as", "while", "in", "too"))
            ):
                place = opening - 1
                continue
            return place
        if word in AUXILIARIES or is_adverb(word) or word in ("not", "n't"):
            if word in ("all", "both", "least") and place and words[place - 1] in PREPOSITIONS:
                return place
            place -= 1
            continue
        return place
    return place


def _phrase(tokens: Tokens, last: int) -> tuple[int, int, str]:
    """Return start and head of the noun phrase that ends at an index, and who owns it."""
    words = tokens.words
    if words[last] in PRONOUNS and words[last] not in ("this", "that", "one"):
        return last, last, ""
    head, owner = last, ""
    place = last
    while place > 0 and last - place < _REACH:
        word = words[place - 1]
        if word in STOPS or word in _PARTING:
            break
        if word in PREPOSITIONS and word not in ("like", "next"):
            head = place - 2 if place >= 2 else head
            owner = ""
        elif word in ("your", "'s", "his", "her", "their", "my", "our"):
            owner = word
            if word == "'s":
                owner = f"'s{place - 2}"
            place -= 1
            if not (place > 0 and words[place - 1] in PREPOSITIONS):
                if word == "'s":
                    continue
                break
            continue
        elif word in DETERMINERS:
            place -= 1
            if not (place > 0 and words[place - 1] in PREPOSITIONS):
                break
            continue
        elif (
            word in SUBORDINATORS
            or word in REPORTING
            or word in AUXILIARIES
            or words[place] in PRONOUNS
            or word in PRONOUNS
        ):
            break
        place -= 1
    return place, max(head, 0), owner


def _kind(document: Document, tokens: Tokens, start: int, head: int, owner: str) -> str:
    word = tokens.words[head]
    if owner == "your":
        return "other" if word in CUSTOMERS or word in OTHERS else "work"
    if owner.startswith("'s"):
        who = person_at(document, tokens, int(owner[2:]))
        if who == "agent":
            return "work"
        return who if who and (word in CUSTOMERS or word in OTHERS) else "other"
    if owner in ("his", "her", "their"):
        place = next((p for p in range(start, head) if tokens.words[p] == owner), start)
        who = person_at(document, tokens, place)
        return "work" if who == "agent" and word not in CUSTOMERS else "other"
    if owner in ("my", "our"):
        return "writer"
    if word in ("there", "nobody", "someone"):
        return "other"
    who = person_at(document, tokens, head)
    if word in ("he", "she") and (
        (who == "other" and is_of_nobody(document))
        or (who == "customer" and _is_agent_again(document, tokens, head))
    ):
        return "agent"
    if who == "customer" and _TITLED & set(tokens.words[start : head + 1]):
        is_bare = head == start + 1 and is_of_nobody(document)
        return "agent" if is_bare and not names_agent(document) else who
    if who:
        return who
    if start == head == 0 and is_obliged_name(document, tokens):
        return "agent"
    if word in WORK or (head > start and tokens.words[head - 1] in WORK):
        return "work"
    return "it" if word in ("it", "this", "that", "these", "those") else "other"


def _is_agent_again(document: Document, tokens: Tokens, place: int) -> bool:
    """Return whether he or she, opening a sentence, is whom the one before opened with by name."""
    here = document.sentence_at(tokens.starts[place])
    before = document.neighbour(here, -1) if here is not None and place == 0 else None
    if before is None or before.lang != "en" or not before.tokens.is_capital(0):
        return False
    word = before.tokens.words[0]
    is_name = word.isalpha() and not (
        word in _ENDS_PHRASE or word in DETERMINERS or word in INTRODUCERS or is_adverb(word)
    )
    follows = before.tokens.words[1:2] and before.tokens.words[1] in AUXILIARIES
    return is_name and bool(follows) and is_of_nobody(document)


def _is_background(words: list[str], start: int) -> bool:
    """Return whether the clause whose subject begins here is no main clause."""
    if start == 0:
        return False
    before = words[start - 1]
    if before == "that":
        return start < 2 or words[start - 2] not in _LEADING
    if before in SUBORDINATORS or before in _ANYTHING:
        return True
    if before in STOPS or before in CONJUNCTIONS or is_adverb(before) or before in REPORTING:
        return False
    if before in AUXILIARIES or before in ("'s", "please", "guys"):
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
                return attrs.evolve(lent, is_dropped=True)
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
    """Return the subject that opens a clause, None if it opens with something else."""
    words = tokens.words
    place = begin
    while place < len(words) and (is_adverb(words[place]) or words[place] in STOPS):
        place += 1
    if place >= len(words):
        return None
    is_background = words[place] in SUBORDINATORS
    if is_background and place + 1 < len(words):
        place += 1
    if words[place] in _TITLED and place + 1 < len(words):
        kind = _kind(document, tokens, place, place + 1, "")
        return Subject(kind, place, place + 1, is_background=is_background)
    word = words[place]
    is_name = tokens.is_capital(place) and word not in DETERMINERS
    if word in PRONOUNS or (is_name and person_at(document, tokens, place)):
        kind = _kind(document, tokens, place, place, "")
        return Subject(kind, place, place, is_background=is_background)
    if place == 0 and is_unknown_name(document, tokens):
        return Subject("agent", place, place)
    if word not in DETERMINERS and word not in _NUMERALS:
        return None
    head = _head_of(document, tokens, place)
    owner = word if word in ("your", "his", "her", "their", "my", "our") else ""
    kind = _kind(document, tokens, place, head, owner)
    return Subject(kind, place, head, is_background=is_background)


def _head_of(document: Document, tokens: Tokens, place: int) -> int:
    """Return the index of the noun of a phrase that begins with a determiner at an index."""
    words = tokens.words
    head = place + 1
    while head + 1 < len(words) and head < place + 4:
        following = words[head + 1]
        if following in AUXILIARIES and following != "'s":
            break
        is_compound = (
            words[head] in OTHERS
            and words[head + 2 : head + 3]
            and (
                words[head + 2] in AUXILIARIES  # "the bank card is"
            )
        )
        if person_at(document, tokens, head) and following != "'s" and not is_compound:
            break
        if following in _OBJECTS and head > place + 1:
            return head - 1  # what stands before "him" is a verb
        if following in _ENDS_PHRASE or is_adverb(following):
            return head - _is_present_verb(words, head, place)
        if _is_verb(words, head + 1):
            break
        head += 1
    return min(head, len(words) - 1)
